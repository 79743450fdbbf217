"""The numbers of a release, looked up by (axis, period, place, key, measure), and the periods. Pure: no Django."""

from collections.abc import Iterable
from enum import Enum
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
    """The numbers of a release, looked up by their five names."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._cells = {cell[:5]: cell.value for cell in cells}

    def get(self, axis: str, period: str, place: str, key: str, measure: str) -> Number:
        """The number; None where there is no such cell."""
        asked = (axis, period, place, key, measure)
        if asked not in self._cells:
            return None
        value = self._cells[asked]
        return WITHHELD if value is None else value

    def with_all(self, others: "Numbers") -> "Numbers":
        """These and those of `others`."""
        return Numbers([*self.cells(), *others.cells()])

    def cells(self) -> Iterable[Cell]:
        """What is there."""
        return (Cell(*asked, value) for asked, value in self._cells.items())


def added(*found: Number) -> Number:
    """The sum: none where a part is missing, withheld where a part is withheld."""
    if not found or None in found:
        return None
    known = [number for number in found if isinstance(number, int)]
    return sum(known) if len(known) == len(found) else WITHHELD


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


def year_before(period: str) -> str:
    """The same month, quarter or year of the year before."""
    return f"{int(period[:4]) - 1:04}{period[4:]}"
