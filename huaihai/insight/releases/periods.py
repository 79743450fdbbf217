"""Months, quarters and years as the files spell them: `2026-10`, `2026-Q4`, `2026`."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from huaihai.insight.months import later
from huaihai.insight.releases.tables import Grain

SETTLING = timedelta(days=1)  # the first day of the next month: the night in which the last day is counted
OUTCOME_DAYS = timedelta(days=90)  # after the last day of a quarter or year


def grain_of(period: str) -> Grain:
    """How long it is."""
    if len(period) == 4:
        return Grain.YEAR
    return Grain.QUARTER if "Q" in period else Grain.MONTH


def months_of(period: str) -> Sequence[date]:
    """The first days of its months, in order. Raises ValueError."""
    year = int(period[:4])
    if grain_of(period) is Grain.YEAR:
        return [date(year, month, 1) for month in range(1, 13)]
    if grain_of(period) is Grain.QUARTER:
        first = 3 * int(period[6:]) - 2
        return [date(year, month, 1) for month in range(first, first + 3)]
    return [date(year, int(period[5:]), 1)]


def last_day(period: str) -> date:
    """Its last day."""
    return later(months_of(period)[-1], 1) - timedelta(days=1)


def month_of(day: date) -> str:
    """The month as a period."""
    return f"{day:%Y-%m}"


def quarter_of(day: date) -> str:
    """The quarter in which a day lies."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def quarters_of(year: int) -> Sequence[str]:
    """The four quarters of a year."""
    return [f"{year}-Q{number}" for number in range(1, 5)]


def is_over(period: str, on: date, *, is_late: bool) -> bool:
    """Whether on this day it is counted to its end; `is_late`: and what became of its cases 90 days later."""
    wait = OUTCOME_DAYS if is_late else SETTLING
    return on > last_day(period) + wait


def complete(grain: Grain, *, since: date, on: date, is_late: bool) -> Iterator[str]:
    """The periods that began in or after the month `since` and are over on this day, in order."""
    month = since
    while month <= on:
        period = _named(month, grain)
        if months_of(period)[0] == month and is_over(period, on, is_late=is_late):
            yield period
        month = later(month, 1)


def _named(month: date, grain: Grain) -> str:
    if grain is Grain.YEAR:
        return f"{month:%Y}"
    return quarter_of(month) if grain is Grain.QUARTER else month_of(month)
