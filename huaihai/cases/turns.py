"""Which clocks a case runs in each stage, whose turn it is, until when, and what is waited for.

Each clock has a limit in `law.limits`, or the number that the responsible body adopted for itself. Entering a
stage ends the clocks that the stage does not know, pauses those that wait in it, and starts those that count.

The day is the earliest that costs whoever has the turn something: an offer that lapses, an invitation that counts as
refused, a part of an agreement that is due.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huaihai.businesses.channel import facts as channel_facts
from huaihai.cases import life
from huaihai.cases.models import Case, Offer, Promise
from huaihai.desk.lives import NEW
from huaihai.kit.clock import local_day
from huaihai.law import limits
from huaihai.law.limits import Limit
from huaihai.members.clocks import limit_for, limits_for
from huaihai.record import clocks
from huaihai.record.models import Clock

LIMITS: dict[str, Limit] = {
    "forward": limits.FORWARD_TO_PLACE_OF_BUSINESS,
    "supplement": limits.SUPPLEMENT,
    "take": limits.TAKE_FORWARDED,
    "decide": limits.DECIDE_ON_ACCEPTANCE,
    "serve": limits.SERVE_INVITATION,
    "first_reply": limits.FIRST_REPLY,
    "silence": limits.SILENCE_IS_REFUSAL,
    "negotiate": limits.NEGOTIATE,
    "mediate": limits.MEDIATE,
    "check_back": limits.CHECK_BACK_ON_PAUSE,
    "fulfil": limits.CONFIRM_FULFILMENT,
    "remedy": limits.REMEDY_BREACH,
}
LIVING_CLOCK = {  # the clock that tells, to each audience, until when the present stage lasts
    "received": "forward",
    "supplementing": "supplement",
    "forwarded": "decide",
    "deciding": "decide",
    "clarifying": "supplement",
    "inviting": "serve",
    "negotiating": "negotiate",
    "mediating": "mediate",
    "paused": "check_back",
    "fulfilling": "fulfil",
    "breached": "remedy",
}


WITHOUT_CLOCKS = (NEW, "draft")  # nothing runs before it is sent


def enter(
    case: Case,
    stage: life.Stage,
    *,
    before: str,
    verb: str,
    at: datetime,
    due: dict[str, date],
) -> None:
    """Set the case's clocks right for the stage it enters.

    `due` fixes the last day of clocks that an agreement or an authority named. A forwarded case comes to another
    body, whose clocks start anew.
    """
    held = {} if before in WITHOUT_CLOCKS else clocks.running(case.record_key)
    over = [
        clock
        for name, clock in held.items()
        if name not in stage.running + stage.paused or (verb == "forward" and name in stage.running)
    ]
    clocks.end(over, at=at, by=verb)
    kept = {name: clock for name, clock in held.items() if clock not in over}
    for name, clock in kept.items():
        if name in stage.paused:
            clocks.pause(clock, at=at, reason=verb)
        else:
            clocks.resume(clock, at=at)
    if case.responsible is None:
        return
    owner = case.responsible.record_key
    if any(clock.owner != owner for clock in kept.values()):
        clocks.hand_over(case.record_key, owner=owner)
    names = [name for name in stage.running if name not in kept and _counts_here(case, name, at)]
    _start(case, names, owner=owner, at=at, due=due)


def _counts_here(case: Case, name: str, at: datetime) -> bool:
    """The hours for a first reply bind those alone who joined the fast channel; every other clock counts for all."""
    if name != "first_reply":
        return True
    return case.business is not None and channel_facts.is_joined(case.business, on=local_day(at))


def _start(case: Case, names: list[str], *, owner: str, at: datetime, due: dict[str, date]) -> None:
    if not names or case.responsible is None:
        return
    adopted = limits_for(case.responsible, [LIMITS[name] for name in names], local_day(at))
    starts = [clocks.Start(name, limit, due.get(name)) for name, limit in zip(names, adopted, strict=True)]
    clocks.start(subject=case.record_key, owner=owner, at=at, starts=starts)


def extend(case: Case, name: str, limit: Limit, *, at: datetime) -> Clock:
    """Extend one running clock of the case by a limit (or the body's own number for it). Raises ValueError."""
    clock = clocks.running(case.record_key)[name]
    if case.responsible:
        limit = limit_for(case.responsible, limit, local_day(at))
    clocks.extend(clock, by=limit)
    return clock


SETTLING = ("negotiate", "silence")  # whichever ends first ends the settling
# What is waited for, where the stage alone does not say it.
OFFER, COUNTER, FIRST_REPLY, SILENCE, CLAIM, PART, SEND = (
    "offer",
    "counter",
    "first_reply",
    "silence",
    "claim",
    "part",
    "send",
)


@dataclass(frozen=True)
class Turn:
    """`of` is consumer, business, body, or "" (nobody's); `matter` is one of the above, or the stage.

    The day comes from an offer or from a clock, or from both, whichever ends first.
    """

    of: str
    matter: str
    until: date | None = None
    offer: Offer | None = None
    clock: Clock | None = None
    began_at: datetime | None = None  # where that is neither the offer's nor the clock's beginning

    @property
    def key(self) -> str:
        """Names what ends then: another offer or another clock is another matter."""
        if self.offer is not None:
            return f"{SEND if self.matter == SEND else OFFER}:{self.offer.pk}"
        name = CLAIM if self.matter == CLAIM else "clock"
        return f"{name}:{self.clock.pk}" if self.clock else ""

    @property
    def since(self) -> date | None:
        """The day on which that was made or began."""
        began = self.began_at or (
            self.offer.made_at if self.offer else self.clock.started_at if self.clock else None
        )
        return local_day(began) if began else None


def of(case: Case, *, today: date) -> Turn:
    """Whose turn it is in one case."""
    return of_many([case], today=today)[case.pk]


def of_read(case: Case, running: Mapping[str, Clock], *, today: date) -> Turn:
    """The same on a page that has read the offers and promises of the case, and its clocks that have not ended."""
    offers = case.offers.all() if case.stage == "negotiating" else ()
    offer = next((held for held in offers if held.state == Offer.State.OPEN), None)
    parts = list(case.promises.all()) if case.stage == "fulfilling" else []
    return _turn(case.stage_info, running, offer, parts, today=today)


def of_many(cases: Collection[Case], *, today: date) -> dict[UUID, Turn]:
    """The same for many, in four queries at most: offers and promises count in their stages alone."""
    running: dict[str, dict[str, Clock]] = defaultdict(dict)
    rows = Clock.objects.running().filter(subject__in=[case.record_key for case in cases])
    for row in rows.prefetch_related("pauses"):
        running[row.subject][row.name] = row
    settling = [case for case in cases if case.stage == "negotiating" and not case.has_no("offers")]
    opened = Offer.objects.filter(case__in=settling, state=Offer.State.OPEN) if settling else ()
    offers = {held.case_id: held for held in opened}
    parts = _parts([case for case in cases if case.stage == "fulfilling"])
    return {
        case.pk: _turn(
            case.stage_info, running[case.record_key], offers.get(case.pk), parts[case.pk], today=today
        )
        for case in cases
    }


def _parts(cases: Collection[Case]) -> dict[UUID, list[Promise]]:
    """What is to be done in these cases."""
    parts: dict[UUID, list[Promise]] = defaultdict(list)
    if cases:
        promised = Promise.objects.filter(case__in=cases).select_related("agreement__offer")
        for promise in promised.defer("proof", "agreement__terms", "agreement__offer__text"):
            parts[promise.case_id].append(promise)
    return parts


def _turn(
    stage: life.Stage,
    running: Mapping[str, Clock],
    offer: Offer | None,
    parts: Sequence[Promise],
    *,
    today: date,
) -> Turn:
    living = running.get(LIVING_CLOCK.get(stage.name, ""))
    if stage.name == "negotiating":
        return _of_settling(running, offer, today)
    if stage.name == "fulfilling":
        return _of_fulfilment(living, parts, today)
    return Turn(stage.turn, stage.name, living.due_on if living else None, clock=living)


def state_of(offer: Offer, *, today: date) -> Offer.State:
    """How an offer stands: after its last day it has lapsed for everybody, though the settling goes on."""
    is_over = offer.state == Offer.State.OPEN and offer.valid_until_on < today
    return Offer.State.LAPSED if is_over else Offer.State(offer.state)


def settling_until(case: Case) -> date | None:
    """The last day on which the business can settle, or answer at all."""
    running = clocks.running(case.record_key)
    return min((running[name].due_on for name in SETTLING if name in running), default=None)


def _of_settling(running: Mapping[str, Clock], offer: Offer | None, today: date) -> Turn:
    """Whoever was made an offer answers it while it stands and there is time; else the business has its time."""
    ends = [running[name] for name in SETTLING if name in running]
    last = min(ends, key=lambda row: row.due_on, default=None)
    if offer is not None and state_of(offer, today=today) == Offer.State.OPEN:
        of, matter = (life.BUSINESS, COUNTER) if offer.is_counter else (life.CONSUMER, OFFER)
        until = min(offer.valid_until_on, last.due_on) if last else offer.valid_until_on
        return Turn(of, matter, max(until, today), offer=offer)
    first = running.get("first_reply")
    if first is not None and first.due_on >= today:
        return Turn(life.BUSINESS, FIRST_REPLY, first.due_on, clock=first)
    matter = SILENCE if "silence" in running else "negotiating"
    return Turn(life.BUSINESS, matter, last.due_on if last else None, clock=last)


def _of_fulfilment(living: Clock | None, parts: Sequence[Promise], today: date) -> Turn:
    """The consumer sends the goods back, where they go back, and the business does the next part; once all that is
    left is said to be done, the consumer has the word."""
    last = living.due_on if living else None
    waiting = [held for held in parts if held.confirmed_at is None and held.left_at is None]
    if waiting and all(held.state == Promise.State.CLAIMED for held in waiting):
        claimed_at = max(held.claimed_at for held in waiting if held.claimed_at)
        return Turn(life.CONSUMER, CLAIM, last, clock=living, began_at=claimed_at)
    agreement = parts[0].agreement if parts else None
    if agreement is not None and agreement.awaits_goods(today) and agreement.offer is not None:
        until = agreement.offer.goods_back_by_on
        return Turn(life.CONSUMER, SEND, until, offer=agreement.offer, began_at=agreement.reached_at)
    following = next_part(parts)
    if following is not None:
        return Turn(life.BUSINESS, PART, following.due_on, clock=living)
    return Turn(life.BUSINESS, "fulfilling", last, clock=living)


def next_part(parts: Sequence[Promise]) -> Promise | None:
    """The earliest of several parts of which nobody has said anything yet; None where there are not several."""
    if len(parts) <= 1:
        return None
    return next((held for held in parts if held.state == Promise.State.OPEN), None)
