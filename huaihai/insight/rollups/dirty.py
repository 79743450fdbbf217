"""Which days have to be counted anew: those on which a case was received to which something has happened since.

Nothing is counted while a complaint comes in. By night the record is read on from where it was left; each case named
there makes its day of receipt dirty (its `DayCounted` is deleted), and the months of dirty days are counted anew. What
was missed in one night is caught up in the next. Besides, the month counted longest ago is counted again each night, so
that what no event tells (a county that moved to another city) does not stay wrong.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import batched
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction
from django.db.models import Min

from huaihai.cases.models import Case
from huaihai.insight import counts
from huaihai.insight.models import DayCounted, Followed
from huaihai.insight.rollups import counting
from huaihai.kit.clock import local_day
from huaihai.record.models import Event

Act = Callable[[], object]
LOOK_BACK: Final = timedelta(hours=1)  # an event gets its id a little before its transaction is done
TOGETHER: Final = 1000
_TIME_BITS: Final = 80  # of a version 7 UUID stand below its milliseconds


def due_acts(at: datetime) -> Iterator[Act]:
    """One act a day; and again if a day up to then could not be counted."""
    followed = Followed.objects.first()
    if followed is None or local_day(followed.at) < local_day(at) or dirty_days(followed.at):
        yield partial(catch_up, at=at)


def catch_up(*, at: datetime) -> list[date]:
    """Follow the record and count anew the months of all dirty days, and the one counted longest ago; returns these."""
    follow(at=at)
    months = sorted({day.replace(day=1) for day in dirty_days(at)} | _longest_ago(at))
    for month in months:  # each in a transaction of its own: what is done is done
        counting.recount(month, at=at)
    counts.keep(at=at)
    return months


def follow(*, at: datetime) -> None:
    """Read the record on, and mark the days of receipt of the cases to which something has happened."""
    with transaction.atomic():
        held = Followed.objects.select_for_update().first()
        events = Event.objects.order_by("-pk").values_list("pk", flat=True)
        newest = events.first()
        if held is None:
            DayCounted.objects.all().delete()  # who knows what has happened since those were counted
        else:
            since = events.filter(pk__gt=_lowered(held.event)) if held.event else events
            for days in _days_of(since.order_by()):
                DayCounted.objects.filter(day__in=days).delete()
        Followed.objects.update_or_create(pk=1, defaults={"event": newest, "at": at})


def dirty_days(at: datetime) -> list[date]:
    """The days from the first receipt to this moment that wait to be counted."""
    span = counting.received_span()
    if span is None:
        return []
    last = max(local_day(at), span[1])
    counted = set(DayCounted.objects.filter(day__gte=span[0], day__lte=last).values_list("day", flat=True))
    every = (span[0] + timedelta(days=number) for number in range((last - span[0]).days + 1))
    return [day for day in every if day not in counted]


def is_counted(until: date) -> bool:
    """Whether everything received up to this day is counted, as the record told it after the day had ended.

    What is published once asks this first.
    """
    followed, span = Followed.objects.first(), counting.received_span()
    if followed is not None and local_day(followed.at) <= until:
        return False
    if span is None or span[0] > until:
        return True
    return DayCounted.objects.filter(day__gte=span[0], day__lte=until).count() == (until - span[0]).days + 1


def _longest_ago(at: datetime) -> set[date]:
    first = DayCounted.objects.aggregate(first=Min("counted_at"))["first"]
    if first is None or local_day(first) >= local_day(at):
        return set()
    held = DayCounted.objects.filter(counted_at=first).order_by("day").first()
    return {held.day.replace(day=1)} if held else set()


def _days_of(events: "models.QuerySet[Event, UUID]") -> Iterator[list[date]]:
    """The days of receipt of the cases that these events are about, so many cases at a time."""
    subjects: Any = events.filter(subject__startswith="case:").values_list("subject", flat=True).distinct()
    for some in batched(subjects.iterator(TOGETHER), TOGETHER):
        cases = Case.objects.filter(pk__in=[UUID(one.removeprefix("case:")) for one in some])
        received = cases.filter(submitted_at__isnull=False).values_list("submitted_at", flat=True)
        yield sorted({local_day(at) for at in received if at is not None})


def _lowered(event: UUID) -> UUID:
    """The id of an event written that much earlier."""
    return UUID(int=max(event.int - (round(LOOK_BACK.total_seconds() * 1000) << _TIME_BITS), 0))
