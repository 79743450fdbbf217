"""What is published, as data: each table by its axis, its periods, its places and what it counts.

Trades and natures are not shown month by month, never crossed with each other, and not by outcome: such tables, beside
the ones here, could not be protected well. Axes meet in the totals of a city in a quarter alone, so that whatever adds
up can also be so: Dobra and Fienberg (2000),
"Bounds for cell entries in contingency tables given marginal totals and decomposable graphs", *PNAS* 97(22).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from huaihai.insight.axes import Axis
from huaihai.insight.outcomes import Outcome

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
