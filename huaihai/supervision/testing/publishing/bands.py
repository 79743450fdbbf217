"""Results in a few bands instead of a list of places: what is clearly better, what measuring cannot tell apart, what
is clearly worse, what is unsafe. The places of a band's middle would change with the next measurement."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.supervision.testing.publishing.facts import Row

MOST_BEST = 5
BETTER, ALIKE, WORSE, UNSAFE, NONE = range(5)
NAMES: Final[Mapping[int, Promise | str]] = {
    BETTER: pgettext_lazy("band of results", "Clearly better"),
    ALIKE: pgettext_lazy("band of results", "Cannot be told apart"),
    WORSE: pgettext_lazy("band of results", "Clearly worse"),
    UNSAFE: pgettext_lazy("band of results", "Unsafe"),
    NONE: pgettext_lazy("band of results", "No grade"),
}
MORE: Final[Mapping[int, Promise | str]] = {
    ALIKE: gettext_lazy("Measured again, their places would change. The cheapest stand first."),
    UNSAFE: gettext_lazy("Please do not use them."),
}


@dataclass(frozen=True)
class Spot:
    """Where a row's place and its range lie on the axis that all rows share, in per cent of its width."""

    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Band:
    """Rows that belong together; `name` is empty where the file does not say how firm places are."""

    name: Promise | str
    more: Promise | str
    rows: Sequence[tuple[Row, Spot | None]]
    count: int  # of all pages


class Bands:
    """To which band each product of a test belongs, and its spot on the axis."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.ranges = {row.key: found for row in rows if (found := _range(row)) is not None}
        self.are_known = bool(self.ranges) and all(row.key in self.ranges for row in rows if row.rank)
        self.last = max([1, *(row.rank or 0 for row in rows), *(high for _low, high in self.ranges.values())])
        safe = sorted((row for row in rows if row.rank and not row.unsafe), key=lambda row: row.rank or 0)
        self._middle = self.ranges.get(safe[len(safe) // 2].key) if safe and self.are_known else None

    def of(self, row: Row) -> int:
        """The band of a row: its range of places against that of the product in the middle."""
        if row.unsafe:
            return UNSAFE
        if row.rank is None:
            return NONE
        if self._middle is None:
            return ALIKE
        (low, high), (least, most) = self.ranges[row.key], self._middle
        return BETTER if high < least else WORSE if low > most else ALIKE

    def order(self, row: Row) -> tuple[int, int, int, str]:
        """By band; within what cannot be told apart the cheapest first, else by place."""
        band = self.of(row)
        by_price = self.are_known and band == ALIKE
        return band, row.product["price_fen"] if by_price else 0, row.rank or 0, row.name

    def grouped(self, rows: Sequence[Row], every: Sequence[Row]) -> list[Band]:
        """The rows of a page in this order, band by band; `every`: those of all pages."""
        counts = Counter(self.of(row) for row in every)
        return [
            Band(NAMES[key], MORE.get(key, ""), [(row, self.spot(row)) for row in held], counts[key])
            for key, held in groupby(rows, self.of)
        ]

    def best(self, rows: Sequence[Row]) -> list[Row]:
        """At most five that are clearly better, none of which failed anything; without ranges, the first three and
        those who share the third place."""
        ranked = sorted((row for row in rows if row.rank and not row.failed), key=lambda row: row.rank or 0)
        if self.are_known:
            return [row for row in ranked if self.of(row) == BETTER][:MOST_BEST]
        last = ranked[min(2, len(ranked) - 1)].rank or 0 if ranked else 0
        return [row for row in ranked if (row.rank or 0) <= last][:MOST_BEST]

    def alike(self, rows: Sequence[Row]) -> int:
        """How many cannot be told apart; 0 where nothing is said about that."""
        return sum(self.of(row) == ALIKE for row in rows) if self.are_known else 0

    def spot(self, row: Row) -> Spot | None:
        """None for a row without a place."""
        if row.rank is None:
            return None
        low, high = self.ranges.get(row.key, (row.rank, row.rank))
        return Spot(self._x(low), self._x(row.rank), self._x(high))

    def _x(self, place: int) -> float:
        return round(2 + 96 * (place - 1) / max(1, self.last - 1), 2)


def _range(row: Row) -> tuple[int, int] | None:
    held = row.result.get("firmness")
    return (held["rank_low"], held["rank_high"]) if held and row.rank is not None else None
