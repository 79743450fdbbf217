"""Clocks: starting, pausing, extending and ending them; the stored last day is always recomputed from facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef

from huaihai.kit import compiled
from huaihai.kit.clock import local_day
from huaihai.kit.compiled import Compiled, attach
from huaihai.kit.versions import by_version
from huaihai.law import limits, notices
from huaihai.law.calendar import Calendar, held_calendar
from huaihai.law.deadlines import due, due_moment
from huaihai.law.limit import Limit, Unit
from huaihai.record.models import Clock, ClockPause, HolidayNotice

ONE_DAY = timedelta(days=1)
FIXED = "FIXED_DAY"  # the last day was named by an agreement or an authority, not computed


@by_version
def calendar() -> Calendar:
    """The days in force: the notices in the package, and those loaded since."""
    return _calendar_with(tuple(HolidayNotice.objects.order_by("year").values_list("content", flat=True)))


@lru_cache(maxsize=4)
def _calendar_with(contents: tuple[str, ...]) -> Calendar:
    days = held_calendar()
    for content in contents:
        days = days.with_notice(notices.parse_notice(content))
    return days


@dataclass(frozen=True)
class Start:
    """A clock to start; `due_on` fixes the last day where an agreement or an authority named it."""

    name: str
    limit: Limit
    due_on: date | None = None


def start(*, subject: str, owner: str, at: datetime, starts: Sequence[Start]) -> list[Clock]:
    """Start clocks at a moment, all in one go."""
    if not starts:
        return []
    days = calendar()
    made = [_new(asked, subject, owner, at, days) for asked in starts]
    if len(made) > 1:
        return Clock.objects.bulk_create(made)
    compiled.insert(made[0])
    return made


def _new(asked: Start, subject: str, owner: str, at: datetime, days: Calendar) -> Clock:
    limit = asked.limit
    clock = Clock(
        subject=subject,
        name=asked.name,
        owner=owner,
        limit_name=limit.name,
        number=limit.number,
        unit=limit.unit.value,
        article=limit.article,
        mark=limit.sureness.value,
        started_at=at,
    )
    if asked.due_on is not None:
        clock.due_on, clock.limit_name = asked.due_on, FIXED
    else:
        _set_due(clock, [], days)
    return clock


def all_of(subject: str) -> list[Clock]:
    """The subject's clocks with their pauses, in the order in which they began. Two queries, mostly one."""
    found = _all_of(subject=subject)
    pauses = _pauses_of(subject=subject) if any(row.has_pauses for row in found) else []
    for clock in found:
        held = [pause for pause in pauses if pause.clock_id == clock.pk]
        query = ClockPause.objects.filter(clock=clock.pk) if held else ClockPause.objects.none()
        attach(clock, "pauses", query, held)
    return found


def running_of(subject: str) -> dict[str, Clock]:
    """Those of them that have not ended, by name, with their pauses."""
    return {clock.name: clock for clock in all_of(subject) if clock.ended_at is None}


_SUBJECT = Clock._meta.get_field("subject")
_all_of: Compiled[Any] = Compiled(
    lambda subject: (
        Clock.objects.filter(subject=subject)
        .annotate(has_pauses=Exists(ClockPause.objects.filter(clock=OuterRef("pk"))))
        .order_by("started_at")
    ),
    subject=_SUBJECT,
)
_pauses_of: Compiled[Any] = Compiled(
    lambda subject: ClockPause.objects.filter(clock__subject=subject), subject=_SUBJECT
)


def running(subject: str) -> dict[str, Clock]:
    """The subject's clocks that have not ended, by name."""
    return {clock.name: clock for clock in Clock.objects.filter(subject=subject, ended_at=None)}


def end(clocks: Iterable[Clock], *, at: datetime, by: str) -> None:
    """End these clocks; `by` names the verb that ended them. The last day of one that stood moves by those days."""
    ending = list(clocks)
    for clock in ending:
        resume(clock, at=at)
    if ending:
        keys = [clock.pk for clock in ending]
        Clock.objects.filter(pk__in=keys).update(ended_at=at, ended_by=by, paused_on=None)


def run_on(subject: str, *, ended_at: datetime, by: str) -> None:
    """The clocks that this verb ended at that moment run on, as if it had not; none of them stood then."""
    Clock.objects.filter(subject=subject, ended_at=ended_at, ended_by=by).update(ended_at=None, ended_by="")


def pause(clock: Clock, *, at: datetime, reason: str) -> None:
    """Stop the clock from this day on (the day itself does not count). A paused clock stays paused."""
    if clock.is_paused:
        return
    clock.paused_on = local_day(at)
    clock.save(update_fields=["paused_on"])
    ClockPause.objects.create(clock=clock, from_on=clock.paused_on, reason=reason)


def resume(clock: Clock, *, at: datetime) -> None:
    """Let the clock go on: the day it resumes counts again, and the last day moves by the days it stood."""
    if not clock.is_paused:
        return
    _close_pause(clock, at)
    _set_due(clock, _suspensions(clock), calendar())
    clock.save(update_fields=["paused_on", "due_on", "due_at", "is_provisional"])


def extend(clock: Clock, *, by: Limit) -> None:
    """Add a limit of the clock's own unit, once, and recompute the last day from the start.

    Raises ValueError for a clock that was extended before, has a fixed day, or counts in another unit.
    """
    if clock.is_extended or clock.limit_name == FIXED:
        raise ValueError("this clock cannot be extended")
    if by.unit.value != clock.unit:
        raise ValueError(f"{by.name} counts in {by.unit}, the clock in {clock.unit}")
    clock.number += by.number
    clock.is_extended = True
    _set_due(clock, _suspensions(clock), calendar())
    clock.save(update_fields=["number", "is_extended", "due_on", "due_at", "is_provisional"])


def hand_over(subject: str, *, owner: str) -> None:
    """The subject's running clocks belong to another body now."""
    Clock.objects.filter(subject=subject, ended_at=None).update(owner=owner)


def load_notice(content: str, *, at: datetime) -> int:
    """Load a holiday notice (TOML) and recompute every running provisional clock; how many moved.

    Raises ValueError in plain words if the notice does not hold together.
    """
    notice = notices.parse_notice(content)
    HolidayNotice.objects.update_or_create(year=notice.year, defaults={"content": content, "loaded_at": at})
    days, moved = calendar(), 0
    for clock in Clock.objects.filter(ended_at=None, is_provisional=True).prefetch_related("pauses"):
        before = clock.due_on
        _set_due(clock, _suspensions(clock), days)
        clock.save(update_fields=["due_on", "due_at", "is_provisional"])
        moved += clock.due_on != before
    return moved


def limit_of(clock: Clock) -> Limit:
    """The limit as this clock holds it (a body's own number included)."""
    return replace(
        limits.BY_NAME[clock.limit_name], number=clock.number, unit=Unit(clock.unit), article=clock.article
    )


def _set_due(clock: Clock, suspensions: list[tuple[date, date]], days: Calendar) -> None:
    if clock.limit_name == FIXED:
        clock.due_on += sum((until - start + ONE_DAY for start, until in suspensions[-1:]), timedelta())
        return
    limit = limit_of(clock)
    if limit.unit is Unit.HOURS:
        clock.due_at = due_moment(limit, clock.started_at)
        clock.due_on = local_day(clock.due_at)
        return
    found = due(limit, local_day(clock.started_at), calendar=days, suspensions=suspensions)
    clock.due_on, clock.is_provisional = found.due_on, found.provisional


def _suspensions(clock: Clock) -> list[tuple[date, date]]:
    return [(row.from_on, row.until_on) for row in clock.pauses.all() if row.until_on]


def _close_pause(clock: Clock, at: datetime) -> None:
    until = local_day(at) - ONE_DAY
    for row in clock.pauses.filter(until_on=None):
        if until < row.from_on:  # stopped and started on one day: no whole day was lost
            row.delete()
        else:
            row.until_on = until
            row.save(update_fields=["until_on"])
    clock.paused_on = None
