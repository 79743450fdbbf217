"""Decimals in strings, exact fractions, and the one rounding (docs/guides/test-file.md)."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

type Mode = Literal["half-up", "half-even"]

ZERO: Final = Fraction(0)
FULL: Final = Fraction(100)  # the most points, and what weights add up to
_DECIMAL: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,12}))?")
_EXACT: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+|/0*[1-9][0-9]*)?")
_LONGEST: Final = 4000  # digits; what Python turns into a number at once


@lru_cache(maxsize=1 << 16)
def decimal(text: str) -> Fraction:
    """The number that a string such as "-0.04" says. Raises ValueError for any other form."""
    found = _DECIMAL.fullmatch(text)
    if found is None:
        raise ValueError(text)
    sign, whole, part = found.groups(default="")
    value = Fraction(int(whole + part), 10 ** len(part))
    return -value if sign else value


@lru_cache(maxsize=1 << 16)
def exact(value: Fraction) -> str:
    """A decimal as long as it must be, or a fraction in lowest terms where no decimal ends."""
    rest = value.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    return fixed(value.numerator * 10**places // value.denominator, places)


def parse_exact(text: str) -> Fraction:
    """The number that `exact` wrote. Raises ValueError for any other form."""
    if len(text) > _LONGEST or _EXACT.fullmatch(text) is None:
        raise ValueError(text[:40])
    return Fraction(text)


def rounded(value: Fraction, digits: int, mode: Mode) -> int:
    """The value, not below 0, in whole units of its last digit: 89.25 with one digit and half-up is 893."""
    power: int = 10**digits
    whole, rest = divmod(value.numerator * power, value.denominator)
    above = 2 * rest - value.denominator
    if above > 0 or (above == 0 and (mode == "half-up" or whole % 2 == 1)):
        return whole + 1
    return whole


def fixed(units: int, digits: int) -> str:
    """Whole units of the last digit as a decimal with that many digits: 893 with one digit is "89.3"."""
    if not digits:
        return str(units)
    text = str(abs(units)).rjust(digits + 1, "0")
    return f"{'-' if units < 0 else ''}{text[:-digits]}.{text[-digits:]}"
