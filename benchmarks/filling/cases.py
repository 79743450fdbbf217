"""Complaints: open ones on two desks, and ended ones that were forwarded in quarters long over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.copies import keep, like
from benchmarks.sizes import Size
from huaihai.cases.models import Case, Complainant, Forwarding
from huaihai.cases.verbs import routing
from huaihai.cases.verbs.intake import Receipt
from huaihai.members.models import Organisation
from huaihai.record.models import Clock, Event
from tests import cast

DAY = timedelta(days=1)
BATCH = 500
QUARTERS_BACK = 12  # the past is spread over three years
TAKEN_AFTER, DECIDED_AFTER = 2 * DAY, 6 * DAY
IN_THIS_QUARTER = 45  # days back at most


@dataclass(frozen=True)
class Whole:
    """One case with everything that hangs on it."""

    case: Case
    complainant: Complainant
    clocks: list[Clock]
    events: list[Event]
    forwarding: Forwarding | None

    @classmethod
    def of(cls, case: Case) -> "Whole":
        key = case.record_key
        return cls(
            Case.objects.get(pk=case.pk),
            Complainant.objects.get(case=case),
            list(Clock.objects.filter(subject=key).order_by("pk")),
            list(Event.objects.filter(subject=key)),
            Forwarding.objects.filter(case=case).first(),
        )


def fill(size: Size, people: cast.Cast, busy: Organisation, at: datetime) -> Receipt:
    """All complaints of a world; returns the receipt of one open case at the first desk."""
    sent = cast.filed(at - 3 * DAY)
    opened = Whole.of(sent.case)
    _open(opened, size.open_here, people.home, at)
    _open(opened, size.open_there, busy, at)
    forwarded = cast.filed(at - 40 * DAY).case
    routing.forward(forwarded, to=people.lead, assessment="Receipt fits.", by=people.wang, at=at - 39 * DAY)
    routing.take(forwarded, by=people.zhao, at=at - 38 * DAY)
    ended = Whole.of(forwarded)
    this_quarter = datetime(at.year, 3 * ((at.month - 1) // 3) + 1, 1, tzinfo=at.tzinfo)
    past = QUARTERS_BACK * 91
    _ended(ended, size.ended_cases, lambda n: this_quarter - DAY * (1 + n * 7 % past), "old")
    _ended(ended, size.forwarded_now, lambda n: at - DAY * (8 + n % (IN_THIS_QUARTER - 8)), "now")
    return sent


def _open(whole: Whole, number: int, body: Organisation, at: datetime) -> None:
    """Cases that wait for this body, sent over the last ten days."""

    def one(n: int) -> tuple[Case, timedelta]:
        moved = -DAY * (n % 10) - timedelta(seconds=n)
        case = like(
            whole.case,
            number=f"{body.region_code[:4]}-{at.year}-{900_000 + n}-0",
            title=f"{whole.case.title} {n}",
            home_id=body.pk,
            responsible_id=body.pk,
            submitted_at=at + moved,
            stage_since=at + moved,
            created_at=at + moved,
            client_key="",
        )
        return case, moved

    for batch in _batches(number):
        made = [one(n) for n in batch]
        keep(case for case, _moved in made)
        keep(like(whole.complainant, case_id=case.pk) for case, _moved in made)
        keep(
            like(
                clock,
                subject=case.record_key,
                owner=body.record_key,
                started_at=clock.started_at + moved,
                due_on=clock.due_on + timedelta(days=moved.days),
            )
            for case, moved in made
            for clock in whole.clocks
        )
        keep(like(event, subject=case.record_key) for case, _moved in made for event in whole.events)


def _ended(whole: Whole, number: int, sent_at: Callable[[int], datetime], mark: str) -> None:
    """Cases that were forwarded, taken, declined and closed."""
    held = whole.forwarding
    if held is None:
        raise ValueError("the case to copy was not forwarded")
    for batch in _batches(number):
        made = [_closed(whole.case, n, sent_at(n), mark) for n in batch]
        keep(made)
        keep(like(whole.complainant, case_id=case.pk) for case in made)
        clocks = {clock.pk: keep(_stopped(clock, case) for case in made) for clock in whole.clocks}
        keep(like(event, subject=case.record_key) for case in made for event in whole.events)
        keep(
            like(
                held,
                case_id=case.pk,
                forwarded_at=case.stage_since,
                forward_clock_id=clocks[held.forward_clock_id][n].pk,
                take_clock_id=clocks[held.take_clock_id][n].pk,
                decide_clock_id=clocks[held.decide_clock_id][n].pk,
            )
            for n, case in enumerate(made)
        )


def _closed(case: Case, n: int, at: datetime, mark: str) -> Case:
    return like(
        case,
        number=f"{mark}-{n}",
        stage="closed",
        result=Case.Result.FULFILLED,
        created_at=at - DAY,
        submitted_at=at - DAY,
        stage_since=at,
        ended_at=at + DECIDED_AFTER,
        client_key="",
    )


def _stopped(clock: Clock, case: Case) -> Clock:
    at = case.stage_since
    names = {"take": TAKEN_AFTER, "decide": DECIDED_AFTER}
    return like(
        clock,
        subject=case.record_key,
        started_at=at,
        due_on=(at + 5 * DAY).date(),
        ended_at=at + names.get(clock.name, timedelta()),
        ended_by=clock.ended_by or "decline",
    )


def _batches(number: int) -> Iterator[range]:
    for first in range(0, number, BATCH):
        yield range(first, min(first + BATCH, number))
