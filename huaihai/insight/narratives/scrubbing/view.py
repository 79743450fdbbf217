"""A text as the rules read it, with the way back to what was written.

Full width, circled and mathematical signs become plain ones (NFKC), digits of other scripts become 0 to 9,
traditional characters simplified ones; what has no width (joiners, direction marks, strokes over a letter) is left
out. What was taken out already is one sign, `GONE`, which no rule matches.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from huaihai.insight.narratives.scrubbing import words
from huaihai.kit.text.scripts import simplified_char

GONE = "\ufffc"
LABELS = re.compile("|".join(re.escape(f"[{word}]") for word in words.LABELS.values()))
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})
_HAN = "\u2e7f"


@dataclass(frozen=True)
class View:
    """`text` for the rules; `places[i]` is the place in the original of its i-th character."""

    text: str
    places: list[int]


def view_of(text: str) -> View:
    """The view of a text. Labels that stand in it count as taken out."""
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for found in LABELS.finditer(text):
        _read(text, at, found.start(), signs, places)
        signs.append(GONE)
        places.append(found.start())
        at = found.end()
    _read(text, at, len(text), signs, places)
    return View("".join(signs), places)


def without(view: View, taken: Iterable[tuple[int, int]]) -> View:
    """The view with each of these stretches of it, in order and apart, as one `GONE`."""
    signs: list[str] = []
    places: list[int] = []
    at = 0
    for start, end in taken:
        signs += (view.text[at:start], GONE)
        places += view.places[at:start]
        places.append(view.places[start])
        at = end
    signs.append(view.text[at:])
    places += view.places[at:]
    return View("".join(signs), places)


def whole(view: View, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to whole characters of the original: ㈱ is three signs here, and one there."""
    while start and view.places[start - 1] == view.places[start]:
        start -= 1
    while end < len(view.places) and view.places[end] == view.places[end - 1]:
        end += 1
    return start, end


def _read(text: str, start: int, end: int, signs: list[str], places: list[int]) -> None:
    for place in range(start, end):
        for one in _seen(text[place]):
            signs.append(one)
            places.append(place)


@lru_cache(maxsize=65_536)
def _seen(char: str) -> str:
    if char == "\n":
        return char
    return "".join(map(_plain, unicodedata.normalize("NFKC", char)))


def _plain(char: str) -> str:
    if char < "\x7f":
        return char if char >= " " else " " if char in "\t\n\r" else ""
    if char > _HAN:
        char = simplified_char(char)
    if unicodedata.category(char) in _UNSEEN:
        return ""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)
