"""The arithmetic of measures: months put together, whether that is enough to say, how far a target is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

HUNDRED = Decimal(100)
DAYS_KEY = "days-to-close"
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


def parts_of(pool: Pool, months: Sequence[Measured]) -> int:
    """How many of these have what is measured, of a share or of what stands."""
    if pool in (Pool.LATEST, Pool.STANDING):
        return months[-1].part if months else 0
    return sum(month.part for month in months)


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


MONTHS = 12


class State(StrEnum):
    """What may be said of a target."""

    UNKNOWN = "unknown"  # nothing was measured in its year yet
    ON_COURSE = "on_course"  # as things stand it will be reached
    BEHIND = "behind"  # the months left have to be better than those that are over
    OUT_OF_REACH = "out_of_reach"  # no month that is left can make up for it
    REACHED = "reached"  # the year is over, or it cannot be lost any more
    MISSED = "missed"  # the year is over


@dataclass(frozen=True)
class Progress:
    """`value` so far; `needed` is what each month left has to be on average (None: does not apply)."""

    state: State
    value: Decimal | None
    needed: Decimal | None = None


def progress(
    pool: Pool,
    months: Sequence[Measured],
    *,
    target: Decimal,
    is_least: bool,
    left: int,
    per: int = 1,
) -> Progress:
    """Where a target stands: `months` of its year that are over, the oldest first, and how many are `left`."""
    value = value_of(pool, months, per=per)
    if value is None:
        return Progress(State.UNKNOWN, None)
    if pool == Pool.SUM:
        return _of_sum(value, target, is_least=is_least, left=left)
    is_good = value >= target if is_least else value <= target
    if not left:
        return Progress(State.REACHED if is_good else State.MISSED, value)
    if pool in (Pool.LATEST, Pool.STANDING):
        return Progress(State.ON_COURSE if is_good else State.BEHIND, value)
    if is_good:
        return Progress(State.ON_COURSE, value)
    needed = _needed(pool, months, value, target, left)
    limit_is_met = 0 <= needed <= (HUNDRED if pool == Pool.SHARE else needed)
    return Progress(State.BEHIND if limit_is_met else State.OUT_OF_REACH, value, needed)


def _needed(pool: Pool, months: Sequence[Measured], value: Decimal, target: Decimal, left: int) -> Decimal:
    """The mean of the months left, if they bring as much to measure as those that are over."""
    over = len(months)
    whole = Decimal(counted(pool, months))
    rest = whole / over * left
    return (target * (whole + rest) - value * whole) / rest


def _of_sum(value: Decimal, target: Decimal, *, is_least: bool, left: int) -> Progress:
    over = MONTHS - left
    expected = target * over / MONTHS
    if is_least:
        if value >= target:
            return Progress(State.REACHED, value)
        if not left:
            return Progress(State.MISSED, value)
        needed = (target - value) / left
        return Progress(State.ON_COURSE if value >= expected else State.BEHIND, value, needed)
    if value > target:
        return Progress(State.OUT_OF_REACH if left else State.MISSED, value)
    if not left:
        return Progress(State.REACHED, value)
    return Progress(State.ON_COURSE if value <= expected else State.BEHIND, value, (target - value) / left)
