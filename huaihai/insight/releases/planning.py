"""Which tables of which periods, at which rung; all of a year as one system; which cells are withheld.

Under the tables lie atoms that no table shows: cases by trade, city and outcome; by nature, city and outcome; by month
and city; and so on, for each quarter. A cell knows every way in which it can be added up.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huaihai.insight.axes import NOT_STATED, OPEN, WHOLE, Axis
from huaihai.insight.disclosure.rules import is_small
from huaihai.insight.releases.cells import Counts, Key, table_cells
from huaihai.insight.releases.tables import (
    BY_NAME,
    CALLS,
    MONEY,
    NONE,
    OUTCOMES,
    RECEIVED,
    TOO_MANY_HOLES,
    TOO_MANY_SMALL,
    Grain,
    Table,
    grain_of,
    month_of,
    months_of,
    quarters_of,
)

TOTAL_PRICE = 4  # the alliance's number is this much dearer than a city's


class Linking:
    """Collects atoms and ways, quarter after quarter.

    `late`: the quarters whose outcomes are in tables.
    """

    def __init__(self, counts: Counts, *, late: Collection[str], has_year: bool) -> None:
        self.counts, self.late, self.has_year = counts, late, has_year
        self.atoms: list[int] = []
        self.ways: dict[Key, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))

    def add_quarter(self, quarter: str, months: Collection[date]) -> None:
        """The atoms of a quarter; of the months given alone while it is not over."""
        for city in self.counts.cities:
            self._months(quarter, city, months)
            if len(months) < 3:
                continue
            self._counties(quarter, city)
            for axis in (Axis.CATEGORY, Axis.NATURE, Axis.CHANNEL, Axis.AMOUNT):
                for key in self._keys(axis, quarter):
                    self._atom(self._count(quarter, axis, key, city), axis, quarter, city, (axis, key, ""))
            self._remedies(quarter, city)
            if quarter in self.late:
                self._late(quarter, city)

    def _months(self, quarter: str, city: str, months: Collection[date]) -> None:
        for month in months:
            atom = self._new(self.counts.sum([month], Axis.ALL, WHOLE, city, measure=RECEIVED))
            for place in (city, WHOLE):
                self._in(Key(Axis.ALL, month_of(month), place, WHOLE, RECEIVED), "month", atom)
                if len(months) == 3:
                    self._in_periods(Axis.ALL, quarter, place, WHOLE, RECEIVED, "month", atom)

    def _counties(self, quarter: str, city: str) -> None:
        months = months_of(quarter)
        rest = self._count(quarter, Axis.ALL, WHOLE, city)
        for county in self.counts.counties.get(city, ()):
            count = self.counts.sum(months, Axis.ALL, WHOLE, city, county, measure=RECEIVED)
            rest -= count
            atom = self._new(count)
            self._in_periods(Axis.ALL, quarter, county, WHOLE, RECEIVED, "county", atom)
            for place in (city, WHOLE):
                self._in_periods(Axis.ALL, quarter, place, WHOLE, RECEIVED, "county", atom)
        self._atom(rest, "county", quarter, city)  # of no county that is known

    def _remedies(self, quarter: str, city: str) -> None:
        """A case may ask for several things: each is a part of all that ask for any, and together they are more."""
        total = self._count(quarter, Axis.ALL, WHOLE, city)
        nothing = self._count(quarter, Axis.REMEDY, NOT_STATED, city)
        keys = [key for key in self._keys(Axis.REMEDY, quarter) if key != NOT_STATED]
        none = self._new(nothing)
        asked = {key: self._new(self._count(quarter, Axis.REMEDY, key, city)) for key in keys}
        twice = self._new(sum(self.atoms[atom] for atom in asked.values()) + nothing - total)
        for place in (city, WHOLE):
            self._in_periods(Axis.REMEDY, quarter, place, NOT_STATED, RECEIVED, "remedy", none)
            for atom in (none, *asked.values(), ~twice):
                self._in_periods(Axis.ALL, quarter, place, WHOLE, RECEIVED, "remedy", atom)
        for key, atom in asked.items():
            without = self._new(total - nothing - self.atoms[atom])
            for place in (city, WHOLE):
                self._in_periods(Axis.REMEDY, quarter, place, key, RECEIVED, "remedy", atom)
                for part in (none, atom, without):
                    self._in_periods(Axis.ALL, quarter, place, WHOLE, RECEIVED, f"remedy {key}", part)

    def _late(self, quarter: str, city: str) -> None:
        for outcome in OUTCOMES:
            count = self._count(quarter, Axis.ALL, WHOLE, city, outcome)
            self._atom(count, "outcome", quarter, city, (Axis.ALL, WHOLE, outcome))
        for key in self._keys(Axis.DAYS, quarter):
            cell = (Axis.ALL, WHOLE, OPEN) if key == OPEN else (Axis.DAYS, key, "")
            self._atom(self._count(quarter, Axis.DAYS, key, city), Axis.DAYS, quarter, city, cell)

    def _atom(
        self, count: int, way: str, quarter: str, city: str, cell: tuple[str, str, str] | None = None
    ) -> None:
        """An atom of what a city received, which is also (a part of) a cell of its own."""
        atom = self._new(count)
        for place in (city, WHOLE):
            self._in_periods(Axis.ALL, quarter, place, WHOLE, RECEIVED, way, atom)
            if cell is not None:
                axis, key, measure = cell
                self._in_periods(axis, quarter, place, key, measure or RECEIVED, way, atom)

    def _in_periods(  # noqa: PLR0917 # the five names of a cell, where it is told, and the atom
        self, axis: str, quarter: str, place: str, key: str, measure: str, way: str, atom: int
    ) -> None:
        self._in(Key(axis, quarter, place, key, measure), way, atom)
        if self.has_year:
            self._in(Key(axis, quarter[:4], place, key, measure), way, atom)

    def _in(self, cell: Key, way: str, atom: int) -> None:
        self.ways[cell][way].append(atom)

    def _new(self, count: int) -> int:
        self.atoms.append(max(0, count))
        return len(self.atoms) - 1

    def _count(self, quarter: str, axis: Axis, key: str, city: str, measure: str = RECEIVED) -> int:
        return self.counts.sum(months_of(quarter), axis, key, city, measure=measure)

    def _keys(self, axis: Axis, quarter: str) -> Iterable[str]:
        return self.counts.keys(axis, months_of(quarter))


def system(
    linking: Linking,
    *,
    standing: Mapping[Key, int | None],
    fresh: Mapping[Key, int],
    price: Callable[[Key], float],
) -> tuple[dict[str, Any], list[Key]]:
    """The JSON that `disclosure.jobs.protect_and_audit` takes, and which cell each of its numbers is.

    `standing`: earlier cells; `fresh`: the new ones.
    """
    cells, names = [], []
    for name, ways in linking.ways.items():
        state = _state(name, standing, fresh)
        if state == "latent" and len(ways) == 1:
            continue
        cost = price(name) * (TOTAL_PRICE if name.place == WHOLE else 1)
        cells.append({"ways": list(ways.values()), "state": state, "cost": cost, "is_new": name in fresh})
        names.append(name)
    return {"atoms": linking.atoms, "cells": cells}, names


def _state(name: Key, standing: Mapping[Key, int | None], fresh: Mapping[Key, int]) -> str:
    if name in standing:
        return "withheld" if standing[name] is None else "held"
    if name in fresh:
        return "withheld" if is_small(fresh[name], least=name.least) else "shown"
    return "latent"


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
        told = [(name, value) for name, value in table_cells(table, period, rung, counts) if value]
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
        for name, value in table_cells(BY_NAME[table], period, rung, counts)
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
