"""What the law gives beyond the standing offer of a business. Rows of `beyond.csv`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from huaihai.law import limits
from huaihai.law.tables import Table


@dataclass(frozen=True)
class More:
    """One thing it gives, in plain words with its article; `{RETURN_FOR_QUALITY}` is the number of that limit."""

    code: str
    zh: str
    en: str
    article: str


CODES: Final = (
    "seven_days",
    "money_for_quality",
    "not_intact",
    "sooner",
    "deceived",
    "unsafe_food",
    "prepaid_back",
)
HELD: Final = Table(__name__, More, "beyond.csv", may_ask=CODES)


def by_code() -> Mapping[str, More]:
    """All that the country's law gives."""
    numbers = {name: limit.number for name, limit in limits.BY_NAME.items()}
    return {
        code: replace(more, zh=more.zh.format_map(numbers), en=more.en.format_map(numbers))
        for code, more in HELD.rows.items()
    }
