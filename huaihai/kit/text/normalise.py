"""One form for storing, one for comparing, one for searching; and what may not be stored at all."""

import re
import unicodedata

from huaihai.kit.text.readings import annotations
from huaihai.kit.text.scripts import simplified_char

# Marks that turn the reading direction: in a name they can make a text show something else than it says.
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff" + BIDI_CONTROLS
_WITHOUT_BIDI = str.maketrans("", "", BIDI_CONTROLS)
_SHOWN_BIDI = str.maketrans({mark: f"[U+{ord(mark):04X}]" for mark in BIDI_CONTROLS})
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# Message ids; the pages translate them.
NUL = "The text contains a NUL character. Please delete it and try again."
SURROGATE = "The text contains half of a character. Please type that place again."


class UnstorableTextError(ValueError):
    """Text that a database refuses. `message_id` is for gettext; `position` counts characters from 0."""

    def __init__(self, message_id: str, position: int) -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.position = position


def storable(text: str) -> str:
    """The text in NFC with line ends as \\n. Raises UnstorableTextError for NUL and lone surrogates."""
    refuse(text)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def refuse(text: str) -> None:
    """Raises UnstorableTextError where a database would fail (PostgreSQL on NUL, both on lone surrogates)."""
    found = _UNSTORABLE.search(text)
    if found:
        raise UnstorableTextError(NUL if found.group() == "\x00" else SURROGATE, found.start())


def storable_name(text: str) -> str:
    """A name or title for storing: one line, no direction marks, single spaces."""
    return " ".join(storable(text).translate(_WITHOUT_BIDI).split())


def show_bidi(text: str) -> str:
    """A body with its direction marks made visible, as [U+202E]."""
    return text.translate(_SHOWN_BIDI)


def for_matching(text: str) -> str:
    """NFKC: full-width digits and letters become plain ones. For comparing, never for showing."""
    return unicodedata.normalize("NFKC", text)


def digits_in(text: str) -> str:
    """Its digits, full-width ones too, without what stands between them."""
    return "".join(char for char in for_matching(text) if char.isascii() and char.isdigit())


def fold(text: str) -> str:
    """The form in which texts are searched: NFKC, no bracketed pinyin, simplified, lower case, single spaces.

    經（jīng）濟, 經濟 and 经济 fold alike. Each character folds by itself, so a part of a text folds to a
    part of the folded text.
    """
    return fold_with_places(text)[0]


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in `text` it came from."""
    plain, places = _plain(text)
    for one in reversed(list(annotations(plain))):
        if one.is_reading() or one.is_toneless_reading():
            plain = plain[: one.start] + plain[one.end :]
            del places[one.start : one.end]
    folded: list[tuple[str, int]] = []
    for char, place in zip(plain, places, strict=True):
        if not char.isspace():
            lowered = (simplified_char(char) if char > "\u2e7f" else char).lower()
            folded += [(one, place) for one in lowered]
        elif folded and folded[-1][0] != " ":
            folded.append((" ", place))
    if folded and folded[-1][0] == " ":
        folded.pop()
    return "".join(char for char, _ in folded), [place for _, place in folded]


def _plain(text: str) -> tuple[str, list[int]]:
    """NFKC character by character, so that places are kept. Stored text is in NFC already."""
    plain, places = [], []
    for place, char in enumerate(text):
        if char in _INVISIBLE:
            continue
        for one in unicodedata.normalize("NFKC", char):
            plain.append(one)
            places.append(place)
    return "".join(plain), places
