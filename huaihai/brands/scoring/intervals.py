"""How sure points are, in whole millionths of a point, always rounded outwards.

Of a share: the score interval of Wilson (E. B. Wilson, "Probable inference, the law of succession, and statistical
inference", Journal of the American Statistical Association 22 (1927), 209-212), with the imagined cases of the prior
counted in, as A. Agresti and B. A. Coull add imagined cases (The American Statistician 52 (1998), 119-126). It always
holds the estimate and never leaves 0 to 100. Of a mean of independent parts: the root of the sum of the squares.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Final

from huaihai.supervision.grading.numbers import FULL, ZERO

Z: Final = Fraction(196, 100)  # 95 % of a normal distribution lies within so many standard deviations
UNIT: Final = 10**6  # one point
_FINE: Final = 10**12  # the square root is taken to so many parts of one


@dataclass(frozen=True)
class Range:
    """Points from 0 to 100, and the lowest and highest that the evidence leaves likely; low ≤ points ≤ high."""

    points: Fraction
    low: Fraction
    high: Fraction


@lru_cache(maxsize=1 << 14)
def of_share(estimate: Fraction, counted: Fraction) -> Range:
    """Points and interval of a share (0 to 1) out of `counted` cases, the imagined ones included."""
    square = Z * Z
    spread = estimate * (1 - estimate) / counted + square / (4 * counted * counted)
    middle, reach = estimate + square / (2 * counted), Z * root(spread)
    whole = 1 + square / counted
    return outward(FULL * estimate, FULL * (middle - reach) / whole, FULL * (middle + reach) / whole)


def of_mean(parts: Iterable[tuple[Fraction, Range]]) -> Range:
    """The mean of independent parts with these weights, and its interval."""
    held = list(parts)
    whole = sum(weight for weight, _range in held)
    points = sum((weight * part.points for weight, part in held), ZERO) / whole
    down = _together(weight * (part.points - part.low) / whole for weight, part in held)
    up = _together(weight * (part.high - part.points) / whole for weight, part in held)
    return outward(points, points - Fraction(down, UNIT), points + Fraction(up, UNIT))


def outward(points: Fraction, low: Fraction, high: Fraction) -> Range:
    """The range in whole millionths, a little wider rather than narrower, within 0 to 100."""
    below, above = Fraction(_floor(low * UNIT), UNIT), Fraction(-_floor(-high * UNIT), UNIT)
    return Range(points, max(below, ZERO), min(above, FULL))


def root(value: Fraction) -> Fraction:
    """The least whole number of billionths of a thousandth whose square is not below `value` (≥ 0)."""
    wanted = -_floor(-value * _FINE * _FINE)
    return Fraction(_root_up(wanted), _FINE)


def _together(halves: Iterable[Fraction]) -> int:
    """Half-widths joined, in millionths of a point, each rounded up before it is squared, and the root after it."""
    return _root_up(sum((-_floor(-half * UNIT)) ** 2 for half in halves))


def _root_up(value: int) -> int:
    return isqrt(value - 1) + 1 if value > 0 else 0


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator
