"""What the numbers of a business are made of; an upper room counts them (`reactions.BUSINESS_NUMBERS`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.module_loading import import_string

from huaihai import reactions


@dataclass(frozen=True)
class Number:
    """One number: its value in words, out of how many, between what and what, and what it means. `trade` is the same
    number of its trade; empty where there are too few."""

    label: str
    value: str
    of: str
    definition: str
    between: str = ""
    trade: str = ""
    trade_of: str = ""


@dataclass(frozen=True)
class Numbers:
    """The numbers of a business over some months, or that there are too few cases to say anything."""

    since: date
    until: date
    least: int  # under so many nothing is shown
    trade: str = ""  # which trade stands beside it, in words
    shown: Sequence[Number] = field(default_factory=tuple)
    cases: int | None = None  # how many there are, for the business itself


def numbers_of(business_ids: frozenset[UUID], *, today: date) -> Numbers:
    """The numbers of these businesses together."""
    told: Numbers = import_string(reactions.BUSINESS_NUMBERS)(business_ids, today=today)
    return told
