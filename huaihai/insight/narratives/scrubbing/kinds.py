"""The kinds of identifiers, what stands in their place, and what is known beforehand about a case."""

from dataclasses import dataclass, field
from enum import StrEnum

from huaihai.insight.narratives.scrubbing import words


class Kind(StrEnum):
    """What an identifier is. Its word in the text is data: published texts hold it."""

    IDENTITY = "identity"
    PHONE = "phone"
    CARD = "card"
    PLATE = "plate"
    EMAIL = "email"
    ACCOUNT = "account"  # WeChat, QQ, payment and video accounts, nicknames
    ADDRESS = "address"
    NAME = "name"
    SHOP = "shop"
    NUMBER = "number"  # orders, parcels, contracts, files: any long number
    LICENCE = "licence"
    BIRTH = "birth"
    DAY = "day"  # the day of a month; month and year stay
    LINK = "link"


@dataclass(frozen=True)
class Find:
    """A place in the view of a text, counted in its characters from 0; `end` is exclusive."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Known:
    """What the file of a case says already: whoever is named there is hidden wherever the text names them."""

    people: tuple[str, ...] = field(default=())
    shops: tuple[str, ...] = field(default=())
    numbers: tuple[str, ...] = field(default=())


def label(kind: Kind) -> str:
    """What stands in the text instead, with its brackets."""
    return f"[{words.LABELS[kind.value]}]"
