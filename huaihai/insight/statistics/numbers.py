"""The numbers of a release and their sums, looked up by (axis, period, place, key, measure). Pure: no Django.

How a sum is made is told in `deriving`.
"""

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from typing import NamedTuple

ALL = "all"


class Hidden(Enum):
    """What stands where a number is not published."""

    WITHHELD = "withheld"


WITHHELD = Hidden.WITHHELD
type Number = int | Hidden | None  # None: there is none


class Cell(NamedTuple):
    """A published number, as in the release's file; `value` None where it is withheld."""

    axis: str
    period: str
    place: str
    key: str
    measure: str
    value: int | None


class Numbers:
    """The numbers of a release, and their sums. `cities` are the codes whose sum is the whole."""

    def __init__(self, cells: Iterable[Cell], cities: Sequence[str]) -> None:
        self._cells = {cell[:5]: cell.value for cell in cells}
        self._cities = tuple(cities)
        self.get = cache(self._get)

    def _get(self, axis: str, period: str, place: str, key: str, measure: str) -> Number:
        """The number: its cell, else the sum of the period's parts, else of the place's."""
        asked = (axis, period, place, key, measure)
        if asked in self._cells:
            value = self._cells[asked]
            return WITHHELD if value is None else value
        found = added(*(self.get(axis, part, place, key, measure) for part in parts(period)))
        if found is None and place == ALL:
            found = added(*(self.get(axis, period, city, key, measure) for city in self._cities))
        return found

    def published(self) -> Iterable[tuple[str, ...]]:
        """What is published: (axis, period, place, key, measure)."""
        return self._cells.keys()


def added(*found: Number) -> Number:
    """The sum: none where a part is missing, withheld where a part is withheld."""
    if not found or None in found:
        return None
    known = [number for number in found if isinstance(number, int)]
    return sum(known) if len(known) == len(found) else WITHHELD


def parts(period: str) -> tuple[str, ...]:
    """The months of a quarter, the quarters of a year; nothing for a month."""
    year, _, rest = period.partition("-")
    if not rest:
        return tuple(f"{year}-Q{quarter}" for quarter in range(1, 5))
    if rest.startswith("Q"):
        first = int(rest[1:]) * 3 - 2
        return tuple(f"{year}-{month:02}" for month in range(first, first + 3))
    return ()


def before(period: str) -> str:
    """The month, quarter or year before this one."""
    year, _, rest = period.partition("-")
    if not rest:
        return f"{int(year) - 1:04}"
    last, is_quarter = (4, True) if rest.startswith("Q") else (12, False)
    here = int(rest.removeprefix("Q"))
    if here == 1:
        year, here = f"{int(year) - 1:04}", last + 1
    return f"{year}-Q{here - 1}" if is_quarter else f"{year}-{here - 1:02}"


def wholes(period: str) -> tuple[str, ...]:
    """The period and what it is part of: a month, its quarter, its year."""
    year, _, rest = period.partition("-")
    if not rest:
        return (period,)
    if rest.startswith("Q"):
        return (period, year)
    return (period, f"{year}-Q{(int(rest) + 2) // 3}", year)


def year_before(period: str) -> str:
    """The same month, quarter or year of the year before."""
    return f"{int(period[:4]) - 1:04}{period[4:]}"
