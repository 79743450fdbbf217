"""An item's value in every draw, as bounds on whole normal numbers instead of values: exact, and quick."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isqrt
from typing import Final

from huaihai.supervision.grading import normal
from huaihai.supervision.grading.items import Item
from huaihai.supervision.grading.measuring import Measured
from huaihai.supervision.grading.numbers import FULL, ZERO
from huaihai.supervision.grading.scales import Linear, Steps, is_worse

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
        if not -normal.extreme() <= last < normal.extreme():
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
        reach = abs(slope) * normal.extreme()
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
    numbers = normal.numbers(seed, product, item.key, draws)
    return Shaken(
        item, measured.value, step, numbers if item.low_is_better else [-number for number in numbers]
    )


def step_of(item: Item, measured: Measured) -> Fraction:
    """What one thousandth of the normal number adds to the value; 0 without an error."""
    if item.error is None or measured.value is None:
        return ZERO
    u = item.error.u * abs(measured.value) if item.error.is_relative else item.error.u
    return u * factor(item.combine, measured.count) / normal.SCALE


def factor(combine: str, count: int) -> Fraction:
    """The error of a combined value of so many readings, against that of one."""
    if combine == "worst":
        return Fraction(1)
    variance = HALF_PI if combine == "median" and count > 2 else normal.SCALE**2
    return Fraction(isqrt(variance // count), normal.SCALE)


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
    first, last = bisect_left(ends, -normal.extreme()), bisect_left(ends, normal.extreme())
    if first == last:
        return Line(parts[first], ZERO, FULL)
    return Stairs(tuple(ends[first:last]), tuple(parts[first : last + 1]))
