"""Tables that are published together, as one system of sums, and the linear programs over its parts.

An *atom* is such a number (cases of one trade, one city and one outcome, say). A published cell is a sum of atoms;
where it can be told in several *ways* (by months, by trades, by natures) all of them are equal. What anybody can work
out from the published cells is exactly what follows from these equations and from no atom being less than nothing.
An index `~n` in a way takes atom `n` away.

Everything is told as change: `d` of the atoms, `s` of the cells, from the truth. Public numbers do not change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack
from scipy.sparse.csgraph import connected_components


class State(StrEnum):
    """How a cell stands."""

    HELD = "held"  # public, and stays so
    SHOWN = "shown"  # about to be public; may still be withheld
    WITHHELD = "withheld"
    LATENT = "latent"  # in no table; it only ties others together


@dataclass(frozen=True)
class Cell:
    """A sum of atoms, told in one or more ways. `cost`: how sorry one is to withhold it."""

    ways: tuple[tuple[int, ...], ...]
    state: State
    cost: float = 1.0
    is_new: bool = True  # False: it stood, or was withheld, before


@dataclass(frozen=True)
class System:
    """Atoms as they truly are, and cells. Rows of `matrix` are ways, its columns atoms and then cells."""

    atoms: NDArray[np.int64]
    cells: Sequence[Cell]
    matrix: csr_array = field(repr=False)
    values: NDArray[np.int64]  # of the cells, by their first way


def read(given: Mapping[str, Any]) -> System:
    """The system of this JSON: `atoms` (whole numbers) and `cells` (`ways`, `state`, `cost`)."""
    cells = [
        Cell(
            tuple(map(tuple, cell["ways"])),
            State(cell["state"]),
            cell.get("cost", 1.0),
            cell.get("is_new", True),
        )
        for cell in given["cells"]
    ]
    atoms = np.array(given["atoms"], dtype=np.int64)
    known = _known_nothing(atoms, cells)
    kept = [replace(cell, ways=tuple(_without(way, known) for way in cell.ways)) for cell in cells]
    return system_of(atoms, kept)


def _known_nothing(atoms: NDArray[np.int64], cells: Sequence[Cell]) -> set[int]:
    """Atoms that everybody knows to be zero, since a cell above them that was public before is."""
    found: set[int] = set()
    for cell in cells:
        if cell.state != State.HELD:
            continue
        for way in cell.ways:
            if min(way, default=0) >= 0 and not any(atoms[index] for index in way):
                found.update(way)
    return found


def _without(way: Sequence[int], known: set[int]) -> tuple[int, ...]:
    return tuple(index for index in way if (index if index >= 0 else ~index) not in known)


def system_of(atoms: NDArray[np.int64], cells: Sequence[Cell]) -> System:
    """Put equations together."""
    rows, columns, signs = [], [], []
    row = 0
    for number, cell in enumerate(cells):
        for way in cell.ways:
            rows += [row] * (len(way) + 1)
            columns += [index if index >= 0 else ~index for index in way] + [len(atoms) + number]
            signs += [1 if index >= 0 else -1 for index in way] + [-1]
            row += 1
    shape = (row, len(atoms) + len(cells))
    matrix = coo_array((signs, (rows, columns)), shape=shape, dtype=np.float64).tocsr()
    values = np.array([_sum(cell.ways[0], atoms) for cell in cells], dtype=np.int64)
    return System(atoms, cells, matrix, values)


def parts(matrix: csr_array, is_fixed: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The number of the part in which each row lies, when fixed columns tie nothing together."""
    free = matrix[:, np.flatnonzero(~is_fixed)]
    pairs = free.tocoo()
    size = free.shape[0] + free.shape[1]
    ties = coo_array((np.ones(pairs.nnz), (pairs.row, pairs.col + free.shape[0])), shape=(size, size))
    _count, labels = connected_components(ties.tocsr(), directed=False)
    return np.asarray(labels[: free.shape[0]])


def firsts(system: System) -> NDArray[np.intp]:
    """The row of each cell's first way."""
    return np.cumsum([0, *(len(cell.ways) for cell in system.cells[:-1])])


def touched(system: System) -> NDArray[np.bool_]:
    """Which cells lie in a part to which something new is added: of the others nobody learns anything new."""
    states = np.array([cell.state for cell in system.cells])
    fixed = np.concatenate([np.zeros(len(system.atoms), bool), states == State.HELD])
    labels = parts(system.matrix, fixed)[firsts(system)]
    is_new = np.array([cell.is_new and cell.state != State.LATENT for cell in system.cells], dtype=bool)
    return np.isin(labels, np.unique(labels[is_new]))


def _sum(way: Sequence[int], atoms: NDArray[np.int64]) -> int:
    return int(sum(atoms[index] if index >= 0 else -atoms[~index] for index in way))


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
