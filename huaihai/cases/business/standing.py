"""How a case stands to somebody who answers for the business: which, whose turn, until when, what is theirs to see.

Another business may have been invited before, by mistake: its words and files stay between it and the bodies.
And what the consumer adds after taking the consent back does not go out any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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
from huaihai.cases import big_clock, life, own_days, turns
from huaihai.cases.big_clock import LATE
from huaihai.cases.case_facts import ShownClock
from huaihai.cases.models import Agreement, Case, Consent, Evidence, Offer, Promise
from huaihai.cases.situation import Situation, rows_for
from huaihai.cases.turns import Turn
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import Event


def since(case: Case, history: Iterable[Event] | None = None) -> int:
    """The number of the event that put this business in the place of one invited before it; 0 if there was none."""
    number, was_invited, placing = 0, False, ("invite", "correct_business")
    if history is None:
        history = events.history(case.record_key).filter(verb__in=placing)
    for event in (one for one in history if one.verb in placing):
        was_invited = was_invited or event.verb == "invite"
        if was_invited and event.facts.get("was", "") not in ("", str(case.business_id)):
            number = event.number
    return number


def offers(case: Case) -> "QuerySet[Offer]":
    """What this business and the consumer proposed to each other, oldest first: offers, counter-offers, and a
    standing offer that was taken."""
    if case.has_no("offers"):
        return case.offers.none()
    verbs = ("offer", "counter", "settle_at_once")
    return case.offers.filter(pk__in=[key for verb in verbs for key in _named(case, verb, "offer")])


def evidence(case: Case) -> "QuerySet[Evidence]":
    """What the consumer shares with the business, and what this business handed in."""
    if case.has_no("evidence"):
        return case.evidence.none()
    consumers = Q(party=life.CONSUMER)
    consents = case.consents.filter(purpose=Consent.Purpose.BUSINESS)
    if not consents.filter(withdrawn_at=None).exists():
        last = consents.order_by("withdrawn_at").last()
        consumers &= Q(added_at__lte=last.withdrawn_at) if last else Q(pk__in=[])
    own = Q(party=life.BUSINESS, sha256__in=_named(case, "add_evidence", "sha256"))
    return case.evidence.filter(consumers | own)


def _named(case: Case, verb: str, fact: str) -> list[str]:
    """What the events of this verb name, as far as they are this business's."""
    rows = events.history(case.record_key).filter(verb=verb, number__gt=since(case))
    return [str(event.facts[fact]) for event in rows if fact in event.facts]


YOURS, OPEN, ENDED = "yours", "open", "ended"
LISTS: dict[str, Words | str] = {YOURS: _("Your turn"), OPEN: _("All open"), ENDED: _("Ended")}
OUR_TURN = tuple(name for name, stage in life.STAGES.items() if stage.turn == life.BUSINESS)
WAITS = _("Waits for the consumer")
BY_THEN: dict[str, Words | str] = {  # who does what by then; serving the invitation is the body's own matter
    turns.FIRST_REPLY: _("Please give your first reply by then, as you agreed on the fast channel."),
    turns.SILENCE: _(
        "Please answer by then: with an offer, with a no, or that you look into it. No answer counts as a refusal."
    ),
    turns.OFFER: _(
        "We wait for the consumer, who can answer your offer until %(day)s. You need not do anything now."
    ),
    turns.SEND: _(
        "We wait for the consumer, who sends the goods back by %(day)s. You learn here when they are on their way."
    ),
    turns.COUNTER: _("Please answer what the consumer proposes by then. After that it lapses."),
    "negotiating": _("Until then you can make an offer or say no. After that the association decides."),
    "deciding": _("Until then the association decides whether to mediate. You need not do anything now."),
    "mediating": _("The association mediates until then at the latest."),
    "paused": _("The association looks again by then whether mediation can go on."),
    "fulfilling": _("Until then please do what was agreed."),
    turns.PART: "",  # said by the part itself
    LATE + "fulfilling": _("The agreed day has passed. Please do it now, and say so here."),
    turns.CLAIM: _("The consumer is asked to confirm what you did. You need not do anything now."),
    "breached": _("Please still do what was agreed, by then at the latest."),
}


def actor_of(request: HttpRequest) -> Actor:
    """Who answers for the business, without the cases that the same browser may have shown as a consumer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return Actor("business", actor.key, account_id=actor.account_id, business_ids=actor.business_ids)


def cases_of(actor: Actor) -> "QuerySet[Case]":
    """The cases that the businesses answered for were invited to; one's own turn first, ended ones last."""
    rank = When(
        Then(our_turn(clock.today()), then=Value(0)),
        Then(stage__in=life.OPEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Case.objects.visible_to(actor).with_parties().order_by(rank, "-stage_since", "pk")


def situation_of(request: HttpRequest, case_id: UUID) -> Situation:
    """The case, if this business was invited to it; otherwise 404."""
    actor = actor_of(request)
    seen = rows_for(request).visible_to(actor)
    return Situation(get_object_or_404(seen, pk=case_id), actor, clock.today())


def may_answer(situation: Situation) -> bool:
    """Whether this person may answer the case: managers, and those named to answer; others only look."""
    business = situation.case.business
    return business is not None and rights.may(situation.actor, business, rights.ANSWER, on=situation.today)


def was_theirs(request: HttpRequest, case_id: UUID) -> bool:
    """Whether the case was about this business until the business meant was corrected."""
    was = [str(business_id) for business_id in actor_of(request).business_ids]
    history = events.history(f"case:{case_id}").filter(verb="correct_business", facts__was__in=was)
    return history.exists()


WAITED_FOR = (turns.OFFER, turns.CLAIM, turns.SEND)


def stage_words(case: Case) -> Words | str:
    """Where the case stands, in words for the business."""
    return case.stage_info.business or life.STAGES["deciding"].business


def stage_shown(case: Case, turn: Turn) -> Words | str:
    """The same at the head of a page: an offer, or a claim that it is done, waits for the consumer."""
    return WAITS if turn.of == life.CONSUMER and turn.matter in WAITED_FOR else stage_words(case)


def our_turn(today: date) -> Q:
    """The cases in which the business has to do something now: what `turns` says, as a query."""
    offered = Offer.objects.filter(
        case=OuterRef("pk"), state=Offer.State.OPEN, by_party=Offer.Party.BUSINESS, valid_until_on__gte=today
    )
    watched = Promise.objects.watched().filter(case=OuterRef("pk"))
    to_do = watched.filter(Q(claimed_at=None) | Q(breached_at__isnull=False))
    goods = Agreement.objects.filter(
        case=OuterRef("pk"),
        offer__goods_back_by_on__isnull=False,
        goods_sent_at=None,
        perform_by_on__gte=today,
    )
    is_done = Q(Exists(watched) & ~Exists(to_do)) | Q(Exists(goods))
    waits = Q(Exists(offered), stage="negotiating") | Q(is_done, stage="fulfilling")
    return Q(stage__in=OUR_TURN) & ~waits


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    case: Case
    stage: Words | str
    is_our_turn: bool
    due_on: date | None
    is_late: bool
    is_stopped: bool


def rows_of(cases: list[Case], today: date) -> list[Row]:
    """The lines of one page, with their clocks in a few queries for all."""
    found = turns.of_many(cases, today=today)
    return [_row(case, found[case.pk], today) for case in cases]


def _row(case: Case, turn: Turn, today: date) -> Row:
    is_stopped = turn.clock is not None and turn.clock.is_paused
    due_on = turn.until if turn.matter in BY_THEN and not is_stopped else None
    return Row(
        case=case,
        stage=stage_shown(case, turn),
        is_our_turn=turn.of == life.BUSINESS,
        due_on=due_on,
        is_late=bool(due_on and due_on < today),
        is_stopped=is_stopped,
    )


def living_clock(situation: Situation) -> ShownClock | None:
    """The big clock: until when, and what it means for the business."""
    shown = big_clock.shown(situation.turn, situation.case, BY_THEN, today=situation.today)
    if situation.turn.of == life.CONSUMER:
        shown = big_clock.stopped(shown)
    court = _court(situation)
    return min((one for one in (shown, court) if one), key=lambda one: one.due_on, default=None)


def _court(situation: Situation) -> ShownClock | None:
    """The last day for the court to confirm the agreement, which takes both sides, once it is near."""
    found = own_days.pressing(situation.case, today=situation.today, agreement=situation.agreement)
    near = next((one for one in found if one.name == own_days.COURT), None)
    return big_clock.of_own_day(near, today=situation.today) if near else None
