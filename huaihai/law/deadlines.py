"""From a limit and a first day to the due date (domain rules T-1 to T-10; 民法典 200–204).

The first day is not counted. Working days count one by one; natural days run through rest days; months and
years end on the corresponding day, or the month's last. Suspended days (both ends included, overlaps once)
are not counted. Only then is the last day moved off rest days. A day it is moved to may not be suspended
either: on a suspended day nobody could act, so it cannot be anybody's last day.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huaihai.law.calendar import Calendar, DayKind
from huaihai.law.errors import BadDate, CalendarNotHeld
from huaihai.law.limit import Limit, Unit
from huaihai.law.notices import ONE_DAY
from huaihai.law.week import rests

Suspension = tuple[date, date]

LAST_START = date(2199, 12, 31)
LAST_COUNTED = date(2399, 12, 31)


@dataclass(frozen=True)
class DueDate:
    """A due date and how it came about.

    `counted` are the days that were counted (for months and years the days from the first to the nominal
    end), `skipped` the rest days that were passed over and why, `made_up` the weekend days that counted
    because a notice has people work on them, `suspensions` the suspensions (merged) that took days away.
    """

    due_on: date
    provisional: bool
    limit: Limit
    start: date
    counted: tuple[date, ...]
    skipped: tuple[DayKind, ...]
    made_up: tuple[DayKind, ...]
    suspensions: tuple[Suspension, ...]
    moved_from: date | None

    @property
    def article(self) -> str:
        return self.limit.article


def due(
    limit: Limit,
    start: date,
    *,
    calendar: Calendar,
    suspensions: Sequence[Suspension] = (),
    weekends_move: bool = True,
) -> DueDate:
    """The day on which `limit`, started on `start`, falls due; it ends at 24:00 that day.

    `weekends_move=False` moves the last day off holidays only (T-8, an open question of law).
    Raises CalendarNotHeld when a day that matters lies outside the calendar, BadDate for a suspension
    that ends before it begins, ValueError for a limit in hours (see `due_moment`).
    """
    if limit.unit is Unit.HOURS:
        raise ValueError(f"{limit.name} is counted in hours: use due_moment")
    if start > LAST_START:
        raise CalendarNotHeld(f"no calendar is held for {start.year}", f"没有 {start.year} 年的放假安排")
    merged = merge(suspensions)
    if limit.unit is Unit.WORKING_DAYS:
        return _by_working_days(limit, start, calendar, merged)
    return _by_natural_days(limit, start, calendar, merged, weekends_move=weekends_move)


def due_moment(limit: Limit, start: datetime) -> datetime:
    """The moment a limit in hours ends. It runs from the stated moment (T-2) and is not moved.

    Raises ValueError for a limit that is not in hours.
    """
    if limit.unit is not Unit.HOURS:
        raise ValueError(f"{limit.name} is counted in {limit.unit.en}s: use due")
    return start + timedelta(hours=limit.number)


def merge(suspensions: Sequence[Suspension]) -> tuple[Suspension, ...]:
    """Suspensions in order, overlapping and adjoining ones joined. Raises BadDate for one the wrong way."""
    merged: list[Suspension] = []
    for first_on, last_on in sorted(suspensions):
        if last_on < first_on:
            raise BadDate(
                f"the suspension {first_on}..{last_on} ends before it begins",
                f"中止期间 {first_on}..{last_on} 的结束日早于开始日",
            )
        if merged and (first_on - merged[-1][1]).days <= 1:
            merged[-1] = (merged[-1][0], max(last_on, merged[-1][1]))
        else:
            merged.append((first_on, last_on))
    return tuple(merged)


def _by_working_days(
    limit: Limit, start: date, calendar: Calendar, suspensions: tuple[Suspension, ...]
) -> DueDate:
    counted: list[date] = []
    skipped: list[DayKind] = []
    made_up: list[DayKind] = []
    provisional = False
    for day in _days_after(start):
        kind = calendar.kind(day)
        provisional |= kind.provisional
        if not kind.is_working:
            skipped.append(kind)
        elif not _is_suspended(day, suspensions):
            counted.append(day)
            if rests(day):
                made_up.append(kind)
        if len(counted) == limit.number:
            break
    due_on = counted[-1]
    used = _used(suspensions, start, due_on)
    return DueDate(
        due_on, provisional, limit, start, tuple(counted), tuple(skipped), tuple(made_up), used, None
    )


def _by_natural_days(
    limit: Limit,
    start: date,
    calendar: Calendar,
    suspensions: tuple[Suspension, ...],
    *,
    weekends_move: bool,
) -> DueDate:
    length = (_nominal_end(limit, start) - start).days
    counted = _counted(start, length, suspensions)
    last_on = due_on = counted[-1]
    skipped: list[DayKind] = []
    kind = calendar.kind(due_on)
    provisional = kind.provisional
    while _moves(kind, weekends_move=weekends_move) or _is_suspended(due_on, suspensions):
        if not kind.is_working:
            skipped.append(kind)
        due_on += ONE_DAY
        kind = calendar.kind(due_on)
        provisional |= kind.provisional
    moved_from = last_on if due_on != last_on else None
    used = _used(suspensions, start, due_on)
    return DueDate(due_on, provisional, limit, start, tuple(counted), tuple(skipped), (), used, moved_from)


def _counted(start: date, length: int, suspensions: tuple[Suspension, ...]) -> list[date]:
    """So many days after the first that are not suspended."""
    first = start.toordinal() + 1
    if not suspensions and first + length - 1 <= LAST_COUNTED.toordinal():
        return list(map(date.fromordinal, range(first, first + length)))
    counted: list[date] = []
    for day in _days_after(start):
        if not _is_suspended(day, suspensions):
            counted.append(day)
        if len(counted) == length:
            break
    return counted


def _nominal_end(limit: Limit, start: date) -> date:
    if limit.unit is Unit.DAYS:
        return start + timedelta(days=limit.number)
    months = limit.number * (12 if limit.unit is Unit.YEARS else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    # 民法典 202: without a corresponding day the period ends with the month.
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _moves(kind: DayKind, *, weekends_move: bool) -> bool:
    return kind.is_holiday or (weekends_move and not kind.is_working)


def _days_after(start: date) -> Iterator[date]:
    day = start
    while day < LAST_COUNTED:
        day += ONE_DAY
        yield day
    raise CalendarNotHeld(
        f"the period never ends: counting stopped at {LAST_COUNTED}",
        f"期限没有尽头：数到 {LAST_COUNTED} 为止",
    )


def _is_suspended(day: date, suspensions: tuple[Suspension, ...]) -> bool:
    return any(first_on <= day <= last_on for first_on, last_on in suspensions)


def _used(suspensions: tuple[Suspension, ...], start: date, due_on: date) -> tuple[Suspension, ...]:
    return tuple(
        (first_on, last_on) for first_on, last_on in suspensions if first_on <= due_on and last_on > start
    )
