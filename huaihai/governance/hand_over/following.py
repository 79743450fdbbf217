"""What became of the things on a hand-over list: still open, finished since, or missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from huaihai.governance.hand_over.kinds import CONTACT, KEY
from huaihai.governance.hand_over.listing import collect
from huaihai.governance.models import HandOverItem, HandOverList, Meeting
from huaihai.kit.clock import ZONE
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
    told = dict(
        Event.objects.filter(subject__in=gone, at__gt=taken.made_at)
        .order_by()
        .values("subject")
        .annotate(last=Max("at"))
        .values_list("subject", "last")
    )
    ended = _ran_out(items, at.astimezone(ZONE).date()) | _gone_on(gone - told.keys())
    return list(_follow(items, still, told, ended))


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


def _ran_out(items: Sequence[HandOverItem], today: date) -> set[str]:
    return {item.key for item in items if item.kind in (CONTACT, KEY) and item.due_on and item.due_on < today}


def _gone_on(subjects: set[str]) -> set[str]:
    ids = [subject.removeprefix("meeting:") for subject in subjects if subject.startswith("meeting:")]
    rows = Meeting.objects.filter(pk__in=ids, resumed_by__isnull=False) if ids else ()
    return {meeting.record_key for meeting in rows}
