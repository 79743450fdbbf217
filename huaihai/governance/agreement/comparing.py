"""Two versions line by line: what was taken out, what was put in, what stayed."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.translation import gettext as _

from huaihai.governance.agreement import document
from huaihai.governance.models import AgreementVersion
from huaihai.kit.text.normalise import show_bidi

KEPT_AROUND = 2  # lines that stay and are shown before and after a change
LONGEST_LINE = 2000  # of longer ones the words are not compared


@dataclass(frozen=True)
class Piece:
    """Some characters of a line; `is_changed`: taken out (before) or put in (after)."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Line:
    """A line of both versions. `skipped`: so many lines that stayed are left out here."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    is_changed: bool
    skipped: int = 0


def compared(old: AgreementVersion, new: AgreementVersion) -> list[Line]:
    """The changed lines with those around them; empty if nothing changed."""
    lines = list(_lines(_of(old), _of(new)))
    return _shortened(lines) if any(line.is_changed for line in lines) else []


def _of(version: AgreementVersion) -> list[str]:
    words = f"{_('Title')}: {version.title}\n\n{document.plain(version)}"
    return [show_bidi(line) for line in words.split("\n") if line.strip()]


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            for text in old[i1:i2]:
                yield Line((Piece(text, False),), (Piece(text, False),), False)
            continue
        for before, after in zip_longest(old[i1:i2], new[j1:j2], fillvalue=""):
            yield _changed(before, after)


def _changed(before: str, after: str) -> Line:
    if not before or not after or max(len(before), len(after)) > LONGEST_LINE:
        return Line(_whole(before), _whole(after), True)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    left, right = [], []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        left.append(Piece(before[i1:i2], tag != "equal"))
        right.append(Piece(after[j1:j2], tag != "equal"))
    return Line(_filled(left), _filled(right), True)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, True),) if text else ()


def _filled(pieces: list[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)


def _shortened(lines: list[Line]) -> list[Line]:
    near = {
        place
        for changed, line in enumerate(lines)
        if line.is_changed
        for place in range(changed - KEPT_AROUND, changed + KEPT_AROUND + 1)
    }
    shown: list[Line] = []
    skipped = 0
    for place, line in enumerate(lines):
        if place not in near:
            skipped += 1
            continue
        if skipped:
            shown.append(Line((), (), False, skipped))
        shown.append(line)
        skipped = 0
    return [*shown, Line((), (), False, skipped)] if skipped else shown
