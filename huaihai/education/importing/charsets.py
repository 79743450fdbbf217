"""In which encoding a page was written: what it declares, checked against what its bytes say.

Every reading is strict. Among those that are possible the one full of common characters wins; where two are close,
both are handed on and an editor chooses. Replacement characters are put in only where no encoding reads all bytes,
and then each is a question of its own.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from huaihai.education.importing.common_characters import COMMON
from huaihai.kit.text.scripts import simplified_char

CLOSE: Final = 0.15  # a second reading this near to the best is a question
MOST_BROKEN: Final = 20  # places that no encoding reads; with more of them it is no text
REPLACEMENT: Final = "\ufffd"
NAMES: Final = ("utf-8", "gb18030", "cp950", "utf-16-le", "utf-16-be")
_SAMPLE: Final = 20_000  # characters
_BELOW_HAN: Final = 0x2E7F
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OURS: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "cp950",
    "big5hkscs": "cp950",
    "cp950": "cp950",
    "utf-8": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEAD: Final = 4096  # bytes; a declaration stands at the beginning
_PUNCTUATION: Final = frozenset(
    "，。、；：？！“”‘’（）《》【】〔〕〈〉「」『』—…·～￥％　０１２３４５６７８９①②③④⑤×℃"
)


@dataclass(frozen=True)
class Reading:
    """One way to read the bytes. `plausibility` is 0 to 1; `broken` counts places that could not be read."""

    encoding: str
    text: str
    plausibility: float
    broken: int = 0


@dataclass(frozen=True)
class Readings:
    """The best first; `is_open`: the second is close, an editor chooses. `declared` is what the file says of itself,
    and `is_contradicted` whether its bytes say otherwise."""

    all: tuple[Reading, ...]
    declared: str = ""
    is_open: bool = False
    is_contradicted: bool = False

    @property
    def best(self) -> Reading:
        return self.all[0]


def readings(raw: bytes, *, declared: str = "") -> Readings | None:
    """How these bytes may be read; None if they are no text. `declared` goes before what stands in the bytes."""
    said = declared or declared_in(raw)
    marked = _by_mark(raw)
    found = [marked] if marked else sorted(_strict(raw), key=lambda one: -one.plausibility)
    if marked is None and (not found or found[0].plausibility < CLOSE):
        # UTF-16 reads nearly all bytes: a page with one damaged byte is rather that page than what it makes of it.
        found = sorted(_lenient(raw), key=lambda one: (one.broken, -one.plausibility))[:1] or found
    if not found:
        return None
    ours = normal_name(said)
    close = [
        one for one in found if found[0].plausibility - one.plausibility < CLOSE and one.text != found[0].text
    ]
    # What the page declares decides between close readings: two witnesses agree.
    agreed = next((one for one in [found[0], *close] if one.encoding == ours), None)
    if agreed is not None:
        found = [agreed, *(one for one in found if one is not agreed)]
    best = found[0]
    contradicted = bool(ours) and ours != best.encoding.removesuffix("-sig") and not best.text.isascii()
    if best.encoding == "utf-16" and ours.startswith("utf-16"):
        contradicted = False
    return Readings(tuple(found), said, is_open=bool(close) and agreed is None, is_contradicted=contradicted)


def declared_in(raw: bytes) -> str:
    """The charset that the first bytes name (`<meta charset=…>`), or nothing."""
    found = _DECLARED.search(raw[:_HEAD])
    return found.group(1).decode("ascii").lower() if found else ""


def normal_name(declared: str) -> str:
    """Our name of a declared charset; nothing for one that says nothing about Chinese."""
    try:
        return _OURS.get(codecs.lookup(declared).name, "") if declared else ""
    except LookupError:
        return ""


def plausibility(text: str) -> float:
    """The share of characters beyond ASCII that any Chinese text is full of; 1 for a text without any."""
    beyond = [char for char in text[:_SAMPLE] if ord(char) > 0x7F]
    if not beyond:
        return 1.0
    return sum(_worth(char) for char in beyond) / len(beyond)


def _worth(char: str) -> float:
    if char in _PUNCTUATION:
        return 0.5
    if ord(char) <= _BELOW_HAN:
        return 0.0
    return 1.0 if simplified_char(char) in COMMON else 0.0


def _by_mark(raw: bytes) -> Reading | None:
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    return _read(raw, encoding) if encoding else None


def _strict(raw: bytes) -> Iterator[Reading]:
    for encoding in NAMES:
        found = _read(raw, encoding)
        if found is not None:
            yield found


def _read(raw: bytes, encoding: str) -> Reading | None:
    if encoding.startswith("utf-16") and len(raw) % 2:
        return None
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _is_binary(text) else Reading(encoding, text, plausibility(text))


def _lenient(raw: bytes) -> Iterator[Reading]:
    for encoding in ("utf-8", "gb18030", "cp950"):
        text = raw.decode(encoding, errors="replace")
        broken = text.count(REPLACEMENT)
        if 0 < broken <= MOST_BROKEN and not _is_binary(text) and plausibility(text) > CLOSE:
            yield Reading(encoding, text, plausibility(text), broken)


def _is_binary(text: str) -> bool:
    """Control characters that no text has; and halves of characters, which no database takes."""
    return any(
        (char < " " and char not in "\t\n\r\f\x1a") or "\ud800" <= char <= "\udfff" for char in text[:_SAMPLE]
    )
