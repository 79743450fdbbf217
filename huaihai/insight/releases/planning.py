"""What a release adds: which tables of which periods, at which rung, and which of their cells are withheld."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huaihai.insight.disclosure.rules import is_small
from huaihai.insight.releases.cells import Key, cells
from huaihai.insight.releases.counted import Counts
from huaihai.insight.releases.linking import Linking, system
from huaihai.insight.releases.periods import grain_of, months_of, quarters_of
from huaihai.insight.releases.tables import (
    BY_NAME,
    CALLS,
    MONEY,
    NONE,
    TOO_MANY_HOLES,
    TOO_MANY_SMALL,
    Grain,
    Table,
)

type Due = tuple[str, str]  # name of a table, period
type Solve = Callable[[dict[str, Any]], dict[str, Any]]
ROUNDS = 30


@dataclass
class Plan:
    """The tables of one year with their rungs, their cells (None: withheld), and what the audit found."""

    rungs: dict[Due, str]
    values: dict[Key, int | None] = field(default_factory=dict)
    counted: dict[Key, int] = field(default_factory=dict)  # under the withheld ones
    audit: dict[str, Any] = field(default_factory=dict)


def plan(
    due: Iterable[Due],
    counts: Counts,
    *,
    standing: Mapping[Key, int | None],
    rungs: Mapping[Due, str],
    solve: Solve,
) -> Plan:
    """Choose rungs and withhold cells for what is due in one year. `rungs`: of earlier tables of the year.

    Tables with too many small numbers are told more coarsely; so are those that the audit finds no protection for.
    """
    mine = [one for one in due if _is_counted(BY_NAME[one[0]])]
    made = Plan({one: _first_rung(one, counts) for one in mine})
    for _round in range(ROUNDS):
        fresh = _fresh(made.rungs, counts)
        found = _solved(fresh, counts, standing, {**rungs, **made.rungs}, solve)
        coarser = _too_coarse(made.rungs, fresh, found) if fresh else set()
        if not coarser:
            made.values = {name: None if name in found.withheld else value for name, value in fresh.items()}
            made.counted = {name: value for name, value in fresh.items() if name in found.withheld}
            made.audit = found.audit
            return made
        for one in coarser:
            made.rungs[one] = _next_rung(one, made.rungs[one])
    raise RuntimeError("no set of tables could be protected")


@dataclass
class _Found:
    withheld: set[Key]
    stuck: set[Key]
    audit: dict[str, Any]


def _is_counted(table: Table) -> bool:
    return table.measures not in {(MONEY,), CALLS}


def _first_rung(one: Due, counts: Counts) -> str:
    table, period = BY_NAME[one[0]], one[1]
    for rung in table.rungs:
        told = [(name, value) for name, value in cells(table, period, rung, counts) if value]
        small = sum(is_small(value, least=name.least) for name, value in told)
        if small <= TOO_MANY_SMALL.get(rung, 0) * len(told):
            return rung
    return NONE


def _next_rung(one: Due, rung: str) -> str:
    rungs = BY_NAME[one[0]].rungs
    return rungs[rungs.index(rung) + 1]


def _fresh(rungs: Mapping[Due, str], counts: Counts) -> dict[Key, int]:
    return {
        name: value
        for (table, period), rung in rungs.items()
        for name, value in cells(BY_NAME[table], period, rung, counts)
    }


def _solved(
    fresh: Mapping[Key, int],
    counts: Counts,
    standing: Mapping[Key, int | None],
    rungs: Mapping[Due, str],
    solve: Solve,
) -> _Found:
    has_small = any(is_small(value, least=name.least) for name, value in fresh.items())
    if not fresh or not (has_small or None in standing.values()):
        return _Found(set(), set(), {"cells": 0, "narrowest": None, "programs": 0})
    given, names = system(
        linked(counts, {*fresh, *standing}, rungs),
        standing=standing,
        fresh=fresh,
        price=price,
    )
    answer = solve(given)
    return _Found(
        {names[number] for number in answer["withheld"]},
        {names[number] for number in answer["stuck"]},
        answer["audit"],
    )


def price(name: Key) -> float:
    """How sorry one is to withhold this cell."""
    for table in BY_NAME.values():
        if (table.axis, table.grain) == (name.axis, grain_of(name.period)) and name.measure in table.measures:
            return table.price
    return 1.0


def linked(counts: Counts, named: Collection[Key], rungs: Mapping[Due, str]) -> Linking:
    """The atoms under everything of the year that is or becomes public."""
    periods = {name.period for name in named}
    year = min(periods)[:4]
    late = {
        quarter
        for (table, period), rung in rungs.items()
        if rung != NONE and BY_NAME[table].is_late
        for quarter in (quarters_of(int(period)) if grain_of(period) is Grain.YEAR else (period,))
    }
    linking = Linking(counts, late=late, has_year=year in periods)
    for quarter in quarters_of(int(year)):
        whole = quarter in periods or year in periods
        shown = [month for month in months_of(quarter) if f"{month:%Y-%m}" in periods]
        months = months_of(quarter) if whole else shown
        if months:
            linking.add_quarter(quarter, months)
    return linking


def _too_coarse(rungs: Mapping[Due, str], fresh: Mapping[Key, int], found: _Found) -> set[Due]:
    """Which tables are told more coarsely: those with too many holes, and those that nothing protects."""
    holes: set[Due] = set()
    stuck: set[Due] = set()
    for (table, period), rung in rungs.items():
        if rung == NONE:
            continue
        told = [name for name, value in fresh.items() if value and _is_of(name, BY_NAME[table], period)]
        share = sum(name in found.withheld for name in told)
        if share > TOO_MANY_HOLES[rung] * len(told):
            holes.add((table, period))
        if any(name in found.stuck for name in told):
            stuck.add((table, period))
    if not found.stuck:
        return holes
    return stuck or holes or {_finest(rungs)}


def _is_of(name: Key, table: Table, period: str) -> bool:
    same = (name.axis, name.period) == (table.axis, period) and name.measure in table.measures
    is_county = "county" in table.rungs
    return same and (not is_county or name.place != "all")


def _finest(rungs: Mapping[Due, str]) -> Due:
    """Of the tables that are not left out yet, the one with most detail to lose."""
    order: Sequence[str] = ("county", "city", "all")
    left = [one for one, rung in rungs.items() if rung != NONE]
    return min(left, key=lambda one: (order.index(rungs[one]), -BY_NAME[one[0]].is_late, one))
