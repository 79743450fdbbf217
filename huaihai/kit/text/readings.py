"""Bracketed pinyin: finding it behind a character, and asking whether the character is read that way."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

from huaihai.kit.text.scripts import simplified_char

HAN = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U000323af"
_LETTERS = "A-Za-zɑɡÀ-ÖØ-öø-ÿĀ-žǍ-ǜǸǹḿ\u0300\u0301\u0304\u0306\u0308\u030c"
_ANNOTATION = re.compile(rf"(?<=[{HAN}])(?:\(([{_LETTERS}]{{1,12}})\)|（([{_LETTERS}]{{1,12}})）)")
_TONE_MARKS = {"\u0300", "\u0301", "\u0304", "\u030c"}
# ɑ and ɡ come from old pinyin fonts, the breve is a common slip for the caron.
_SLIPS = str.maketrans({"ɑ": "a", "ɡ": "g", "\u0306": "\u030c", "v": "u\u0308"})


@dataclass(frozen=True)
class Annotation:
    """Bracketed letters behind a Chinese character: positions count characters from 0, brackets included."""

    start: int
    end: int
    char: str
    pinyin: str

    @property
    def is_toned(self) -> bool:
        return any(mark in _TONE_MARKS for mark in unicodedata.normalize("NFD", self.pinyin))

    def is_reading(self) -> bool:
        """The letters are a reading of the character exactly as written (a neutral tone has no mark)."""
        return self.pinyin in readings(self.char)

    def is_toneless_reading(self) -> bool:
        return self.pinyin in {without_tone(reading) for reading in readings(self.char)}


def annotations(text: str) -> Iterator[Annotation]:
    """Every run of Latin letters in one pair of brackets directly behind a Chinese character."""
    for match in _ANNOTATION.finditer(text):
        letters = match.group(1) or match.group(2)
        yield Annotation(match.start(), match.end(), text[match.start() - 1], tidy_pinyin(letters))


def tidy_pinyin(letters: str) -> str:
    decomposed = unicodedata.normalize("NFD", letters.lower()).translate(_SLIPS)
    return unicodedata.normalize("NFC", decomposed)


def without_tone(pinyin: str) -> str:
    kept = (mark for mark in unicodedata.normalize("NFD", pinyin) if mark not in _TONE_MARKS)
    return unicodedata.normalize("NFC", "".join(kept))


@lru_cache(maxsize=65_536)
def readings(char: str) -> frozenset[str]:
    """All readings of a character and of its simplified form, with tone marks."""
    table = _table()
    found = (table.get(ord(form), "") for form in (char, simplified_char(char)) if len(form) == 1)
    return frozenset(tidy_pinyin(reading) for line in found for reading in line.split(",") if reading)


@cache
def _table() -> Mapping[int, str]:
    """The readings of each character from pypinyin, without its package, whose phrases take 45 MB."""
    package = find_spec("pypinyin")
    assert package is not None and package.origin is not None  # noqa: PT018, S101 # it is installed
    spec = spec_from_file_location("huaihai_pinyin_dict", Path(package.origin).with_name("pinyin_dict.py"))
    assert spec is not None and spec.loader is not None  # noqa: PT018, S101
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: Mapping[int, str] = module.pinyin_dict
    return table
