"""Stalls and shops of an operator on pages: listed and ended by it, confirmed or refused by the city's body."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huaihai.businesses import rights
from huaihai.businesses.channel.forms import regions
from huaihai.businesses.channel.life import STALL
from huaihai.businesses.channel.office import officers
from huaihai.businesses.channel.own import own_enrolments
from huaihai.businesses.models import OPERATORS, Business, Enrolment, ListedStall, Mandate
from huaihai.businesses.pages import button_on, city_frame, frame, place_name
from huaihai.businesses.register.pages import actor_of
from huaihai.businesses.stalls import verbs
from huaihai.businesses.stalls.verbs import Stall
from huaihai.desk.asking import Question, ask, how_it_stands, press
from huaihai.desk.lists import Choice, List, Options
from huaihai.desk.lives import DeskError
from huaihai.desk.tables import Cell, Column
from huaihai.kit import clock, guards, local_words
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, ngettext, pgettext, pgettext_lazy
from huaihai.kit.form_fields import Line, PlainForm, SeenForm, Words
from huaihai.kit.paging import page_of
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode

MOST_LINES = 200
MOST_MANDATES = 200  # on one page
LONGEST_NAME = 120
CONFLICT = 409


class StallsForm(PlainForm):
    """One stall a line: sign or number, then the credit code if it has one."""

    stalls = Words(
        label=gettext_lazy("Stalls and shops"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "One a line: what the sign says or the number of the stall; then, if there is one, a comma and the "
            "{business_code}. At most 200 lines at a time."
        ),
    )
    region_code = forms.ChoiceField(
        label=gettext_lazy("City and district"),
        error_messages={"required": gettext_lazy("Please choose the city and district.")},
    )
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "Each of them has agreed that we answer for it; we can show this to the association"
        ),
        error_messages={"required": gettext_lazy("Without their agreement you cannot answer for them.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["region_code"]
        field.choices = regions()

    def clean_stalls(self) -> list[Stall]:
        lines = [line.strip() for line in self.cleaned_data["stalls"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("These are %(n)s lines. Please send at most %(most)s at a time.")
                % {"n": len(lines), "most": MOST_LINES}
            )
        found, wrong = [], []
        for number, line in enumerate(lines, start=1):
            try:
                found.append(_stall(line))
            except (BadCreditCode, ValueError) as error:
                said = local_words.said(error) if isinstance(error, BadCreditCode) else str(error)
                wrong.append(_("Line %(n)s: %(why)s") % {"n": number, "why": said})
        if wrong:
            raise ValidationError(wrong)
        return found


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def stalls(request: HttpRequest) -> HttpResponse:
    """The list, and the form by which an operator's manager adds to it."""
    enrolment = _operator(request)
    kept = request.POST if request.method == "POST" else guards.kept_post(request)
    form = StallsForm(kept) if enrolment is not None else None
    if request.method == "POST":
        if enrolment is None or form is None:
            raise Http404
        if form.is_valid():
            try:
                return _listed(request, enrolment, form)
            except DeskError as error:
                form.add_error("stalls", str(error))
    return _page(request, form)


@guards.business
@button_on("business-stalls")
def end(request: HttpRequest, stall_id: UUID) -> HttpResponse:
    """The operator answers for it no more, from this moment."""
    held, seen = get_object_or_404(_own(request), pk=stall_id), request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < len("1000000000")):
        raise Http404
    try:
        verbs.end(held, seen=int(seen), by=actor_of(request), at=clock.now())
    except DeskError as error:
        why = str(error) if not hasattr(error, "row") else _("Somebody else changed it meanwhile.")
        return _page(request, None, why=why)
    messages.success(request, _("You do not answer for it any more."))
    return HttpResponseRedirect(reverse("business-stalls"))


def _stall(line: str) -> Stall:
    name, _comma, code = line.replace("，", ",").replace("\t", ",").partition(",")
    name, code = name.strip(), code.strip()
    if not name:
        raise ValueError(_("the sign or number is missing"))
    if len(name) > LONGEST_NAME:
        raise ValueError(_("the name is too long"))
    return Stall(name, credit_code.check(code).text if code else "")


def _operator(request: HttpRequest) -> Enrolment | None:
    """The operator on the channel whose manager is reading, if any."""
    rows = own_enrolments(request).filter(stage="joined", as_kind__in=OPERATORS)
    actor, today = actor_of(request), clock.today()
    return next((row for row in rows[:20] if rights.manages(actor, row.business, on=today)), None)


def _own(request: HttpRequest) -> Any:
    """Those of operators at which the reader is a manager."""
    managed = rights.appointed_as(actor_of(request), on=clock.today()).filter(role="manager")
    return ListedStall.objects.filter(agent__in=managed.values("business_id"))


def _by_mandate(request: HttpRequest) -> list[Mandate]:
    """Those that gave a mandate of their own, without being listed here; in force today."""
    managed = rights.appointed_as(actor_of(request), on=clock.today()).filter(role="manager")
    today = clock.today()
    rows = Mandate.objects.filter(agent__in=managed.values("business_id"), from_on__lte=today)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gte=today), listed_as=None).select_related("principal")
    return list(rows.order_by("principal__name", "pk")[:MOST_MANDATES])


def _listed(request: HttpRequest, enrolment: Enrolment, form: StallsForm) -> HttpResponse:
    made = verbs.list_stalls(
        enrolment,
        form.cleaned_data["stalls"],
        region_code=form.cleaned_data["region_code"],
        by=actor_of(request),
        at=clock.now(),
    )
    told = ngettext(
        "%(n)s stall is listed. The association confirms it.",
        "%(n)s stalls are listed. The association confirms them.",
        len(made),
    )
    messages.success(request, told % {"n": len(made)})
    return HttpResponseRedirect(reverse("business-stalls"))


def _page(request: HttpRequest, form: StallsForm | None, *, why: str = "") -> HttpResponse:
    page = page_of(_own(request).order_by("-listed_at", "name", "pk"), request.GET.get("page"))
    if why:
        form = StallsForm() if _operator(request) else None
    context = {
        "page": page,
        "rows": page.rows,
        "mandates": _by_mandate(request),
        "form": form,
        "why": why,
        **frame(request),
    }
    return render(request, "businesses/joining/stalls.html", context, status=CONFLICT if why else 200)


NEW = "new"
MOST_ALIKE = 8
SHOWN: Options = {
    "waiting": (gettext_lazy("To be confirmed"), Q(stage="listed")),
    "confirmed": (gettext_lazy("Confirmed"), Q(stage="confirmed")),
    "ended": (gettext_lazy("Refused or ended"), Q(stage__in=("refused", "ended"))),
}


class StallForm(SeenForm):
    """Which entry it is, or why it is not confirmed."""

    entry = forms.ChoiceField(
        label=gettext_lazy("Which business is it?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Please choose one of these.")},
    )
    reason = Line(
        label=gettext_lazy("Why it is not confirmed"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only if you refuse. The operator reads this."),
    )

    def __init__(self, *args: Any, choices: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["entry"]
        field.choices = choices
        field.initial = choices[0][0]

    @property
    def refuses(self) -> bool:
        """Which of the two buttons was pressed."""
        return "refuse" in self.data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if self.refuses and not cleaned["reason"]:
            self.add_error("reason", _("Please say why it is not confirmed."))
        elif not self.refuses and not cleaned["entry"]:
            self.add_error("entry", _("Please choose which business it is."))
        return cleaned


def _next(row: ListedStall) -> Cell:
    if row.stage == "listed":
        return Cell(pgettext("stall", "Check"), reverse("desk-stall", args=[row.pk]), aloud=row.name)
    if row.stage == "confirmed":
        end = reverse("desk-stall-end", args=[row.pk])
        return Cell(_("End it"), end, aloud=row.name, press=True, seen=row.version)
    return Cell(row.stage_label, lines=[row.reason] if row.reason else [])


LIST = List[ListedStall](
    gettext_lazy("Stalls and shops"),
    rows=lambda request: (
        ListedStall.objects.of_body(actor_of(request))
        .select_related("agent")
        .order_by("-listed_at", "name", "pk")
    ),
    columns=(
        Column(gettext_lazy("Stall or shop"), lambda row: row.name, sort=("name",)),
        Column(gettext_lazy("{Business_code_short}"), lambda row: row.credit_code),
        Column(gettext_lazy("Answered by"), lambda row: row.agent.name, sort=("agent__name",)),
        Column(gettext_lazy("Listed"), lambda row: row.listed_at, sort=("listed_at",)),
        Column(pgettext_lazy("column", "Next"), _next),
    ),
    choices=(Choice("list", gettext_lazy("Lists"), SHOWN),),
    links=lambda _request: [(gettext_lazy("Fast channel"), reverse("desk-joining"))],
    empty=gettext_lazy("Nothing is on this list."),
    frame=city_frame,
    guard=officers,
)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def office_stall(request: HttpRequest, stall_id: UUID) -> HttpResponse:
    """One of them: confirm it as an entry of the register, or refuse it."""
    held = _held(request, stall_id)
    alike = _alike(held)
    question = replace(
        _question(held),
        template="businesses/desk/stall.html",
        closed="" if STALL.can("stall confirmed", held.stage) else how_it_stands(held),
        context={"stall": held, "place": place_name(held.region_code)},
    )
    return ask(
        request,
        question,
        form=partial(StallForm, seen=held.version, choices=_choices(held, alike)),
        act=lambda form: _act(request, held, form, alike),
        done=str,
        to=question.back,
    )


@officers
@require_POST
def office_end(request: HttpRequest, stall_id: UUID) -> HttpResponse:
    """The operator answers for it no more."""
    held = _held(request, stall_id)
    return press(
        request,
        _question(held),
        lambda seen: verbs.end(held, seen=seen, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The operator does not answer for it any more."),
    )


def _question(held: ListedStall) -> Question:
    return Question(
        current="",
        title=held.name,
        button=gettext_lazy("Confirm"),
        back=reverse("desk-stalls"),
        back_label=gettext_lazy("Stalls and shops"),
        frame=city_frame,
    )


def _act(request: HttpRequest, held: ListedStall, form: StallForm, alike: list[Business]) -> str:
    actor, at = actor_of(request), clock.now()
    if "refuse" in request.POST:
        verbs.refuse(held, reason=form.cleaned_data["reason"], seen=form.version_seen, by=actor, at=at)
        return _("It was not confirmed. The operator reads the reason.")
    chosen = next((row for row in alike if str(row.pk) == form.cleaned_data["entry"]), None)
    verbs.confirm(held, as_business=chosen, seen=form.version_seen, by=actor, at=at)
    return _("Confirmed: from today on the operator answers for it.")


def _held(request: HttpRequest, stall_id: UUID) -> ListedStall:
    rows = ListedStall.objects.of_body(actor_of(request)).select_related("agent", "business")
    held: ListedStall = get_object_or_404(rows, pk=stall_id)
    return held


def _alike(held: ListedStall) -> list[Business]:
    """Entries it may be: the one with its code alone, or those that are called alike in that place or anywhere."""
    rows = Business.objects.standing().exclude(pk=held.agent_id)
    if held.credit_code:
        known = Business.objects.filter(credit_code=held.credit_code).select_related("merged_into").first()
        return [known.merged_into or known] if known else []
    return list(
        rows.matching(held.name).prefetch_related("places").order_by("name", "pk").distinct()[:MOST_ALIKE]
    )


def _choices(held: ListedStall, alike: list[Business]) -> list[tuple[str, str]]:
    known = [
        (
            str(row.pk),
            " · ".join(filter(None, (row.name, row.credit_code, *(_where(p) for p in row.places.all()[:2])))),
        )
        for row in alike
    ]
    if held.credit_code and known:
        return known
    return (
        [*known, (NEW, _("None of these: write it down as a new business"))]
        if known
        else [(NEW, _("Write it down as a new business"))]
    )


def _where(place: Any) -> str:
    return " ".join(filter(None, (place_name(place.region_code), place.sign, place.address)))
