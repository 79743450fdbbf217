"""By what cases are counted, the axes of all tables with their keys and bands; and the six outcomes of a case."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Axis(StrEnum):
    """One table a kind. `REMEDY` counts a case once for each thing asked for, so its keys do not add up."""

    ALL = "all"
    CATEGORY = "category"
    NATURE = "nature"
    PAIR = "pair"  # category and nature, "G01:N05"
    CHANNEL = "channel"  # how it came in: Case.origin
    REMEDY = "remedy"
    AMOUNT = "amount"
    DAYS = "days"  # from receipt to the end; "open" while there is none


NOT_STATED: Final = "none"  # the key of a case that says nothing on this axis
WHOLE: Final = "all"  # the key of the axis ALL, and of a total

# Upper ends, exclusive, in fen; the last band is open.
AMOUNTS: Final = (
    ("0-200", 200_00),
    ("200-1000", 1_000_00),
    ("1000-5000", 5_000_00),
    ("5000-20000", 20_000_00),
)
LARGEST: Final = "20000+"
# Upper ends, inclusive, in days.
DAYS: Final = (("0-7", 7), ("8-30", 30), ("31-60", 60), ("61-90", 90))
LONGEST: Final = "91+"
OPEN: Final = "open"


def amount_key(fen: int | None) -> str:
    """The band of this sum in fen; `NOT_STATED` without one."""
    if fen is None:
        return NOT_STATED
    return next((key for key, end in AMOUNTS if fen < end), LARGEST)


def amount_keys() -> Sequence[str]:
    """The bands of amounts, smallest first, then "not stated"."""
    return (*(key for key, _end in AMOUNTS), LARGEST, NOT_STATED)


def days_keys() -> Sequence[str]:
    """The bands of days, shortest first, then "open"."""
    return (*(key for key, _end in DAYS), LONGEST, OPEN)


class Outcome(StrEnum):
    """Each received case is exactly one of these on a given day."""

    OPEN = "open"  # not final yet
    CONFIRMED = "confirmed"  # the consumer said that what was agreed was done
    NOT_SOLVED = "not_solved"  # mediation ended without agreement, or what was agreed was not done
    UNKNOWN = "unknown"  # closed without anybody having confirmed it
    WITHDRAWN = "withdrawn"  # the consumer took it back; why is not always known
    ELSEWHERE = "elsewhere"  # not admitted, referred to another authority, or joined to another file


OF_RESULT = {
    "fulfilled": Outcome.CONFIRMED,
    "unconfirmed": Outcome.UNKNOWN,
    "unfulfilled": Outcome.NOT_SOLVED,
}
OF_STAGE = {
    "terminated": Outcome.NOT_SOLVED,
    "withdrawn": Outcome.WITHDRAWN,
    "declined": Outcome.ELSEWHERE,
    "referred": Outcome.ELSEWHERE,
    "linked": Outcome.ELSEWHERE,
}


def outcome_of(stage: str, result: str) -> Outcome:
    """The outcome of a received case that stands in this stage with this result ("" without one)."""
    if stage == "closed":
        return OF_RESULT.get(result, Outcome.UNKNOWN)
    return OF_STAGE.get(stage, Outcome.OPEN)
