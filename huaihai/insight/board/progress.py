"""How far a target is, and what the rest of the year has to bring. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from huaihai.insight.board.arithmetic import HUNDRED, Measured, Pool, counted, value_of

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
