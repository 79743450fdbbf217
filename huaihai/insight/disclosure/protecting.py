"""Complementary suppression, and its audit: the least and the most that each withheld cell can be.

For each withheld cell the cheapest set of cells is found by which it could be eight more (or less) with nothing public
changed: a pattern of changes through the linked tables, after Kelly, Golden and Assad (1992), "Cell suppression:
disclosure protection for sensitive tabular data", *Networks* 22; Fischetti and Salazar-González (2000), "Models and
algorithms for optimizing cell suppression in tabular data with linear constraints", *JASA* 95. Each pattern is a proof
at once: there is another table with the same public numbers. Withholding more takes no such proof away.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from huaihai.insight.disclosure.linked import Moved, Program, State, System, firsts, parts, touched
from huaihai.insight.disclosure.rules import NARROWEST, THRESHOLD

DEAR = 5.0  # cells at this cost or above are looked at only where others do not help
ZERO = 20.0  # how many times dearer than a one
SWEEPS = 4  # pairs, before cells are looked at one by one


@dataclass
class Protected:
    """Cells withheld in the end, those for which nothing helped, and how many programs were solved."""

    withheld: set[int]
    stuck: set[int] = field(default_factory=set)
    programs: int = 0


def protect(system: System) -> Protected:
    """Withhold more cells until no withheld one is known within `NARROWEST`."""
    return _Protecting(system).run()


class _Protecting:
    def __init__(self, system: System) -> None:
        self.system = system
        states = np.array([cell.state for cell in system.cells])
        self.hidden, self.latent = states == State.WITHHELD, states == State.LATENT
        cost = np.array([cell.cost for cell in system.cells])
        # a larger number is missed more; a zero goes last
        weight = cost * np.where(system.values > 0, 1 + np.log2(1 + system.values.clip(min=0)), ZERO)
        self.price = np.where(states == State.SHOWN, weight, np.inf)
        self.is_dear = cost >= DEAR
        self.least = np.zeros(len(states), dtype=np.int64)
        self.most = np.zeros(len(states), dtype=np.int64)
        self.touched = touched(system)
        self.random = np.random.default_rng(1)
        self.programs: dict[bool, Program] = {}
        self.done = Protected(set())

    def run(self) -> Protected:
        sweeps = SWEEPS
        while len(left := self._unproven()):
            for _pair in range(sweeps):
                self._sweep(left)
                left = self._unproven()
            for cell in left[np.argsort(self.system.values[left], kind="stable")].tolist():
                if self.most[cell] - self.least[cell] < NARROWEST:
                    self._repair(cell)
            sweeps = 1
        self.done.withheld = set(np.flatnonzero(self.hidden).tolist())
        return self.done

    def _unproven(self) -> NDArray[np.intp]:
        """Withheld cells of which it is not proven yet that they can lie far enough apart."""
        left = np.flatnonzero(self.hidden & self.touched & (self.most - self.least < NARROWEST))
        return left[~np.isin(left, list(self.done.stuck))]

    def _sweep(self, cells: NDArray[np.intp]) -> None:
        if not len(cells):
            return
        free = self.hidden | self.latent
        program = Program(self.system, free=free, price=np.full(len(free), np.inf))
        signs = self.random.choice(np.array([-1.0, 1.0]), len(cells))
        for each in (signs, -signs):
            self.done.programs += 1
            for moved in program.sweep(cells, each):
                self._learn(moved)

    def _repair(self, cell: int) -> None:
        """Withhold what it takes: nothing; else with totals untouched; else any cell that may still be withheld."""
        self._reach(cell)
        if self.most[cell] - self.least[cell] >= NARROWEST:
            return
        for with_totals in (False, True):
            if with_totals not in self.programs:
                self.programs[with_totals] = Program(
                    self.system, free=self.hidden | self.latent, price=self._prices(with_totals=with_totals)
                )
            found = self._cheapest(self.programs[with_totals], cell)
            if found:
                break
        else:
            self.done.stuck.add(cell)
            return
        for moved in found:
            self._learn(moved)
            fresh = (moved.by != 0) & ~self.hidden & ~self.latent
            if fresh.any():
                self.hidden |= fresh
                self.programs.clear()

    def _reach(self, cell: int) -> None:
        """How far this cell goes by itself."""
        free = self.hidden | self.latent
        program = Program(self.system, free=free, price=np.full(len(free), np.inf))
        for sign in (1.0, -1.0):
            self.done.programs += 1
            for moved in program.sweep(np.array([cell]), np.array([sign])):
                self._learn(moved)

    def _cheapest(self, program: Program, cell: int) -> list[Moved]:
        """One or two changes that together are far enough: up alone, down alone, or some of each."""
        value = int(self.system.values[cell])
        lower = min(value, THRESHOLD - 1)
        plans = [(NARROWEST, 0), (0, NARROWEST), (NARROWEST - lower, lower)]
        plans += [(NARROWEST - down, down) for down in range(1, NARROWEST) if down != lower]
        best: list[Moved] = []
        for up, down in plans:
            if down > value:
                continue
            if best and 0 < down != lower:
                break  # the others are tried only where none of the three helps
            self.done.programs += 1
            moves = [program.move(cell, by) for by in (up, -down) if by]
            held = [move for move in moves if move is not None]
            if len(held) == len(moves) and (not best or _cost(held) < _cost(best)):
                best = held
            if best and _cost(best) == 0:
                break
        return best

    def _learn(self, moved: Moved) -> None:
        self.least, self.most = np.minimum(self.least, moved.by), np.maximum(self.most, moved.by)

    def _prices(self, *, with_totals: bool) -> NDArray[np.float64]:
        price = np.where(self.hidden | self.latent, np.inf, self.price)
        return price if with_totals else np.where(self.is_dear, np.inf, price)


def _cost(moves: list[Moved]) -> float:
    return sum(move.cost for move in moves)


AUDIT_SWEEPS: Final = 4  # pairs of programs that push all withheld cells at once
FARTHEST: Final = 40.0  # in a sweep
UNBOUNDED: Final = 3  # a status of scipy


@dataclass(frozen=True)
class Audited:
    """How many cells were looked at, which are known too well, and the narrowest width that was seen.

    A cell whose width is proven far enough by the tables found for others is not looked at again; so the true width
    of a cell is at least what is told here.
    """

    cells: int
    narrow: dict[int, tuple[float, float]]
    narrowest: float | None
    programs: int


def audit(system: System, *, only_touched: bool = False) -> Audited:
    """Look at every withheld cell of the system; or of its parts to which something new is added."""
    return _Auditing(system, touched(system) if only_touched else np.ones(len(system.cells), bool)).run()


class _Auditing:
    def __init__(self, system: System, looked_at: NDArray[np.bool_]) -> None:
        self.system = system
        self.count = len(system.atoms)
        states = np.array([cell.state for cell in system.cells])
        self.wanted = np.flatnonzero((states == State.WITHHELD) & looked_at)
        self.is_public = np.isin(states, (State.SHOWN, State.HELD))
        fixed = np.concatenate([np.zeros(self.count, bool), self.is_public])
        self.labels = parts(system.matrix, fixed)
        self.low = system.values.astype(float)
        self.high = system.values.astype(float)
        self.label_of_cell = self.labels[firsts(system)]
        self.held: dict[int, Any] = {}
        self.programs = 0

    def run(self) -> Audited:
        narrow: dict[int, tuple[float, float]] = {}
        random = np.random.default_rng(2)
        for _sweep in range(AUDIT_SWEEPS if len(self.wanted) else 0):
            signs = random.choice([-1.0, 1.0], len(self.wanted))
            for label in np.unique(self.label_of_cell[self.wanted]).tolist():
                at = self.label_of_cell[self.wanted] == label
                for each in (signs, -signs):
                    self._solve(label, self.wanted[at], each[at], FARTHEST)
        for cell in self.wanted.tolist():
            for sign in (-1, 1):
                if self.high[cell] - self.low[cell] < NARROWEST:
                    one = np.array([cell])
                    self._solve(int(self.label_of_cell[cell]), one, np.array([float(sign)]), np.inf)
            if self.high[cell] - self.low[cell] < NARROWEST - 1e-6:
                narrow[cell] = (float(self.low[cell]), float(self.high[cell]))
        widths = (self.high - self.low)[self.wanted]
        return Audited(len(self.wanted), narrow, float(widths.min()) if len(widths) else None, self.programs)

    def _solve(
        self, label: int, cells: NDArray[np.intp], signs: NDArray[np.float64], farthest: float
    ) -> None:
        """Push these cells of a part up (1) or down (-1) as far as the public numbers let them go."""
        held, columns, given, lower, upper = self._part(label)
        places = np.searchsorted(columns, self.count + cells)
        aim = np.zeros(len(columns))
        aim[places] = -signs
        lower, upper = lower.copy(), upper.copy()
        lower[places] = np.maximum(0, self.system.values[cells] - farthest)
        upper[places] = self.system.values[cells] + farthest
        answer = milp(aim, constraints=LinearConstraint(held, given, given), bounds=Bounds(lower, upper))
        self.programs += 1
        if answer.x is None:
            if len(cells) == 1 and answer.status == UNBOUNDED:
                self.high[cells] = np.inf
            return
        at = columns >= self.count
        moved = columns[at] - self.count
        self.low[moved] = np.minimum(self.low[moved], answer.x[at])
        self.high[moved] = np.maximum(self.high[moved], answer.x[at])

    def _part(self, label: int) -> Any:
        """Equations, columns, what they add up to, and limits: no atom is less than nothing, a public cell is known.

        What ways of a public cell truly add up to may differ a little, where a count was corrected later: the audit
        takes this as known too.
        """
        if label not in self.held:
            held = self.system.matrix[np.flatnonzero(self.labels == label)]
            columns = np.unique(held.indices)
            truth = np.concatenate([self.system.atoms, self.system.values]).astype(float)
            lower, upper = np.zeros(len(columns)), np.full(len(columns), np.inf)
            cells = np.flatnonzero(columns >= self.count)
            known = cells[self.is_public[columns[cells] - self.count]]
            lower[known] = upper[known] = truth[columns[known]]
            self.held[label] = held[:, columns], columns, held @ truth, lower, upper
        return self.held[label]
