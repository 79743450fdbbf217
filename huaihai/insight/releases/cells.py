"""The cells of a table of a period before anything is withheld: counts, money that came back, call-backs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from huaihai.insight.axes import WHOLE, Axis, Outcome
from huaihai.insight.callbacks import rounds
from huaihai.insight.disclosure import rules
from huaihai.insight.disclosure.rules import NARROWEST, THRESHOLD, is_small
from huaihai.insight.models import MonthCount
from huaihai.insight.releases.tables import (
    CALLS,
    MONEY,
    NONE,
    RECEIVED,
    Grain,
    Table,
    grain_of,
    months_of,
    quarters_of,
)

MEASURES = ("received", *(outcome.value for outcome in Outcome), "recovered_fen", "largest_fen")


@dataclass(frozen=True)
class Counts:
    """(month, axis, key, city, county) → measures; county "" is the whole city. Cities in the alliance's order."""

    rows: Mapping[tuple[date, str, str, str, str], Mapping[str, int]]
    cities: Sequence[str]
    counties: Mapping[str, Sequence[str]]  # city → its counties and zones
    _keys: dict[tuple[str, date], set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for (month, axis, key, _city, _county), row in self.rows.items():
            if row["received"]:
                self._keys[axis, month].add(key)

    def keys(self, axis: Axis, months: Iterable[date]) -> list[str]:
        """The keys under which anything was received in these months, anywhere in the alliance."""
        return sorted(set().union(*(self._keys.get((axis, month), set()) for month in months)))

    def sum(
        self, months: Iterable[date], axis: Axis, key: str, city: str, county: str = "", *, measure: str
    ) -> int:
        """What was counted in these months."""
        found = (self.rows.get((month, axis, key, city, county)) for month in months)
        return sum(row[measure] for row in found if row is not None)

    def largest(self, months: Iterable[date], city: str) -> int:
        """The largest single sum in fen that somebody of this city got."""
        found = (self.rows.get((month, Axis.ALL, "all", city, "")) for month in months)
        return max((row["largest_fen"] for row in found if row is not None), default=0)


def read(year: int, cities: Sequence[str], counties: Mapping[str, Sequence[str]]) -> Counts:
    """The counts of a year, in one query; of counties all complaints alone, for no more is published of them."""
    rows = MonthCount.objects.filter(
        Q(county="") | Q(axis=Axis.ALL), month__gte=date(year, 1, 1), month__lt=date(year + 1, 1, 1)
    ).exclude(axis=Axis.PAIR)
    held = {
        (row["month"], row["axis"], row["key"], row["city"], row["county"]): row
        for row in rows.values("month", "axis", "key", "city", "county", *MEASURES).order_by()
    }
    return Counts(held, cities, counties)


class Key(NamedTuple):
    """The five names of a cell."""

    axis: str
    period: str
    place: str
    key: str
    measure: str

    @property
    def least(self) -> int:
        """The smallest count, above none, that is shown: more for numbers of which parts are public."""
        has_parts = self.place == WHOLE or (
            (self.axis, self.measure) == (Axis.ALL, RECEIVED) and self.place.endswith("00")
        )
        return NARROWEST if has_parts else THRESHOLD


def table_cells(table: Table, period: str, rung: str, counts: Counts) -> Iterator[tuple[Key, int]]:
    """Every cell of a table of counts (not of money, not of calls)."""
    if rung == NONE:
        return
    months = months_of(period)
    if rung == "county":
        yield from _counties(table, period, counts)
        return
    for key in _keys(table, period, counts):
        for measure in table.measures:
            by_city = [counts.sum(months, table.axis, key, city, measure=measure) for city in counts.cities]
            yield Key(table.axis, period, WHOLE, key, measure), sum(by_city)
            if rung == "city":
                for city, count in zip(counts.cities, by_city, strict=True):
                    yield Key(table.axis, period, city, key, measure), count


def _keys(table: Table, period: str, counts: Counts) -> list[str]:
    if table.axis is Axis.ALL:
        return [WHOLE]
    found = counts.keys(table.axis, months_of(period))
    # what is still open after 90 days stands among the outcomes
    return [key for key in found if not (table.axis is Axis.DAYS and key == "open")]


def _counties(table: Table, period: str, counts: Counts) -> Iterator[tuple[Key, int]]:
    months = months_of(period)
    for city in counts.cities:
        for county in counts.counties.get(city, ()):
            count = counts.sum(months, table.axis, WHOLE, city, county, measure=RECEIVED)
            yield Key(table.axis, period, county, WHOLE, RECEIVED), count


def money_cells(period: str, counts: Counts, known: Mapping[Key, int | None]) -> dict[Key, int | None]:
    """The sums in fen, None where withheld; empty where not even the total is safe. `known`: all other cells."""
    if grain_of(period) is Grain.YEAR:
        return _of_year(period, counts, known)
    months = months_of(period)
    parts = {
        city: rules.Sum(
            counts.sum(months, Axis.ALL, WHOLE, city, measure=MONEY),
            counts.largest(months, city),
            counts.sum(months, Axis.ALL, WHOLE, city, measure="confirmed"),
        )
        for city in counts.cities
    }
    # where nobody may know how many were paid, a sum would tell that somebody was
    uncounted = [
        city for city in parts if known.get(Key(Axis.ALL, period, city, WHOLE, "confirmed"), 0) is None
    ]
    whole = rules.Sum(
        sum(part.fen for part in parts.values()),
        max((part.largest_fen for part in parts.values()), default=0),
        sum(part.people for part in parts.values()),
    )
    if whole.is_sensitive or known.get(_confirmed(period), 0) is None:
        return {}
    hidden = rules.withheld(parts, also=uncounted)
    is_whole_safe = rules.total_is_safe(parts, hidden)
    found: dict[Key, int | None] = {
        _name(period, city): None if city in hidden else part.fen for city, part in parts.items()
    }
    found[_name(period, WHOLE)] = whole.fen if is_whole_safe else None
    return found


def _of_year(year: str, counts: Counts, known: Mapping[Key, int | None]) -> dict[Key, int | None]:
    """Sums of what is public already, so nothing new is told."""
    found: dict[Key, int | None] = {}
    for place in (*counts.cities, WHOLE):
        quarters = [known.get(_name(quarter, place)) for quarter in quarters_of(int(year))]
        told = [fen for fen in quarters if fen is not None]
        found[_name(year, place)] = sum(told) if len(told) == len(quarters) else None
    return found


def _name(period: str, place: str) -> Key:
    return Key(Axis.ALL, period, place, WHOLE, MONEY)


def _confirmed(period: str) -> Key:
    return Key(Axis.ALL, period, WHOLE, WHOLE, "confirmed")


def call_counts(quarter: str) -> dict[str, int]:
    """How many were called, reached, and said that it was solved; empty while the calls go on."""
    return rounds.released_counts(quarter)


def call_cells(quarter: str, unknown: int | None) -> dict[Key, int | None]:
    """Them, and how many of the `unknown` this means; empty where any of it is told of too few people."""
    found = call_counts(quarter)
    estimate = rounds.estimate(quarter)
    if estimate is None or unknown is None or not is_safe(*(found[name] for name in CALLS)):
        return {}
    of = {
        **found,
        "estimated": round(unknown * estimate.share),
        "estimated_low": round(unknown * estimate.low),
        "estimated_high": round(unknown * estimate.high),
    }
    return {Key(Axis.ALL, quarter, WHOLE, WHOLE, name): count for name, count in of.items()}


def is_safe(called: int, reached: int, solved: int) -> bool:
    """Whether neither these counts nor their differences are small: all of them are told, or none."""
    told = (called, reached, solved, called - reached, reached - solved)
    return called >= NARROWEST and not any(is_small(count) for count in told)
