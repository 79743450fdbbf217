"""Words that many titles share: what is complained of, before anybody gave it a name. No Django.

Chinese titles have no spaces, so every run of two to four characters is tried; kept are those that stand in enough
titles, without those that are only a part of a longer one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

FEWEST: Final = 8  # titles of a year
MOST: Final = 300
SHORTEST, LONGEST = 2, 4  # characters
PART_OF: Final = 0.8  # a word that stands so often inside one longer word says nothing of its own
_RUN: Final = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z][A-Za-z0-9-]{2,19}")


def in_title(title: str) -> set[str]:
    """The runs of characters in a title that may be words, each once."""
    return set(_runs(title))


def shared(titles: Iterable[str]) -> list[str]:
    """The words of these titles that are worth counting, those of most titles first."""
    counted: Counter[str] = Counter()
    for title in titles:
        counted.update(in_title(title))
    often = {word: n for word, n in counted.items() if n >= FEWEST}
    parts = {
        part
        for word, n in often.items()
        for part in _parts(word)
        if part in often and n >= PART_OF * often[part]
    }
    kept = sorted((word for word in often if word not in parts), key=lambda word: (-often[word], word))
    return kept[:MOST]


def _runs(title: str) -> Iterator[str]:
    for run in _RUN.findall(title):
        if run[0].isascii():
            yield run.lower()
            continue
        for length in range(SHORTEST, LONGEST + 1):
            yield from (run[start : start + length] for start in range(len(run) - length + 1))


def _parts(word: str) -> Iterator[str]:
    if not word[0].isascii():
        for length in range(SHORTEST, len(word)):
            yield from (word[start : start + length] for start in range(len(word) - length + 1))
