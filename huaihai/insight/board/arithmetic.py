"""The arithmetic of measures, pure: months put together, and whether there is enough to say a number at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

HUNDRED = Decimal(100)
LEAST_PEOPLE = 10  # cases; below it a share is chance, and might tell of single people
LEAST_ACTS = 1  # of the bodies' own acts, whose count always stands beside


class Pool(StrEnum):
    """How the months of a measure are put together."""

    SHARE = "share"  # 100 × all parts / all wholes
    MEAN = "mean"  # all parts / all wholes
    SUM = "sum"  # all parts; `of` says from how many they come
    LATEST = "latest"  # part / whole of the newest month
    STANDING = "standing"  # how many there are at the end of the newest month, out of `of`


@dataclass(frozen=True)
class Measured:
    """One month: `part` out of `of`, whole numbers in the measure's smallest unit."""

    part: int
    of: int
    facts: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Measured(0, 0)


def counted(pool: Pool, months: Sequence[Measured]) -> int:
    """How many things the number rests on."""
    if pool in (Pool.LATEST, Pool.STANDING):
        return months[-1].of if months else 0
    return sum(month.of for month in months)


def value_of(pool: Pool, months: Sequence[Measured], *, per: int = 1) -> Decimal | None:
    """The value of these months, the oldest first, exact; None where there was nothing to measure.

    `per` is how many of the smallest unit make one of the unit that is shown (100 fen: 1 yuan).
    """
    if not months:
        return None
    if pool == Pool.SUM:
        return Decimal(sum(month.part for month in months)) / per
    if pool == Pool.STANDING:
        return Decimal(months[-1].part) / per if months[-1].of else None
    held = months[-1:] if pool == Pool.LATEST else months
    whole = sum(month.of for month in held)
    if not whole:
        return None
    mean = Decimal(sum(month.part for month in held)) / whole / per
    return mean * HUNDRED if pool == Pool.SHARE else mean


def is_enough(pool: Pool, months: Sequence[Measured], *, least: int) -> bool:
    """Whether the number rests on enough to be said."""
    return pool == Pool.LATEST or counted(pool, months) >= least


def rounded(value: Decimal, digits: int) -> Decimal:
    """Rounded half away from zero to so many digits after the point (negative: to tens, hundreds)."""
    step = Decimal(1).scaleb(-digits)
    return (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def shown_share(pool: Pool, value: Decimal, digits: int) -> Decimal:
    """Rounded for the eye; a share that is not whole is never rounded up to 100 nor down to 0."""
    near = rounded(value, digits)
    if pool != Pool.SHARE:
        return near
    step = Decimal(1).scaleb(-digits)
    if near >= HUNDRED > value:
        return HUNDRED - step
    return step if near <= 0 < value else near
