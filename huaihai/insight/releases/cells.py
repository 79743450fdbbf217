"""The cells of a table of a period at a rung, with what they count: before anything is withheld."""

from collections.abc import Iterator
from typing import NamedTuple

from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.disclosure.rules import NARROWEST, THRESHOLD
from huaihai.insight.releases.counted import Counts
from huaihai.insight.releases.periods import months_of
from huaihai.insight.releases.tables import NONE, RECEIVED, Table


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


def cells(table: Table, period: str, rung: str, counts: Counts) -> Iterator[tuple[Key, int]]:
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
