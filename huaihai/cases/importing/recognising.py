"""Whether a message is a consumer matter, by the published list of words (cases/data/consumer_words.toml)."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from huaihai.kit.text.normalise import fold

DATA = Path(__file__).resolve().parent.parent / "data"
PATH = DATA / "consumer_words.toml"
IN_TITLE = 2  # a word in the title counts double


@dataclass(frozen=True)
class Group:
    """Words of one meaning: points for each different one, for at most `most` of them, and why."""

    name: str
    weight: int
    most: int
    why: str
    words: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        return _pattern(self.words)


@dataclass(frozen=True)
class WordList:
    threshold: int
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Recognised:
    """The points of a message and the groups that gave them."""

    points: int
    groups: tuple[str, ...]
    is_consumer_matter: bool

    @property
    def has_consumer_word(self) -> bool:
        return bool(self.groups)


@cache
def word_list() -> WordList:
    """The list in the package."""
    raw = tomllib.loads(PATH.read_text(encoding="utf-8"))
    groups = tuple(Group(**{**row, "words": tuple(row["words"])}) for row in raw["group"])
    return WordList(raw["threshold"], groups)


def recognise(title: str, text: str) -> Recognised:
    """Count the points of a message; any script and width is read alike."""
    held = word_list()
    found = dict(_points(held, fold(title), fold(text)))
    points = sum(found.values())
    speaking = tuple(name for name, got in found.items() if got > 0)
    return Recognised(points, speaking, bool(speaking) and points >= held.threshold)


def _points(held: WordList, title: str, text: str) -> Iterator[tuple[str, int]]:
    for group in held.groups:
        in_title = set(group.pattern.findall(title))
        words = sorted(in_title | set(group.pattern.findall(text)), key=lambda word: word not in in_title)
        counted = words[: group.most]
        if counted:
            yield group.name, group.weight * sum(IN_TITLE if word in in_title else 1 for word in counted)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((fold(word) for word in words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
