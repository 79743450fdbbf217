"""The counts of a year as the rollups hold them: what linking and publishing read. No number here is public."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from huaihai.insight.axes import Axis
from huaihai.insight.models import MonthCount
from huaihai.insight.outcomes import Outcome

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
