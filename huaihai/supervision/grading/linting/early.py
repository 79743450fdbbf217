"""Numbers that are what comes out if somebody rounds on the way."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, Literal

from huaihai.supervision.grading.numbers import rounded

MOST_DIGITS: Final = 6
MODES: Final[tuple[Literal["half-up", "half-even"], ...]] = ("half-up", "half-even")


def roundings(value: Fraction) -> Iterator[Fraction]:
    """The value with 0 to 6 digits, both ways."""
    for digits in range(MOST_DIGITS + 1):
        for mode in MODES:
            yield at(value, digits, mode)


def at(value: Fraction, digits: int, mode: Literal["half-up", "half-even"]) -> Fraction:
    """The value rounded to so many digits; below 0 as above it."""
    sign = -1 if value < 0 else 1
    return Fraction(sign * rounded(abs(value), digits, mode), 10**digits)


def is_rounded(stated: Fraction, right: Fraction) -> bool:
    """Whether what is stated is what is right, rounded."""
    return stated in set(roundings(right))
