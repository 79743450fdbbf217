"""Words of data files (names of places and bodies, facts) in the reader's language and script."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from django.utils.html import format_html
from django.utils.translation import get_language

from huaihai.kit.text.scripts import to_traditional
from huaihai.law.spelling import spelt

_TEN = 10
_FIRST_HAN, _LAST_HAN = "\u4e00", "\u9fff"
_NUMERALS = "〇一二三四五六七八九十"


class InTwoLanguages(Protocol):
    """What carries its words in Chinese and in English: a rule, a ground, an error of the law room."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


def said(thing: InTwoLanguages) -> str:
    """What the thing says, in the reader's language and script."""
    return either(zh=thing.zh, en=thing.en)


def either(*, zh: str, en: str) -> str:
    """The one of the two that the reader reads; Chinese in the reader's script."""
    return en if is_foreign() else in_script(zh)


def is_foreign() -> bool:
    """Whether the reader reads anything but Chinese."""
    return not (get_language() or "zh").startswith("zh")


def listed(words: Iterable[str]) -> str:
    """Several in a row, with the reader's own comma."""
    return (", " if is_foreign() else "、").join(words)


def in_script(text: str) -> str:
    """Simplified data in traditional characters for readers who chose them; else as it is."""
    return _traditional(text) if get_language() == "zh-hant" else text


def native(text: str) -> str:
    """The same as HTML, said to be Chinese where it stands in an English page: so a voice reads it rightly."""
    return tagged(in_script(text))


def tagged(words: str) -> str:
    """The words as they are, said to be Chinese where they stand in an English page."""
    if not is_foreign() or not any(_FIRST_HAN <= char <= _LAST_HAN for char in words):
        return words
    return format_html('<span lang="zh-Hans">{}</span>', words)


def place(name: str) -> str:
    """A place's name: spelt in Latin letters for readers of English (北京 → Beijing), else as `in_script`."""
    return _spelt(name) if is_foreign() else in_script(name)


def count_word(number: int) -> str:
    """A small number as it is spoken: 十 for 10; figures in English and above twenty."""
    if is_foreign() or not 0 <= number < 2 * _TEN:
        return str(number)
    return _NUMERALS[number] if number <= _TEN else "十" + _NUMERALS[number - _TEN]


@lru_cache(maxsize=4096)
def _traditional(text: str) -> str:
    return to_traditional(text)


@lru_cache(maxsize=1024)
def _spelt(name: str) -> str:
    return spelt(name).capitalize()
