"""The form in which cases are searched, and the parts of words by which the index finds them."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from huaihai.kit.text.normalise import BIDI_CONTROLS
from huaihai.kit.text.scripts import simplified_char

SHORTEST = 2  # characters of a word that the index finds
LONG_RUN = 4  # digits
_BELOW_HAN = 0x2E7F
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff" + BIDI_CONTROLS)
_BETWEEN_HAN = re.compile("(?<=[\u2e80-\u9fff]) (?=[\u2e80-\u9fff])")
_RUNS = re.compile(rf"[0-9]{{{LONG_RUN},}}")


class _Folded(dict[int, str]):
    """What each character becomes; found out once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = simplified_char(char) if code > _BELOW_HAN else char
        self[code] = "" if char in _INVISIBLE else plain.lower()
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """NFKC, simplified, lower case, single spaces. A part of a text folds to a part of the folded text.

    As `kit.text.normalise.fold`, forty times as fast: it looks for no readings in brackets.
    """
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FOLDED).split())


def words_of(typed: str, *, most: int) -> list[str]:
    """The words that somebody typed, each once."""
    return list(dict.fromkeys(fold(typed).split()))[:most]


def joined(texts: Iterable[str]) -> str:
    """Texts as one folded text in which no word stands across two of them; a text that is there twice stands once.

    Between two Chinese characters a space or the end of a line, as pasted texts have them, separates nothing.
    """
    folded = (_BETWEEN_HAN.sub("", fold(text)) for text in texts)
    return "\n".join(dict.fromkeys(text for text in folded if text))


def grams(text: str) -> set[str]:
    """The parts by which a folded text is found: two characters, and four digits where at least four stand together."""
    found: set[str] = set()
    for word in text.split():
        found.update(map("".join, pairwise(word)))
        for run in _RUNS.findall(word):
            found.update(_fours(run))
    return found


def wanted_grams(words: Iterable[str]) -> set[str]:
    """The parts that a text has in which all words stand; of many digits the longer ones, which are rarer."""
    found: set[str] = set()
    for word in words:
        found.update(map("".join, pairwise(word)))
        for run in _RUNS.findall(word):
            found.difference_update(map("".join, pairwise(run)))
            found.update(_fours(run))
    return found


def _fours(run: str) -> Iterable[str]:
    return (run[start : start + LONG_RUN] for start in range(len(run) - LONG_RUN + 1))
