"""How a value becomes points: by steps (a limit and a pass are steps too), or along a line."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from huaihai.supervision.grading.numbers import FULL, ZERO


@dataclass(frozen=True)
class Steps:
    """Points of the first bound that the value keeps; `otherwise` if it keeps none."""

    low_is_better: bool
    steps: tuple[tuple[Fraction, Fraction], ...]
    otherwise: Fraction

    def points(self, value: Fraction) -> Fraction:
        """Points of a value, from 0 to 100."""
        for bound, points in self.steps:
            if not is_worse(value, bound, low_is_better=self.low_is_better):
                return points
        return self.otherwise

    def bound_of(self, points: Fraction) -> Fraction | bool:
        """The bound beyond which a value has fewer points; True: every value has, False: none."""
        kept: Fraction | bool = True
        for bound, here in self.steps:
            if here < points:
                return kept
            kept = bound
        return kept if self.otherwise < points else False


@dataclass(frozen=True)
class Linear:
    """100 points at `best` and beyond, 0 at `worst` and beyond, a straight line between."""

    best: Fraction
    worst: Fraction

    def points(self, value: Fraction) -> Fraction:
        """Points of a value, from 0 to 100."""
        return min(FULL, max(ZERO, FULL * (value - self.worst) / (self.best - self.worst)))

    def bound_of(self, points: Fraction) -> Fraction | bool:
        """The bound beyond which a value has fewer points (0 < points ≤ 100)."""
        return self.worst + points / FULL * (self.best - self.worst)


type Scale = Steps | Linear

PASSED: Final = Fraction(1)


def one_step(bound: Fraction, *, low_is_better: bool) -> Steps:
    """100 points up to a limit, 0 beyond."""
    return Steps(low_is_better, ((bound, FULL),), ZERO)


def is_worse(value: Fraction, bound: Fraction, *, low_is_better: bool) -> bool:
    """Whether the value is on the bad side of the bound; on it is not."""
    return value > bound if low_is_better else value < bound
