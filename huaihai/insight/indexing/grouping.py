"""Which businesses are peers: cells of trade, city and size, small ones joined to their neighbour. Pure.

Cells are never split, every cell lies in one group, and no group is below the limits unless all of them together are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

LEAST_CASES: Final = 5  # of a business
LEAST_BUSINESSES: Final = 5  # of a group
LEAST_TOGETHER: Final = 30  # cases of a group


class Cell(NamedTuple):
    """What makes businesses alike, from what is given up last to what is given up first."""

    trade: str
    city: str
    size: str


@dataclass(frozen=True)
class Amount:
    """How much there is of a cell."""

    businesses: int
    cases: int

    @property
    def is_enough(self) -> bool:
        return self.businesses >= LEAST_BUSINESSES and self.cases >= LEAST_TOGETHER

    def plus(self, other: "Amount") -> "Amount":
        return Amount(self.businesses + other.businesses, self.cases + other.cases)


type Group = tuple[Cell, ...]  # sorted


def amounts(businesses: Iterable[tuple[Cell, int]]) -> dict[Cell, Amount]:
    """By cell, of businesses with their cases."""
    found: dict[Cell, Amount] = {}
    for cell, cases in businesses:
        found[cell] = found.get(cell, Amount(0, 0)).plus(Amount(1, cases))
    return found


def joined(cells: Mapping[Cell, Amount]) -> list[Group]:
    """The groups of peers, sorted; nothing where even all cells together are below the limits."""
    groups = _joined(sorted(cells), cells, depth=0)
    return sorted(group for group in groups if _amount(group, cells).is_enough)


def _joined(keys: Sequence[Cell], cells: Mapping[Cell, Amount], *, depth: int) -> list[Group]:
    """Of cells that are alike in their first `depth` parts: what is too small is joined, the smallest neighbour with it
    if need be."""
    if depth == len(Cell._fields):
        return [tuple(keys)]
    inner: dict[str, list[Cell]] = {}
    for key in keys:
        inner.setdefault(key[depth], []).append(key)
    groups = [group for some in inner.values() for group in _joined(some, cells, depth=depth + 1)]
    enough = [group for group in groups if _amount(group, cells).is_enough]
    rest: Group = tuple(sorted(cell for group in groups if group not in enough for cell in group))
    while rest and enough and not _amount(rest, cells).is_enough:
        smallest = min(enough, key=lambda group: (_amount(group, cells).cases, group))
        enough.remove(smallest)
        rest = tuple(sorted((*rest, *smallest)))
    return [*enough, rest] if rest else enough


def _amount(group: Group, cells: Mapping[Cell, Amount]) -> Amount:
    found = Amount(0, 0)
    for cell in group:
        found = found.plus(cells[cell])
    return found
