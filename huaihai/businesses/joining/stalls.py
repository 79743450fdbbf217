"""The stalls and shops that a market, centre, scenic area or platform answers for: listing them, ending one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from huaihai.businesses import rights
from huaihai.businesses.actions import stalls as actions
from huaihai.businesses.actions.stalls import Stall
from huaihai.businesses.joining.forms import Plain, regions
from huaihai.businesses.joining.own import own_enrolments
from huaihai.businesses.models import OPERATORS, Enrolment, ListedStall, Mandate
from huaihai.businesses.own_pages import frame
from huaihai.businesses.pressing import button_on
from huaihai.businesses.views import actor_of
from huaihai.desk.lives import DeskError
from huaihai.kit import clock, guards, local_words
from huaihai.kit.form_fields import Words
from huaihai.kit.paging import page_of
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode

MOST_LINES = 200
MOST_MANDATES = 200  # on one page
LONGEST_NAME = 120
CONFLICT = 409


class StallsForm(Plain):
    """One stall a line: sign or number, then the credit code if it has one."""

    stalls = Words(
        label=gettext_lazy("Stalls and shops"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "One a line: what the sign says or the number of the stall; then, if there is one, a comma and the "
            "credit code. At most 200 lines at a time."
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
        actions.end(held, seen=int(seen), by=actor_of(request), at=clock.now())
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
    made = actions.list_stalls(
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
