"""What became of the things on a hand-over list: still open, finished since, or missing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min

from huaihai.governance.hand_over.kinds import CONTACT, KEY
from huaihai.governance.hand_over.listing import Change, collect
from huaihai.governance.models import HandOverItem, HandOverList, Meeting
from huaihai.kit.clock import local_day
from huaihai.record.hand_over import OpenItem
from huaihai.record.models import Event

OPEN, FINISHED, MISSING = "open", "finished", "missing"


@dataclass(frozen=True)
class Followed:
    """A line of the list and what became of it. `ended_at` is when the record last tells of it."""

    item: HandOverItem
    state: str
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Tally:
    """How many things were on the list, and what became of them."""

    handed_over: int
    open: int
    finished: int
    missing: int


def follow(taken: HandOverList, items: Sequence[HandOverItem], *, at: datetime) -> list[Followed]:
    """Each line: open if it is open now; finished if its record tells what happened since; else missing.

    What had a last day that is over (a telephone, a post) needs no further record, nor does an adjourned meeting
    that has gone on as a new one.
    """
    still = {item.key for item in collect(at)}
    gone = {item.subject for item in items if item.key not in still}
    told = _told([item for item in items if item.subject in gone], taken.made_at, Max("at"))
    ended = _ran_out(items, local_day(at)) | _gone_on(gone - told.keys())
    return list(_follow(items, still, told, ended))


def before(moment: datetime, change: Change, *, after: datetime) -> Change:
    """What of a change, found late, had come about before `moment`, by the record of what came `after` the list.

    A thing opened with the first that its record tells since, and closed with the last. Where the record tells
    nothing it stays.
    """
    opened = _told(change.opened, after, Min("at"))
    closed = _told(change.closed, after, Max("at"))
    return Change(
        opened=tuple(item for item in change.opened if opened.get(item.subject, after) < moment),
        closed=tuple(item for item in change.closed if closed.get(item.subject, after) < moment),
        moved=change.moved,
    )


def tally(followed: Sequence[Followed]) -> Tally:
    """The figures of a list."""
    states = [line.state for line in followed]
    return Tally(len(states), states.count(OPEN), states.count(FINISHED), states.count(MISSING))


def _follow(
    items: Sequence[HandOverItem], still: set[str], told: dict[str, datetime], ended: set[str]
) -> Iterator[Followed]:
    for item in items:
        if item.key in still:
            yield Followed(item, OPEN)
        elif item.subject in told:
            yield Followed(item, FINISHED, told[item.subject])
        elif item.key in ended:
            yield Followed(item, FINISHED)
        else:
            yield Followed(item, MISSING)


def _told(
    things: Iterable[HandOverItem | OpenItem], after: datetime, which: Max | Min
) -> dict[str, datetime]:
    """Subject → the first or the last that its record tells after this moment."""
    rows = Event.objects.filter(subject__in={thing.subject for thing in things}, at__gt=after)
    return dict(rows.order_by().values("subject").annotate(told_at=which).values_list("subject", "told_at"))


def _ran_out(items: Sequence[HandOverItem], today: date) -> set[str]:
    return {item.key for item in items if item.kind in (CONTACT, KEY) and item.due_on and item.due_on < today}


def _gone_on(subjects: set[str]) -> set[str]:
    ids = [subject.removeprefix("meeting:") for subject in subjects if subject.startswith("meeting:")]
    rows = Meeting.objects.filter(pk__in=ids, resumed_by__isnull=False) if ids else ()
    return {meeting.record_key for meeting in rows}
