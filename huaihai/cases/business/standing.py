"""How a case stands to somebody who answers for the business: which, whose turn, until when, what is theirs to see.

Another business may have been invited before, by mistake: its words and files stay between it and the bodies.
And what the consumer adds after taking the consent back does not go out any more.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as When
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models import When as Then
from django.http import Http404, HttpRequest
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from huaihai.businesses import rights
from huaihai.cases import big_clock, life, own_days, page_rows, turns
from huaihai.cases.big_clock import LATE
from huaihai.cases.case_facts import ShownClock
from huaihai.cases.models import Agreement, Case, Consent, Evidence, Offer, Promise
from huaihai.cases.models.case import of_businesses
from huaihai.cases.situation import Situation, seen_case
from huaihai.cases.turns import Turn
from huaihai.kit import clock
from huaihai.kit.compiled import Compiled
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


def offers(case: Case, history: Sequence[Event] | None = None) -> list[Offer]:
    """What this business and the consumer proposed to each other, oldest first: offers, counter-offers, and a
    standing offer that was taken. The page may have read the `history`."""
    held = list(case.offers.all())
    named = _named(case, ("offer", "counter", "settle_at_once"), "offer", history) if held else frozenset()
    return [one for one in held if str(one.pk) in named]


def evidence(case: Case, history: Sequence[Event] | None = None) -> list[Evidence]:
    """What the consumer shares with the business, and what this business handed in."""
    held = list(case.evidence.all())
    if not held:
        return []
    until = _shared_until(case)
    own = _named(case, ("add_evidence",), "sha256", history)
    return [
        one
        for one in held
        if (one.party == life.CONSUMER and until is not None and one.added_at <= until)
        or (one.party == life.BUSINESS and one.sha256 in own)
    ]


def file_of(case: Case, evidence_id: UUID) -> Evidence:
    """One of these files. Raises Http404."""
    found = next((one for one in evidence(case) if one.pk == evidence_id), None)
    if found is None:
        raise Http404
    return found


def _shared_until(case: Case) -> datetime | None:
    """The moment until which the consumer's files go to the business; None if they never did."""
    consents = [one for one in page_rows.consents_of(case) if one.purpose == Consent.Purpose.BUSINESS]
    if any(one.withdrawn_at is None for one in consents):
        return datetime.max.replace(tzinfo=UTC)
    return max((one.withdrawn_at for one in consents if one.withdrawn_at), default=None)


def _named(case: Case, verbs: Collection[str], fact: str, history: Sequence[Event] | None) -> frozenset[str]:
    """What the events of these verbs name, as far as they are this business's."""
    told = events.all_of(case.record_key) if history is None else history
    after = since(case, told)
    return frozenset(
        str(event.facts[fact])
        for event in told
        if event.verb in verbs and event.number > after and fact in event.facts
    )


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
    return Actor(
        "business", actor.key, account_id=actor.account_id, roles=actor.roles, business_ids=actor.business_ids
    )


def cases_of(actor: Actor) -> "QuerySet[Case]":
    """The cases that the businesses answered for were invited to; one's own turn first, ended ones last."""
    rank = When(
        Then(our_turn(clock.today()), then=Value(0)),
        Then(stage__in=life.OPEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Case.objects.visible_to(actor).with_parties().order_by(rank, "-stage_since", "pk")


def situation_of(request: HttpRequest, case_id: UUID, *parts: str) -> Situation:
    """The case, if this business was invited to it, with these parts read; otherwise 404."""
    actor = actor_of(request)
    return Situation(seen_case(request, actor, case_id, *parts), actor, clock.today())


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
    elsewhere = _("Goes on elsewhere") if case.is_final else life.STAGES["deciding"].business
    return case.stage_info.business or elsewhere


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


def counts_of(actor: Actor, today: date) -> dict[str, int]:
    """In how many cases it is the turn of the businesses answered for, and how many are open, in one query."""
    found = _counts.numbers(businesses=list(actor.business_ids), today=today)
    return dict(zip((YOURS, OPEN), found[0] if found else (0, 0), strict=True))


def _counted(businesses: Collection[UUID], today: date) -> "QuerySet[Case, Any]":
    rows = Case.objects.filter(of_businesses(businesses)).annotate(one=Value(1)).values("one")
    counted = rows.annotate(
        yours=Count("pk", filter=our_turn(today)), open=Count("pk", filter=Q(stage__in=life.OPEN))
    )
    return counted.values_list(YOURS, OPEN)


_counts: Compiled[Case] = Compiled(
    _counted,
    businesses=Case._meta.get_field("business"),
    today=Offer._meta.get_field("valid_until_on"),
)


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
    held = situation.standing() if situation.agreement else None
    found = own_days.pressing(
        situation.case,
        today=situation.today,
        agreement=situation.agreement,
        court_is_asked=held is not None and held.is_asked,
    )
    near = next((one for one in found if one.name == own_days.COURT), None)
    return big_clock.of_own_day(near, today=situation.today) if near else None
