"""Answers as they are stored, from what somebody chose, typed from paper, or another service wrote.

single, scale → a choice's key; multiple → their keys in the plan's order; number → a decimal string; text → words.
Nothing said is None. Plain Python.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from huaihai.kit.text.normalise import fold
from huaihai.supervision.surveying.questionnaire import (
    LONGEST_TEXT,
    MULTIPLE,
    NUMBER,
    SCALE,
    TEXT,
    Question,
)

_BETWEEN = re.compile("[┋|;；,，、/\\s]+")  # what stands between several choices
_NUMBER = re.compile(r"-?\d{1,12}(?:[.．]\d{1,6})?")
_FREE_WORDS = re.compile("[（(〖【\\[].*|[:：~].*")  # "other: …" of a service: the words after the choice


class Unreadable(ValueError):
    """This is no answer to the question; `why` is "choice", "several", "alone", "most", "number", "bounds", "long"."""

    def __init__(self, why: str, words: str = "") -> None:
        super().__init__(f"{why}: {words}")
        self.why, self.words = why, words


def chosen(question: Question, keys: Sequence[str]) -> Any:
    """The answer made of the keys of choices. Raises Unreadable."""
    held = [key for key, _ in question.choices if key in keys]
    if set(keys) - set(held):
        raise Unreadable("choice", "、".join(sorted(set(keys) - set(held))))
    if question.kind != MULTIPLE and len(held) > 1:
        raise Unreadable("several", "、".join(held))
    if not held:
        return None
    if question.kind != MULTIPLE:
        return held[0]
    if len(held) > 1 and question.alone & set(held):
        raise Unreadable("alone")
    if question.most and len(held) > question.most:
        raise Unreadable("most")
    return held


def number(question: Question, words: str) -> str | None:
    """A decimal number within the bounds, in one spelling. Raises Unreadable."""
    plain = fold(words).replace(" ", "").replace("，", "").replace(",", "")
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise Unreadable("number", words)
    value = Decimal(plain)
    if (question.low and value < Decimal(question.low)) or (question.high and value > Decimal(question.high)):
        raise Unreadable("bounds", words)
    return f"{value.normalize():f}"


def from_words(question: Question, words: str) -> Any:
    """The answer that these words give: choices by their number in the list (1, 2 …), a letter, or what they say.

    Raises Unreadable.
    """
    said = words.strip()
    if not said or said in (
        "-3",
        "-2",
        "(跳过)",
        "(空)",
    ):  # what services write for a question that was not asked
        return None
    if question.kind == TEXT:
        if len(said) > LONGEST_TEXT:
            raise Unreadable("long")
        return said
    if question.kind == NUMBER:
        return number(question, said)
    whole = _choice(question, said)
    if whole is not None:
        return chosen(question, [whole])
    parts = [part for part in _BETWEEN.split(said) if part]
    found = [_choice(question, part) for part in parts]
    for part, key in zip(parts, found, strict=True):
        if key is None:
            raise Unreadable("choice", part)
    return chosen(question, [key for key in found if key is not None])


def is_ticked(words: str) -> bool | None:
    """Whether a choice that has a column of its own was ticked; None if that cannot be told."""
    said = fold(words)
    if said in ("", "0", "否", "no", "false", "-3", "-2", "(跳过)", "(空)"):
        return False
    return True if said in ("1", "是", "yes", "true", "√", "✓", "x") else None


def _choice(question: Question, said: str) -> str | None:
    """The key of the choice that is meant; None if it is none."""
    wanted = _folded(said)
    by_words = _by_words(question.choices)
    if wanted in by_words:
        return by_words[wanted]
    bare = _folded(_FREE_WORDS.sub("", said))
    if bare and bare in by_words:
        return by_words[bare]
    if question.kind == SCALE and wanted in question.steps:
        return wanted
    return _by_place(question, wanted)


@lru_cache(maxsize=256)
def _by_words(choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {_folded(text): key for key, text in choices}


def _by_place(question: Question, wanted: str) -> str | None:
    keys = [key for key, _ in question.choices]
    place = -1
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 4:  # no list is longer
        place = int(wanted) - 1
    elif re.fullmatch("[a-z]", wanted):
        place = ord(wanted) - ord("a")
    return keys[place] if 0 <= place < len(keys) else None


@lru_cache(maxsize=8192)
def _folded(words: str) -> str:
    return fold(words).replace(" ", "").rstrip(".．。")
