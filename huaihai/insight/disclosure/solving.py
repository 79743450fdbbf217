"""Linear programs over a part of a system: which changes of withheld cells leave everything public as it is."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from huaihai.insight.disclosure.linked import System, firsts, parts

EXACT: Final = 1e-6
ROOM: Final = 0.8  # of a change counts that was found in fractions alone
FARTHEST: Final = 16  # how far a sweep moves a cell


@dataclass(frozen=True)
class Moved:
    """How much each cell changes (`by`), and what it costs. `is_whole`: such a table of whole numbers exists."""

    by: NDArray[np.int64]
    cost: float
    is_whole: bool


class Program:
    """A system in which some cells are free to change, some at a cost, and the others not."""

    def __init__(self, system: System, *, free: NDArray[np.bool_], price: NDArray[np.float64]) -> None:
        """`free`: cells that may change for nothing; `price`: what a change by one costs (infinite: never)."""
        self.system, self.free, self.price = system, free, price
        self._parts: dict[int, _Part] = {}

    @property
    def is_movable(self) -> NDArray[np.bool_]:
        return self.free | np.isfinite(self.price)

    @cached_property
    def _labels(self) -> NDArray[np.int32]:
        return parts(
            self.system.matrix, np.concatenate([np.zeros(len(self.system.atoms), bool), ~self.is_movable])
        )

    @cached_property
    def _label_of_cell(self) -> NDArray[np.int32]:
        """Each cell's part: that of its first way."""
        return self._labels[firsts(self.system)]

    def move(self, cell: int, by: int) -> Moved | None:
        """The cheapest way in which this cell changes by so much; None if there is none."""
        part = self._part(int(self._label_of_cell[cell]))
        found = part.moved(cell, by)
        if found is None or found.is_whole:
            return found
        return part.moved(cell, round(by / ROOM))

    def sweep(self, cells: NDArray[np.intp], signs: NDArray[np.float64]) -> list[Moved]:
        """Move all these cells at once as far as they go, each up or down as `signs` says; one answer a part."""
        found = []
        for label in np.unique(self._label_of_cell[cells]).tolist():
            at = self._label_of_cell[cells] == label
            moved = self._part(label).swept(cells[at], signs[at])
            if moved is not None:
                found.append(moved)
        return found

    def _part(self, label: int) -> "_Part":
        if label not in self._parts:
            self._parts[label] = _Part(self, np.flatnonzero(self._labels == label))
        return self._parts[label]


class _Part:
    """The equations of one part, ready to be solved. Columns: atoms, cells that go up, the same that go down."""

    def __init__(self, program: Program, rows: NDArray[np.intp]) -> None:
        system, count = program.system, len(program.system.atoms)
        held = system.matrix[rows]
        columns = np.unique(held.indices)
        cells = columns[columns >= count] - count
        atoms = columns[columns < count]
        self.cells = cells[program.is_movable[cells]]
        self.size, self.atoms = len(system.cells), len(atoms)
        moving = held[:, self.cells + count]
        self.matrix = csr_array(hstack([held[:, atoms], moving, -moving]))
        price = np.where(program.free[self.cells], 0.0, program.price[self.cells])
        self.costs = np.concatenate([np.zeros(len(atoms)), price, price])
        self.lower = np.concatenate([-system.atoms[atoms].astype(float), np.zeros(2 * len(self.cells))])

    def moved(self, cell: int, by: int) -> Moved | None:
        lower, upper = self.lower.copy(), np.full(len(self.lower), np.inf)
        place = self.atoms + int(np.searchsorted(self.cells, cell))
        for index, amount in ((place, max(by, 0)), (place + len(self.cells), max(-by, 0))):
            lower[index] = upper[index] = amount
        return self._solved(self.costs, lower, upper)

    def swept(self, cells: NDArray[np.intp], signs: NDArray[np.float64]) -> Moved | None:
        upper = np.full(len(self.lower), np.inf)
        places = self.atoms + np.searchsorted(self.cells, cells)
        upper[places] = upper[places + len(self.cells)] = FARTHEST
        aim = self.costs.copy()
        aim[places], aim[places + len(self.cells)] = -signs, signs
        return self._solved(aim, self.lower, upper)

    def _solved(
        self, aim: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64]
    ) -> Moved | None:
        answer = milp(aim, constraints=LinearConstraint(self.matrix, 0, 0), bounds=Bounds(lower, upper))
        if answer.x is None:
            return None
        ends = answer.x[self.atoms :]
        change = ends[: len(self.cells)] - ends[len(self.cells) :]
        is_whole = bool(np.all(np.abs(answer.x - np.rint(answer.x)) < EXACT))
        by = np.zeros(self.size, dtype=np.int64)
        # away from nothing, so that whatever moves at all is withheld
        by[self.cells] = np.rint(change) if is_whole else _rounded(change)
        cost = float(self.costs @ answer.x)
        return Moved(by, 0.0 if cost < EXACT else cost, is_whole)


def _rounded(change: NDArray[np.float64]) -> NDArray[np.float64]:
    """A change in fractions as one that may be relied on, never nothing where something moves."""
    kept = np.trunc(change * ROOM + np.sign(change) * EXACT)
    return np.where((np.abs(change) > EXACT) & (kept == 0), np.sign(change), kept)
