"""The audit: the least and the most that each withheld cell can be, from public numbers alone, by linear program."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from huaihai.insight.disclosure.linked import State, System, firsts, parts, touched
from huaihai.insight.disclosure.rules import NARROWEST

SWEEPS: Final = 4  # pairs of programs that push all withheld cells at once
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
        for _sweep in range(SWEEPS if len(self.wanted) else 0):
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
