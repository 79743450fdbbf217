"""What an alarm is about, as a key: trade and nature, trade, business, a word of the titles, or all complaints.

A case names no product of its own. What stands for it: its trade ("category:G01"), and words that many titles share
("word:…"), which see a new thing before there is a trade for it.
"""

from typing import Final
from uuid import UUID

from huaihai.insight.axes import NOT_STATED

PAIR, CATEGORY, BUSINESS, WORD, ALL = "pair", "category", "business", "word", "all"
FAMILIES: Final = (PAIR, CATEGORY, BUSINESS, WORD, ALL)
LONGEST: Final = 60


def of_pair(category: str, nature: str) -> str:
    """The key of a trade and a nature; what is not stated is "none"."""
    return f"{PAIR}:{category or NOT_STATED}:{nature or NOT_STATED}"


def of_category(category: str) -> str:
    """The key of a trade."""
    return f"{CATEGORY}:{category or NOT_STATED}"


def of_business(business: object) -> str:
    """The key of a business, by its id."""
    return f"{BUSINESS}:{business}"


def of_word(word: str) -> str:
    """The key of a word that stands in titles."""
    return f"{WORD}:{word}"


def family_of(key: str) -> str:
    """Which sort of key it is."""
    return key.partition(":")[0]


def category_of(key: str) -> str:
    """The trade that a key names; empty without one."""
    family, _, rest = key.partition(":")
    found = rest.partition(":")[0] if family in (PAIR, CATEGORY) else ""
    return "" if found == NOT_STATED else found


def nature_of(key: str) -> str:
    """The nature that a key names; empty without one."""
    family, _, rest = key.partition(":")
    found = rest.partition(":")[2] if family == PAIR else ""
    return "" if found == NOT_STATED else found


def business_of(key: str) -> UUID | None:
    """The id of the business that a key names; None without one."""
    family, _, rest = key.partition(":")
    try:
        return UUID(rest) if family == BUSINESS else None
    except ValueError:
        return None
