"""What is published, as data: each table by its axis, places and what it counts; periods as the files spell them.

Trades and natures are not shown month by month, never crossed with each other, and not by outcome: such tables, beside
the ones here, could not be protected well. Axes meet in the totals of a city in a quarter alone, so that whatever adds
up can also be so: Dobra and Fienberg (2000),
"Bounds for cell entries in contingency tables given marginal totals and decomposable graphs", *PNAS* 97(22).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from huaihai.insight.axes import Axis, Outcome
from huaihai.insight.months import later

SCHEMA: Final = "huaihai-insight/1"
RECEIVED: Final = "received"
MONEY: Final = "recovered_fen"
CALLS: Final = ("called", "reached", "solved")
OUTCOMES: Final = tuple(outcome.value for outcome in Outcome)
NONE: Final = "none"  # a table that could not be protected, and is left out


class Grain(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Table:
    """One table of a period. `rungs`: how finely it is told by place, the finest first; "city" holds the alliance too.

    `is_late`: told 90 days after the period ended. `price`: how sorry one is to withhold a cell of a city.
    """

    name: str
    axis: Axis
    grain: Grain
    measures: tuple[str, ...]
    rungs: tuple[str, ...]
    is_late: bool = False
    price: float = 1.0


def _received(axis: Axis, grain: Grain, price: float = 1.0) -> Table:
    return Table(f"received-{axis}-{grain}", axis, grain, (RECEIVED,), ("city", "all", NONE), price=price)


def _outcomes(grain: Grain) -> Table:
    name, rungs = f"outcomes-all-{grain}", ("city", "all", NONE)
    return Table(name, Axis.ALL, grain, OUTCOMES, rungs, is_late=True, price=2.0)


def _of(grain: Grain) -> tuple[Table, ...]:
    """The tables of quarters, and the same of years."""
    return (
        _received(Axis.ALL, grain, 8.0),
        Table(f"received-county-{grain}", Axis.ALL, grain, (RECEIVED,), ("county", NONE)),
        _received(Axis.CATEGORY, grain),
        _received(Axis.NATURE, grain),
        _received(Axis.CHANNEL, grain),
        _received(Axis.REMEDY, grain),
        _received(Axis.AMOUNT, grain),
        _outcomes(grain),
        Table(f"received-days-{grain}", Axis.DAYS, grain, (RECEIVED,), ("city", "all", NONE), is_late=True),
        Table(f"money-{grain}", Axis.ALL, grain, (MONEY,), ("city", NONE), is_late=True),
    )


TABLES: Final = (
    _received(Axis.ALL, Grain.MONTH, 6.0),
    *_of(Grain.QUARTER),
    Table("calls-quarter", Axis.ALL, Grain.QUARTER, CALLS, ("all", NONE), is_late=True),
    *_of(Grain.YEAR),
)
BY_NAME: Final = {table.name: table for table in TABLES}
# Share of cells from which a table is told one rung coarser: of small ones, and of all withheld ones.
TOO_MANY_SMALL: Final = {"county": 0.25, "city": 0.25, "all": 0.5}
TOO_MANY_HOLES: Final = {"county": 0.4, "city": 0.4, "all": 0.65}


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
