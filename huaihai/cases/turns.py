"""Whose turn it is in a case, until when, and what is waited for: the one answer behind every big clock, list and
reminder, for each audience.

The day is the earliest that costs whoever has the turn something: an offer that lapses, an invitation that counts as
refused, a part of an agreement that is due.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huaihai.cases import lifecycle
from huaihai.cases.models import Case, Offer, Promise
from huaihai.cases.timing import LIVING_CLOCK
from huaihai.kit import clock
from huaihai.record.models import Clock

# What is waited for, where the stage alone does not say it.
OFFER, COUNTER, FIRST_REPLY, SILENCE, CLAIM, PART = (
    "offer",
    "counter",
    "first_reply",
    "silence",
    "claim",
    "part",
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

    @property
    def key(self) -> str:
        """Names what ends then: another offer or another clock is another matter."""
        return f"offer:{self.offer.pk}" if self.offer else f"clock:{self.clock.pk}" if self.clock else ""

    @property
    def since(self) -> date | None:
        """The day on which that was made or began."""
        began = self.offer.made_at if self.offer else self.clock.started_at if self.clock else None
        return clock.local_day(began) if began else None


def of(case: Case, *, today: date) -> Turn:
    """Whose turn it is in one case."""
    return of_many([case], today=today)[case.pk]


def of_many(cases: Collection[Case], *, today: date) -> dict[UUID, Turn]:
    """The same for many, in four queries."""
    running: dict[str, dict[str, Clock]] = defaultdict(dict)
    rows = Clock.objects.running().filter(subject__in=[case.record_key for case in cases])
    for row in rows.prefetch_related("pauses"):
        running[row.subject][row.name] = row
    offers = {held.case_id: held for held in Offer.objects.filter(case__in=cases, state=Offer.State.OPEN)}
    parts: dict[UUID, list[Promise]] = defaultdict(list)
    for promise in Promise.objects.filter(case__in=cases, case__stage="fulfilling").defer("proof"):
        parts[promise.case_id].append(promise)
    return {
        case.pk: _turn(
            case.stage_info, running[case.record_key], offers.get(case.pk), parts[case.pk], today=today
        )
        for case in cases
    }


def _turn(
    stage: lifecycle.Stage,
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
        return _of_fulfilment(living, parts)
    return Turn(stage.turn, stage.name, living.due_on if living else None, clock=living)


def _of_settling(running: Mapping[str, Clock], offer: Offer | None, today: date) -> Turn:
    """Whoever was made an offer answers it while it stands and there is time; else the business has its time."""
    ends = [running[name] for name in ("negotiate", "silence") if name in running]
    last = min(ends, key=lambda row: row.due_on, default=None)
    if offer is not None and offer.valid_until_on >= today:
        of, matter = (lifecycle.BUSINESS, COUNTER) if offer.is_counter else (lifecycle.CONSUMER, OFFER)
        until = min(offer.valid_until_on, last.due_on) if last else offer.valid_until_on
        return Turn(of, matter, max(until, today), offer=offer)
    first = running.get("first_reply")
    if first is not None and first.due_on >= today:
        return Turn(lifecycle.BUSINESS, FIRST_REPLY, first.due_on, clock=first)
    matter = SILENCE if "silence" in running else "negotiating"
    return Turn(lifecycle.BUSINESS, matter, last.due_on if last else None, clock=last)


def _of_fulfilment(living: Clock | None, parts: Sequence[Promise]) -> Turn:
    """The business does the next part; once all that is left is said to be done, the consumer has the word."""
    last = living.due_on if living else None
    waiting = [held.state for held in parts if held.confirmed_at is None and held.left_at is None]
    if waiting and all(state == Promise.State.CLAIMED for state in waiting):
        return Turn(lifecycle.CONSUMER, CLAIM, last, clock=living)
    following = next_part(parts)
    if following is not None:
        return Turn(lifecycle.BUSINESS, PART, following.due_on, clock=living)
    return Turn(lifecycle.BUSINESS, "fulfilling", last, clock=living)


def next_part(parts: Sequence[Promise]) -> Promise | None:
    """The earliest of several parts of which nobody has said anything yet; None where there are not several."""
    if len(parts) <= 1:
        return None
    return next((held for held in parts if held.state == Promise.State.OPEN), None)
