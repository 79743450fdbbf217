"""An item's value in every draw, as bounds on whole normal numbers that everybody can make again: exact, and quick."""

import hashlib
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import floor, isqrt
from statistics import NormalDist
from typing import Final

from huaihai.supervision.grading.items import Item, Linear, Steps, is_worse
from huaihai.supervision.grading.numbers import FULL, ZERO
from huaihai.supervision.grading.readings import Measured

SCALE: Final = 1000  # the numbers are whole thousandths
LEVELS: Final = 1 << 12  # of two bytes, twelve bits


@cache
def quantiles() -> tuple[int, ...]:
    """Z[k]: the normal quantile of (k + ½) ÷ 4,096, in thousandths."""
    normal = NormalDist()
    upper = [round(SCALE * normal.inv_cdf((k + 0.5) / LEVELS)) for k in range(LEVELS // 2, LEVELS)]
    return tuple(-z for z in reversed(upper)) + tuple(upper)


def extreme() -> int:
    """The greatest number that can come, in thousandths; the least is its negative."""
    return quantiles()[-1]


def normal_numbers(seed: str, product: str, item: str, draws: int) -> list[int]:
    """The first `draws` numbers of an item of a product, in thousandths."""
    drawn = hashlib.shake_256(f"{seed}|{product}|{item}".encode()).digest(2 * draws)
    levels = array("H", (int.from_bytes(drawn) & _mask(draws)).to_bytes(2 * draws))
    if sys.byteorder == "little":
        levels.byteswap()
    return list(map(quantiles().__getitem__, levels))


@cache
def _mask(draws: int) -> int:
    return int.from_bytes((LEVELS - 1).to_bytes(2) * draws)


HALF_PI: Final = 1_570_796  # π ÷ 2 in millionths: a median varies so many times as much as a mean


@dataclass(frozen=True)
class Shaken:
    """A value and its error. In a draw it is worse by `step` × a number of `worsening`, in thousandths.

    Without an error, `step` is 0 and `worsening` is empty.
    """

    item: Item
    value: Fraction
    step: Fraction
    worsening: Sequence[int]

    def beyond(self, bound: Fraction) -> bool | list[bool]:
        """Whether the value is on the bad side of the bound: in all draws, in none, or draw by draw."""
        if not self.worsening:
            return is_worse(self.value, bound, low_is_better=self.item.low_is_better)
        last = self.last_within(bound)
        if not -extreme() <= last < extreme():
            return last < 0
        return [number > last for number in self.worsening]

    def last_within(self, bound: Fraction) -> int:
        """The greatest number with which the value still keeps the bound."""
        away = bound - self.value if self.item.low_is_better else self.value - bound
        return floor(away / self.step)


@dataclass(frozen=True)
class Line:
    """An item's part of the total: `start` + `slope` × number, from 0 to `most`. Slope 0: the same in all draws."""

    start: Fraction
    slope: Fraction
    most: Fraction

    def denominators(self) -> list[int]:
        """Of all its numbers."""
        return [self.start.denominator, self.slope.denominator, self.most.denominator]

    def column(self, over: int, numbers: Sequence[int]) -> list[int]:
        """The part in every draw, in units of 1 ÷ `over`."""
        start, slope, most = int(self.start * over), int(self.slope * over), int(self.most * over)
        reach = abs(slope) * extreme()
        if reach <= start <= most - reach:
            return [start + slope * number for number in numbers]
        return [
            0 if (part := start + slope * number) < 0 else part if part < most else most  # noqa: FURB136 (quicker)
            for number in numbers
        ]


@dataclass(frozen=True)
class Stairs:
    """An item's part of the total: `parts`[j] as long as the number is at most `last_within`[j], then the next."""

    last_within: tuple[int, ...]
    parts: tuple[Fraction, ...]

    def denominators(self) -> list[int]:
        """Of all its numbers."""
        return [part.denominator for part in self.parts]

    def column(self, over: int, numbers: Sequence[int]) -> list[int]:
        """The part in every draw, in units of 1 ÷ `over`."""
        parts, ends = [int(part * over) for part in self.parts], self.last_within
        if len(ends) == 1:
            (end,), (within, beyond) = ends, parts
            return [within if number <= end else beyond for number in numbers]
        return [parts[bisect_left(ends, number)] for number in numbers]


type Part = Line | Stairs


def shaken(item: Item, product: str, measured: Measured, seed: str, draws: int) -> Shaken | None:
    """The item's value in `draws` draws; None where it does not apply."""
    if measured.value is None:
        return None
    step = step_of(item, measured)
    if not step:
        return Shaken(item, measured.value, ZERO, ())
    numbers = normal_numbers(seed, product, item.key, draws)
    return Shaken(
        item, measured.value, step, numbers if item.low_is_better else [-number for number in numbers]
    )


def step_of(item: Item, measured: Measured) -> Fraction:
    """What one thousandth of the normal number adds to the value; 0 without an error."""
    if item.error is None or measured.value is None:
        return ZERO
    u = item.error.u * abs(measured.value) if item.error.is_relative else item.error.u
    return u * factor(item.combine, measured.count) / SCALE


def factor(combine: str, count: int) -> Fraction:
    """The error of a combined value of so many readings, against that of one."""
    if combine == "worst":
        return Fraction(1)
    variance = HALF_PI if combine == "median" and count > 2 else SCALE**2
    return Fraction(isqrt(variance // count), SCALE)


def part_of(one: Shaken, weight: Fraction) -> Part:
    """What the item gives to the total, weight and scale together."""
    scale, share = one.item.scale, weight / FULL
    if not one.worsening:
        return Line(share * scale.points(one.value), ZERO, weight)
    if isinstance(scale, Linear):
        a_unit = share * FULL / (scale.best - scale.worst)
        slope = -abs(a_unit) * one.step
        return Line(a_unit * (one.value - scale.worst), slope, weight)
    return _stairs(one, scale, share)


def _stairs(one: Shaken, scale: Steps, share: Fraction) -> Part:
    """Only those steps that a number can reach."""
    ends = [one.last_within(bound) for bound, _ in scale.steps]
    parts = [share * points for _, points in scale.steps] + [share * scale.otherwise]
    first, last = bisect_left(ends, -extreme()), bisect_left(ends, extreme())
    if first == last:
        return Line(parts[first], ZERO, FULL)
    return Stairs(tuple(ends[first:last]), tuple(parts[first : last + 1]))
