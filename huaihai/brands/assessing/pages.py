"""An assessor's own pages, the sheet as anybody reads it, and what assessing adds to an entry's pages."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.brands import moving, standing
from huaihai.brands.assessing import facts, points, seats, sheet, verbs
from huaihai.brands.assessing.facts import said
from huaihai.brands.assessing.sheet import Item, Sheet
from huaihai.brands.assessing.verbs import LONGEST, points_field, reason_field
from huaihai.brands.catalogue import pages as catalogue_pages
from huaihai.brands.evidence import scope
from huaihai.brands.evidence.facts import explain
from huaihai.brands.models import Assessment, AssessmentRound, AssessorSeat, Entry, StoryVersion
from huaihai.brands.models.assessing import GIVEN_UP, OWING
from huaihai.brands.models.catalogue import Shown
from huaihai.brands.office.forms import DeclarationForm
from huaihai.brands.pages import Section
from huaihai.desk import hearing
from huaihai.desk.asking import Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Words, name_what_is_needed
from huaihai.kit.paging import page_of
from huaihai.supervision.grading.numbers import exact

MENU_KEY = "brand-assessing"
OPENABLE = ("listed", "held")


class SheetForm(DeclarationForm):
    """All items of a sheet, in its order; before them, where it is to be declared, the conflict of interest. Who has
    one fills in nothing else."""

    def __init__(self, *args: Any, sheet: Sheet, must_declare: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sheet, self.must_declare = sheet, must_declare
        if not must_declare:
            del self.fields["has_conflict"], self.fields["what"]
        for item in sheet.items:
            name = said(item.name)
            choose = _("Please choose one of the steps: %(item)s") % {"item": name}
            self.fields[points_field(item.key)] = forms.ChoiceField(
                label=name,
                help_text=said(item.ask),
                choices=[(str(step.points), f"{step.points} · {said(step.words)}") for step in item.steps],
                widget=forms.RadioSelect,
                error_messages={"required": choose, "invalid_choice": choose},
            )
            self.fields[reason_field(item.key)] = Words(
                label=_("Why – %(item)s") % {"item": name},
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.declares_conflict:
            for item in self.sheet.items:
                for name in (points_field(item.key), reason_field(item.key)):
                    self.errors.pop(name, None)
        return cleaned

    @property
    def declares_conflict(self) -> bool:
        """Whether a conflict of interest is declared."""
        return self.cleaned_data.get("has_conflict") == "yes"

    def declared(self) -> dict[str, Any] | None:
        """What is declared; None where it was declared before."""
        return super().facts() if self.must_declare else None

    def facts(self) -> dict[str, Any]:
        """Points and reasons by item."""
        held = self.cleaned_data
        return {
            "points": {item.key: int(held[points_field(item.key)]) for item in self.sheet.items},
            "reasons": {item.key: held[reason_field(item.key)] for item in self.sheet.items},
        }


def about(seat: AssessorSeat) -> dict[str, Any]:
    """What an assessor reads about the entry: what it is, what it says of itself, what is known of its conduct; no
    nominations, no score, nobody's points (the public page shows some of these, so it is not linked)."""
    entry: Entry = seat.round.entry
    stories = StoryVersion.objects.filter(entry=entry, state=Shown.SHOWN)
    snapshot = scope.snapshot_of(entry)
    return {
        "entry": entry,
        "what": "" if entry.what in entry.name else entry.what,
        "where": catalogue_pages.where(entry),
        "story": stories.order_by("-number").first(),
        "pictures": catalogue_pages.pictures_of(entry),
        "told": explain(snapshot, entry, with_points=False) if snapshot is not None else None,
        "snapshot": snapshot,
        "due_on": hearing.last_days([seat]).get(seat.record_key),
    }


def given(item: Item, own: Assessment) -> tuple[str, int, str, str]:
    """Name, points, the step in words, the reason."""
    points: int = own.points[item.key]
    return facts.said(item.name), points, facts.said(item.step(points).words), own.reasons[item.key]


@require_safe
@readers
def own(request: HttpRequest) -> HttpResponse:
    """What I was drawn for, and whether I am ready to be drawn."""
    actor = actor_of(request)
    rows = AssessorSeat.objects.filter(account=actor.account_id).select_related("round__entry__body")
    page = page_of(rows.order_by("-drawn_at", "-pk"), request.GET.get("page"))
    days = hearing.last_days(page.rows)
    return show(
        request,
        "brands/assessing/own.html",
        current=MENU_KEY,
        page=page,
        rows=[(seat, days.get(seat.record_key), seat.state in OWING) for seat in page.rows],
        offer=seats.own_offer(actor),
        may_offer=seats.may_offer(actor),
        gives_title=standing.gives_title(clock.today()),
    )


@asking
@readers
def offer(request: HttpRequest) -> HttpResponse:
    """I am ready to be drawn."""
    return press(
        request,
        _own_question(),
        lambda _seen: seats.offer(by=actor_of(request), at=clock.now()),
        done=_("Thank you. You may be drawn from now on."),
        carries_version=False,
    )


@asking
@readers
def end_offer(request: HttpRequest) -> HttpResponse:
    """I am not any more."""
    return press(
        request,
        _own_question(),
        lambda _seen: seats.take_back(by=actor_of(request), at=clock.now()),
        done=_("You are not drawn any more."),
        carries_version=False,
    )


@asking
@readers
def assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The declaration and the sheet. Nobody but whoever was drawn can open it."""
    seat = _seat_or_404(request, pk)
    if seat.state == AssessorSeat.State.DONE and request.method != "POST":
        return _handed_in(request, seat)
    must_declare = seat.state == AssessorSeat.State.CALLED
    question = Question(
        current=MENU_KEY,
        title=_("Assess: %(name)s") % {"name": seat.round.entry.name},
        button=_("Hand in my points"),
        back=reverse("office-brand-assessments"),
        back_label=_("My assessments"),
        template="brands/assessing/assessment.html",
        closed=_closed(seat),
        context=about(seat) | {"must_declare": must_declare},
    )
    used = sheet.of_version(seat.round.sheet_version)
    return ask(
        request,
        question,
        form=partial(SheetForm, sheet=used, must_declare=must_declare),
        act=partial(_answered, request, seat),
        done=lambda made: _("Your points are in. Thank you.") if made else _("Your declaration is stored."),
        to=question.back,
    )


def _answered(request: HttpRequest, seat: AssessorSeat, form: SheetForm) -> Assessment | None:
    """What the person declared, and the points; of somebody with a conflict of interest no points."""
    by, at = actor_of(request), clock.now()
    with transaction.atomic():
        if (declared := form.declared()) is not None:
            moving.declare(seat.round.entry, **declared, by=by, at=at)
        return None if form.declares_conflict else verbs.hand_in(seat, **form.facts(), by=by, at=at)


@require_safe
@guards.public
def public_sheet(request: HttpRequest) -> HttpResponse:
    """The sheet, with every step in words, and how far those who filled it in agreed."""
    used = sheet.current()
    items = [
        {
            "name": facts.said(item.name),
            "ask": facts.said(item.ask),
            "axis": item.axis,
            "weight": item.weight,
            "steps": [(step.points, facts.said(step.words)) for step in item.steps],
        }
        for item in used.items
    ]
    criteria = standing.criteria_on(clock.today())
    asked = criteria.content.get("admission", {}) if criteria is not None else {}
    context = {
        "sheet": used,
        "items": items,
        "apart": exact(sheet.most_apart(used, asked)),
        "years": points.by_year(),
        "few": sheet.FEW,
    }
    return render(request, "brands/assessing/sheet.html", context)


def _handed_in(request: HttpRequest, seat: AssessorSeat) -> HttpResponse:
    """What I gave, to read again; points only where the programme has a title today."""
    gives_title = standing.gives_title(clock.today())
    used = sheet.of_version(seat.round.sheet_version)
    own = Assessment.objects.filter(seat=seat).first() if gives_title else None
    items = used.items if own is not None else ()
    return show(
        request,
        "brands/assessing/handed_in.html",
        current=MENU_KEY,
        seat=seat,
        gives_title=gives_title,
        own=own,
        items=[given(item, own) for item in items if own is not None],
        **about(seat),
    )


def _closed(seat: AssessorSeat) -> str:
    if seat.state == AssessorSeat.State.DONE:
        return _("Your points are in already; they cannot be changed.")
    if seat.state not in OWING or seat.round.closed_at is not None:
        return _("This assessment does not wait for you any more.")
    return ""


def _seat_or_404(request: HttpRequest, pk: UUID) -> AssessorSeat:
    rows = AssessorSeat.objects.filter(account=actor_of(request).account_id).select_related(
        "round__entry__body", "round__entry__business", "round__entry__place"
    )
    found: AssessorSeat | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _own_question() -> Question:
    return Question(
        current=MENU_KEY,
        title=gettext_lazy("My assessments"),
        button="",
        back=reverse("office-brand-assessments"),
        back_label=gettext_lazy("My assessments"),
    )


def office_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """For staff: where the newest round is, how it came out, what the next one waits for."""
    held, today = newest(entry), clock.today()
    gives_title = standing.gives_title(today)
    found: dict[str, Any] = {
        "round": held,
        "seats": _seats(held) if held is not None and held.closed_at is None else [],
        "found": facts.of_round(held) if held is not None and gives_title else None,
        "lacks": facts.lacks(held) if held is not None and gives_title else [],
        "why_not": verbs.why_not(entry, today) if entry.stage in OPENABLE else "",
        "opens": entry.stage in OPENABLE,
    }
    return Section("brands/assessing/office_section.html", found) if held or found["opens"] else None


def holder_section(_request: HttpRequest, entry: Entry) -> Section | None:
    """For the business: that it is assessed, what was missing, and what it waits for."""
    held, today = newest(entry), clock.today()
    if not standing.gives_title(today) or (held is None and entry.stage not in OPENABLE):
        return None
    return Section(
        "brands/assessing/holder_section.html",
        {
            "round": held,
            "found": facts.of_round(held) if held and (held.closed_at is not None or held.outcome) else None,
            "lacks": facts.lacks(held) if held else [],
            "why_not": verbs.why_not(entry, today) if entry.stage in OPENABLE else "",
        },
    )


def newest(entry: Entry) -> AssessmentRound | None:
    """The entry's newest round."""
    rows = AssessmentRound.objects.filter(entry=entry).select_related("criteria", "motion", "resolution")
    found: AssessmentRound | None = rows.order_by("-opened_at", "-pk").first()
    return found


def _seats(held: AssessmentRound) -> list[dict[str, Any]]:
    """Each seat that is taken, with its last day, and nothing that says whose it is."""
    rows: list[AssessorSeat] = [seat for seat in held.seats.all() if seat.state not in GIVEN_UP]
    days = hearing.last_days(rows)
    return [
        {"state": seat.get_state_display(), "due_on": days.get(seat.record_key), "is_third": seat.is_third}
        for seat in sorted(rows, key=lambda one: (one.is_third, str(one.pk)))
    ]
