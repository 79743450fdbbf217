"""Sources that are repealed and that people still cite: a short list, from the closing articles of those that repealed
them. Each with what holds instead. Rows of the country's `repealed.csv`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from huaihai.law.library.numerals import CHARACTERS
from huaihai.law.tables import Table


@dataclass(frozen=True)
class Repealed:
    """`until` is the last day; `by` the key of the source that holds now, `stated_in` the article that repealed it."""

    name: str
    until: date
    by: str
    stated_in: str


NOTHING: Final = "\0"  # what no text names
HELD: Final = Table(__name__, Repealed, "repealed.csv", "name")
# Names that stand in longer ones: 劳动合同法 holds, and 合同法律关系 names no law.
_OTHERS: Final = r"(?<!劳动)(?<!经济)(?<!技术)"
_ARTICLE: Final = rf"第?\s*[0-9{CHARACTERS}]{{1,9}}\s*[条條](?:\s*之\s*[{CHARACTERS}]{{1,3}})?"
_LATER: Final = r"(?!\s*》?\s*(?:实施条例|实施细则|实施办法|司法解释))"


@dataclass(frozen=True)
class Named:
    """Where a repealed source is named, with the article that is cited."""

    start: int
    end: int
    of: Repealed


def named(text: str) -> Iterator[Named]:
    """In the order of the text: in 《》, or with an article."""
    by_name = HELD.rows
    for match in _pattern().finditer(text):
        yield Named(match.start(), match.end(), by_name[match["titled"] or match["said"]])


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in HELD.rows or [NOTHING])
    return re.compile(
        rf"《(?:中华人民共和国)?(?P<titled>{names})》{_LATER}(?:\s*{_ARTICLE})?"
        rf"|{_OTHERS}(?P<said>{names})\s*{_ARTICLE}"
    )
