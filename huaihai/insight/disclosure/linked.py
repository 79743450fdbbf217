"""Tables that are published together, as one system of sums over numbers that nobody sees.

An *atom* is such a number (cases of one trade, one city and one outcome, say). A published cell is a sum of atoms;
where it can be told in several *ways* (by months, by trades, by natures) all of them are equal. What anybody can work
out from the published cells is exactly what follows from these equations and from no atom being less than nothing.
An index `~n` in a way takes atom `n` away.

Everything is told as change: `d` of the atoms, `s` of the cells, from the truth. Public numbers do not change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
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
