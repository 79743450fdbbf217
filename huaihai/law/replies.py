"""What a business may answer beside an offer: why not, and, first, that it looks into it or needs something.

A closed vocabulary with codes of our own, each with the day from which it is offered: a code is never given another
meaning and never taken out of the list, so that old answers keep their words. An offer is one or more of
`remedies.ALL`. Rows of `replies.csv`; a `reason`, a `need`, or a `reply` that comes first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from huaihai.law.tables import Table


@dataclass(frozen=True)
class Answer:
    """One thing that can be answered; offered from `since` on, up to `until` where a later list has dropped it."""

    code: str
    sort: str
    zh: str
    en: str
    since: date
    until: date | None = None
    needs_words: bool = False  # it says nothing without words beside it

    def is_offered(self, on: date) -> bool:
        """Whether it may be chosen on this day."""
        return self.since <= on and (self.until is None or on <= self.until)


HELD: Final = Table(__name__, Answer, "replies.csv")
NOT_US: Answer
OTHER: Answer
LOOKING: Answer
NEED: Answer
DAMAGED_BY_USE: Answer | None
BY_CODE: Mapping[str, Answer]


def of_sort(sort: str) -> tuple[Answer, ...]:
    """All that were ever offered as this."""
    return tuple(one for one in HELD.rows.values() if one.sort == sort)


def reasons(on: date) -> tuple[Answer, ...]:
    """Why a business may say no on this day; "not us" is among them, though it leads another way."""
    return tuple(reason for reason in of_sort("reason") if reason.is_offered(on))


def needs(on: date) -> tuple[Answer, ...]:
    """What a business may ask the consumer for on this day."""
    return tuple(need for need in of_sort("need") if need.is_offered(on))


if not TYPE_CHECKING:
    __getattr__ = HELD.supply(BY_CODE=lambda: HELD.rows)
