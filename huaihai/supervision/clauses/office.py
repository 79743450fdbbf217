"""What staff see and do: the clauses that cities found, one of them with its verbs, a new one, its sweep."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Business
from huaihai.desk import asking as desk_asking
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lists import Choice, List, Options, Search, button
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk, Link
from huaihai.governance import membership
from huaihai.kit import clock, country, local_words
from huaihai.kit.form_fields import Day, Line, PlainForm, Words
from huaihai.kit.local_words import in_script
from huaihai.law.clauses.register import held
from huaihai.supervision import powers
from huaihai.supervision.clauses import checklists, hearing, verbs
from huaihai.supervision.clauses.life import CLAUSE_FINDING
from huaihai.supervision.facts import MENU_KEY
from huaihai.supervision.forms import CopyForm
from huaihai.supervision.models import ClauseFinding, Project

TONES = {"noted": "warn", "confirmed": "ok", "ended": "calm", "changed": "calm", "withdrawn": "late"}
SHOWN: Options = {
    "": (pgettext_lazy("clauses", "In use"), Q(stage__in=["noted", "confirmed"])),
    "noted": (pgettext_lazy("clauses", "Waiting for a second person"), Q(stage="noted")),
    "ended": (pgettext_lazy("clauses", "Ended or withdrawn"), Q(stage__in=["ended", "changed", "withdrawn"])),
}
A_WEEK = timedelta(days=6)


class NoteForm(PlainForm):
    """A clause as it stands in somebody's contract."""

    clause = forms.ChoiceField(
        label=gettext_lazy("Which clause of the register is it?"),
        help_text=gettext_lazy("Or say below in a few words what it does."),
        required=False,
    )
    title = Line(
        label=gettext_lazy("If none fits: what does it do, in a few words?"), max_length=60, required=False
    )
    wording = Words(
        label=gettext_lazy("How is it written there?"),
        help_text=gettext_lazy("The public reads it: no names and no numbers of customers."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    shop = Line(
        label=country.gettext_lazy("{business_code_short} or whole name of the business"),
        help_text=gettext_lazy("Leave it empty if the clause stands in many contracts."),
        required=False,
    )
    evidence = Line(
        label=gettext_lazy("What shows it, and where is it kept?"),
        help_text=gettext_lazy("For instance: photograph of the contract, file of 5 November."),
        max_length=200,
    )
    since = Day(label=gettext_lazy("Since when is it used?"), earliest=-4000, latest=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = [(code, local_words.said(one)) for code, one in held().clauses.items()]
        for name in ("clause", "title"):
            self.fields[name].is_needed = True  # type: ignore[attr-defined]  # one of the two
        self.fields["clause"].choices = [("", _("None of them")), *rows]  # type: ignore[attr-defined]

    def clean_shop(self) -> Business | None:
        """The one business that is meant."""
        typed = self.cleaned_data["shop"]
        if not typed:
            return None
        found = Business.objects.with_code(typed.upper())
        if found is None:
            rows = Business.objects.standing().matching(typed)
            exact = list(rows.filter(name=typed)[:2]) or list(rows[:2])
            found = exact[0] if len(exact) == 1 else None
        if found is None:
            raise forms.ValidationError(
                country.gettext(
                    "No business, or more than one, is called so. Please give its {business_code_short}."
                )
            )
        return found

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return {"business": facts.pop("shop"), **facts}


def _hinders(row: ClauseFinding, verb: str) -> tuple[str, ...]:
    why = hearing.waits_for(row, on=clock.today()) if verb == "confirm" else ""
    return (why,) if why else ()


def finding_or_404(request: HttpRequest, pk: UUID) -> ClauseFinding:
    """The finding, if the reader may see it. Raises Http404."""
    rows = ClauseFinding.objects.visible_to(actor_of(request)).select_related("body", "business", "sweep")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


FINDINGS = Desk[ClauseFinding](
    "office-clause",
    verbs=(
        verbs.ask,
        verbs.change,
        verbs.confirm,
        verbs.answer,
        Link(
            "sweep",
            "office-clause-sweep",
            gettext_lazy("Open a sweep for it"),
            when=lambda row: row.sweep_id is None,
            may=lambda actor, row: verbs.may_sweep(actor, row, at=clock.now()),
        ),
        verbs.end,
        verbs.withdraw,
    ),
    find=finding_or_404,
    hinders=_hinders,
    life=CLAUSE_FINDING,
    home=lambda row: row.office_url,
    called=lambda row: row.called,
    thing="finding",
    current=MENU_KEY,
)


@require_safe
@readers
def finding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One clause that a city found, and what can be done with it."""
    found, actor = finding_or_404(request, pk), actor_of(request)
    return desk_asking.show(
        request,
        "supervision/clauses/finding.html",
        current=MENU_KEY,
        finding=found,
        tone=TONES[found.stage],
        steps=FINDINGS.offered(actor, found),
        is_own=found.noted_by == actor.key,
        reach=hearing.reach(found.business, on=clock.today()) if found.stage == "noted" else None,
        waits=hearing.waits_for(found, on=clock.today()) if found.stage == "noted" else "",
    )


@asking
@readers
def new(request: HttpRequest) -> HttpResponse:
    """A clause is noted; from the page of a checked contract it comes with its words."""
    actor = actor_of(request)
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Note a clause that was found"),
        button=gettext_lazy("Note it"),
        back=reverse("office-clauses"),
        back_label=gettext_lazy("Unfair clauses"),
        lead=gettext_lazy("A second person of your city confirms it; then it is public."),
        is_shown=verbs.city_of(actor) is not None,
    )
    if request.method == "POST" and "brought" in request.POST:
        brought = {name: request.POST.get(name, "")[:400] for name in ("clause", "wording")}
        if not question.is_shown:
            raise Http404
        form = NoteForm(initial=brought)
        return desk_asking.show(request, question.template, current=MENU_KEY, question=question, form=form)
    return ask(
        request,
        question,
        form=NoteForm,
        act=lambda form: verbs.note(**form.facts(), by=actor, at=clock.now()),
        done=gettext_lazy("It is noted. Now a second person confirms it."),
        to=lambda made: made.office_url,
    )


@asking
@readers
def sweep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cities look for it in one week: the checklist is written already."""
    found, actor = finding_or_404(request, pk), actor_of(request)
    members = membership.members_on(clock.today())
    starts_on = clock.today() + timedelta(days=7 - clock.today().weekday())
    initial = {
        "title": _("Contracts checked: %(clause)s") % {"clause": in_script(found.called)},
        "cities": checklists.cities(found, [body.region_code for body in members]),
        "starts_on": starts_on,
        "ends_on": starts_on + A_WEEK,
    }
    return ask(
        request,
        FINDINGS.question(
            actor,
            found,
            "sweep",
            gettext_lazy("Open a sweep for it"),
            lead=gettext_lazy(
                "Each city checks its shops in one week. A talk, a promise and a second look follow."
            ),
            is_shown=verbs.may_sweep(actor, found, at=clock.now()),
            closed=_("A sweep for it is open already.") if found.sweep_id else "",
        ),
        form=partial(
            CopyForm,
            of_kind=Project.Kind.SWEEP,
            initial=initial,
            leads=powers.may_lead_for(actor, on=clock.today()),
            members=members,
        ),
        act=lambda form: verbs.open_sweep(found, **form.facts(), by=actor, at=clock.now()),
        done=gettext_lazy("The sweep is open, with its checklist. Register its plan next."),
        to=lambda made: made.office_url,
    )


LIST = List[ClauseFinding](
    gettext_lazy("Unfair clauses"),
    current=MENU_KEY,
    rows=lambda request: ClauseFinding.objects.visible_to(actor_of(request)).select_related(
        "body", "business"
    ),
    columns=(
        Column(gettext_lazy("Clause"), lambda row: Cell(in_script(row.called), row.office_url)),
        Column(gettext_lazy("Business"), lambda row: row.business.name if row.business else ""),
        Column(gettext_lazy("City"), lambda row: in_script(row.body.short_name), sort=("body__position",)),
        Column(pgettext_lazy("clause", "Used since"), lambda row: row.since, sort=("since",)),
        Column(gettext_lazy("State"), lambda row: Tag(row.stage_label, TONES[row.stage])),
    ),
    choices=(Choice("show", gettext_lazy("Which clauses"), SHOWN),),
    search=Search(
        lambda rows, words: rows.filter(business__in=Business.objects.matching(words).values("pk")),
        gettext_lazy("Business"),
    ),
    buttons=button(
        "office-clause-new",
        gettext_lazy("Note a clause that was found"),
        lambda request: verbs.city_of(actor_of(request)) is not None,
    ),
    links=lambda _request: [
        (gettext_lazy("Check a contract"), reverse("clauses-check")),
        (gettext_lazy("The register"), reverse("clauses")),
    ],
    back=lambda _request: (gettext_lazy("Projects of supervision"), reverse("office-projects")),
    empty=gettext_lazy("No clause has been noted here. Check a contract, or note one."),
)
