"""How a case stands to somebody who answers for the business: which cases, whose turn, until when."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Case as When
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models import When as Then
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from huaihai.businesses import rights
from huaihai.cases import lifecycle, timing
from huaihai.cases.models import Case, Offer, Promise
from huaihai.cases.pages import clock_words, fulfil_clock
from huaihai.cases.pages.clock_words import ShownClock
from huaihai.cases.pages.situation import Situation
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.record import clocks, events
from huaihai.record.models import Clock

YOURS, OPEN, ENDED = "yours", "open", "ended"
LISTS: dict[str, Words | str] = {YOURS: _("Your turn"), OPEN: _("All open"), ENDED: _("Ended")}
OUR_TURN = tuple(name for name, stage in lifecycle.STAGES.items() if stage.turn == lifecycle.BUSINESS)
WAITS = _("Waits for the consumer")
CLOCK_TEXTS: dict[str, Words | str] = {
    "negotiate": _("Until then you can make an offer or say no. After that the association decides."),
    "decide": _("Until then the association decides whether to mediate. You need not do anything now."),
    "mediate": _("The association mediates until then at the latest."),
    "check_back": _("The association looks again by then whether mediation can go on."),
    "fulfil": _("Until then please do what was agreed."),
    "remedy": _("Please still do what was agreed, by then at the latest."),
}
_NAMES = tuple(dict.fromkeys(name for name in timing.LIVING_CLOCK.values() if name in CLOCK_TEXTS))


def actor_of(request: HttpRequest) -> Actor:
    """Who answers for the business, without the cases that the same browser may have shown as a consumer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return Actor("business", actor.key, account_id=actor.account_id, business_ids=actor.business_ids)


def cases_of(actor: Actor) -> "QuerySet[Case]":
    """The cases that the businesses answered for were invited to; one's own turn first, ended ones last."""
    rank = When(
        Then(stage__in=OUR_TURN, then=Value(0)),
        Then(stage__in=lifecycle.OPEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Case.objects.visible_to(actor).with_parties().order_by(rank, "-stage_since", "pk")


def situation_of(request: HttpRequest, case_id: UUID) -> Situation:
    """The case, if this business was invited to it; otherwise 404."""
    actor = actor_of(request)
    return Situation(get_object_or_404(cases_of(actor), pk=case_id), actor, clock.today())


def may_answer(situation: Situation) -> bool:
    """Whether this person may answer the case: managers, and those named to answer; others only look."""
    business = situation.case.business
    return business is not None and rights.may(situation.actor, business, rights.ANSWER, on=situation.today)


def was_theirs(request: HttpRequest, case_id: UUID) -> bool:
    """Whether the case was about this business until the business meant was corrected."""
    was = [str(business_id) for business_id in actor_of(request).business_ids]
    history = events.history(f"case:{case_id}").filter(verb="correct_business", facts__was__in=was)
    return history.exists()


def stage_words(case: Case) -> Words | str:
    """Where the case stands, in words for the business."""
    return case.stage_info.business or lifecycle.STAGES["deciding"].business


def stage_shown(case: Case, today: date) -> Words | str:
    """The same at the head of a page: an offer that stands waits for the consumer."""
    waits = case.stage in OUR_TURN and _waiting(today).filter(case=case).exists()
    return WAITS if waits else stage_words(case)


def our_turn(today: date) -> Q:
    """The cases in which the business has to do something now."""
    return Q(stage__in=OUR_TURN) & ~Q(Exists(_waiting(today).filter(case=OuterRef("pk"))))


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    case: Case
    stage: Words | str
    is_our_turn: bool
    waits: bool  # an offer of the business stands, and the consumer answers next
    due_on: date | None
    is_late: bool
    is_stopped: bool


def rows_of(cases: list[Case], today: date) -> list[Row]:
    """The lines of one page, with their clocks in one query."""
    keys = [case.record_key for case in cases]
    held = {(row.subject, row.name): row for row in Clock.objects.running().filter(subject__in=keys)}
    waiting = set(_waiting(today).filter(case__in=cases).values_list("case", flat=True))
    parts = _parts(cases)
    return [
        _row(case, held.get((case.record_key, _living(case))), today, case.pk in waiting, parts[case.pk])
        for case in cases
    ]


def _waiting(today: date) -> "QuerySet[Offer]":
    """The offers of businesses that their consumers have still to answer."""
    return Offer.objects.filter(
        state=Offer.State.OPEN, by_party=Offer.Party.BUSINESS, valid_until_on__gte=today
    )


def _parts(cases: list[Case]) -> dict[UUID, list[Promise]]:
    found: dict[UUID, list[Promise]] = {case.pk: [] for case in cases}
    for held in Promise.objects.filter(case__in=cases, case__stage="fulfilling").defer("proof"):
        found[held.case_id].append(held)
    return found


def _row(case: Case, running: Clock | None, today: date, waits: bool, parts: list[Promise]) -> Row:
    is_stopped = running is not None and running.is_paused
    due_on = running.due_on if running and not is_stopped else None
    following = fulfil_clock.next_of(parts)
    due_on = following.due_on if following is not None else due_on
    waits = waits and case.stage in OUR_TURN
    return Row(
        case=case,
        stage=WAITS if waits else stage_words(case),
        is_our_turn=case.stage in OUR_TURN,
        waits=waits,
        due_on=due_on,
        is_late=bool(due_on and due_on < today),
        is_stopped=is_stopped,
    )


def living_clock(case: Case, today: date) -> ShownClock | None:
    """The clock of the present stage, with what it means for the business."""
    name = _living(case)
    row = (
        Clock.objects.running().filter(subject=case.record_key, name=name).prefetch_related("pauses").first()
    )
    if row is None:
        return None
    shown = clock_words.shown(row, today, clocks.calendar())
    return fulfil_clock.fitted(replace(shown, text=str(CLOCK_TEXTS[name])), case, today=today)


def _living(case: Case) -> str:
    """The name of the clock that matters to the business; the body's own service clock does not."""
    name = timing.LIVING_CLOCK.get(case.stage, "")
    return name if name in _NAMES else ""
