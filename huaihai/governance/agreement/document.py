"""The document that is signed: its one spelling, its hash, its text in blocks; two versions line by line.

Two versions line by line: what was taken out, what was put in, what stayed.
Exact comparing takes, at worst, as many steps as there are pairs of equal lines times the lines; in a text of a few
lines repeated that is a cube. So the steps that one comparison may take are counted beforehand, and where they are
used up it is coarser: lines that stand once in both texts hold it together, and what lies between is shown as taken
out and put in.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise, zip_longest
from typing import Any

from django.utils.translation import gettext as _

from huaihai.governance.models import AgreementVersion
from huaihai.kit import local_words
from huaihai.kit.canonical import digest
from huaihai.kit.text.normalise import show_bidi


@dataclass(frozen=True)
class Block:
    """A piece of text: `kind` is heading, list or paragraph; a page escapes every word."""

    kind: str
    lines: tuple[str, ...]


def content(version: AgreementVersion) -> dict[str, Any]:
    """What is signed: title, text and annexes in their order."""
    return {
        "title": version.title,
        "text": version.text,
        "annexes": [
            {"kind": annex.kind, "title": annex.title, "text": annex.text} for annex in version.annexes.all()
        ],
    }


def is_intact(version: AgreementVersion) -> bool:
    """Whether the text is still the one whose hash was fixed when it was opened."""
    return bool(version.document_hash) and digest(content(version)) == version.document_hash


def short(document_hash: str) -> str:
    """The first sixteen digits in groups of four, to be compared by eye or read out."""
    return " ".join(document_hash[place : place + 4] for place in range(0, min(16, len(document_hash)), 4))


def plain(version: AgreementVersion) -> str:
    """Text and annexes one below the other, to be compared line by line with another version."""
    parts = [version.text] + [
        f"## {annex.get_kind_display()}: {annex.title}\n\n{annex.text}" for annex in version.annexes.all()
    ]
    return "\n\n".join(parts)


@dataclass(frozen=True)
class AnnexBlocks:
    """An annex for a page."""

    position: int
    kind: str
    title: str
    blocks: list[Block]


@dataclass(frozen=True)
class TextBlocks:
    """Text and annexes for a page."""

    blocks: list[Block]
    annexes: list[AnnexBlocks]


def in_blocks(version: AgreementVersion, *, as_written: bool = False) -> TextBlocks:
    """Text and annexes in the reader's script; `as_written`: exactly as they are signed. Marks that turn the reading
    direction are made visible, so that a text shows what it says."""

    def words(text: str) -> str:
        return show_bidi(text if as_written else local_words.in_script(text))

    annexes = [
        AnnexBlocks(annex.position, annex.get_kind_display(), words(annex.title), blocks(words(annex.text)))
        for annex in version.annexes.all()
    ]
    return TextBlocks(blocks(words(version.text)), annexes)


def blocks(text: str) -> list[Block]:
    """The text for a page: `## ` begins a heading, `- ` an item of a list, an empty line a new paragraph."""
    return list(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    for kind, run in groupby((line.strip() for line in text.split("\n")), key=_kind):
        lines = tuple(run)
        if kind == "heading":
            yield from (Block(kind, (line[3:].strip(),)) for line in lines)
        elif kind == "list":
            yield Block(kind, tuple(line[2:].strip() for line in lines))
        elif kind == "paragraph":
            yield Block(kind, lines)


def _kind(line: str) -> str:
    if not line:
        return "empty"
    return "heading" if line.startswith("## ") else "list" if line.startswith("- ") else "paragraph"


KEPT_AROUND = 2  # lines that stay and are shown before and after a change
MOST_STEPS = 10_000_000  # for lines, and again for the words in them; some tenths of a second each
type Step = tuple[bool, int, int, int, int]  # whether it stayed; from where to where in the old, in the new


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


@dataclass
class Budget:
    """How many steps a comparison may still take."""

    left: int

    def allows(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether comparing these exactly fits in, at worst; if so, it is spent."""
        held, other = Counter(old), Counter(new)
        pairs = sum(count * other[one] for one, count in held.items())
        worst = pairs * min(len(old), len(new))
        if worst > self.left:
            return False
        self.left -= worst
        return True


def steps(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Step]:
    """What stayed and what changed, in order, as exactly as the budget allows."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    i, j = len(old) - tail, len(new) - tail
    if head:
        yield True, 0, head, 0, head
    for stayed, i1, i2, j1, j2 in _middle(old[head:i], new[head:j], budget):
        yield stayed, head + i1, head + i2, head + j1, head + j2
    if tail:
        yield True, i, len(old), j, len(new)


def _middle(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Step]:
    if not old and not new:
        return
    if budget.allows(old, new):
        yield from _exactly(old, new)
        return
    fixed = _held_together(old, new)
    for (i1, j1), (i2, j2) in pairwise([(-1, -1), *fixed, (len(old), len(new))]):
        i, j = i1 + 1, j1 + 1
        gap_old, gap_new = old[i:i2], new[j:j2]
        found = _exactly(gap_old, gap_new) if budget.allows(gap_old, gap_new) else _replaced(gap_old, gap_new)
        yield from ((stayed, i + a, i + b, j + c, j + d) for stayed, a, b, c, d in found)
        if i2 < len(old):
            yield True, i2, i2 + 1, j2, j2 + 1


def _exactly(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", i1, i2, j1, j2


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    yield False, 0, len(old), 0, len(new)


def _held_together(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run, in both orders, of what stands exactly once in both: places in the old and in the new."""
    once_old = {one for one, count in Counter(old).items() if count == 1}
    places = {one: place for place, one in enumerate(new)}
    once_new = {one for one, count in Counter(new).items() if count == 1}
    both = [(i, places[one]) for i, one in enumerate(old) if one in once_old and one in once_new]
    ends: list[int] = []  # the smallest place in the new at which a run of each length ends
    length_at = []
    for _i, j in both:
        length = bisect_left(ends, j)
        ends[length : length + 1] = [j]
        length_at.append(length)
    run: list[tuple[int, int]] = []
    wanted = len(ends) - 1
    for pair, length in zip(reversed(both), reversed(length_at), strict=True):
        if length == wanted and (not run or pair[1] < run[-1][1]):
            run.append(pair)
            wanted -= 1
    return run[::-1]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many stand the same at the beginning of both."""
    found = next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    return min(len(old), len(new)) if found is None else found


def compared(old: AgreementVersion, new: AgreementVersion) -> list[Line]:
    """The changed lines with those around them; empty if nothing changed."""
    return compared_lines(_of(old), _of(new))


def compared_lines(old: list[str], new: list[str]) -> list[Line]:
    """The same of any two texts, given line by line."""
    lines = list(_lines(old, new))
    return _shortened(lines) if any(line.is_changed for line in lines) else []


def _of(version: AgreementVersion) -> list[str]:
    words = f"{_('Title')}: {version.title}\n\n{plain(version)}"
    return [show_bidi(line) for line in words.split("\n") if line.strip()]


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    between_lines, in_lines = Budget(MOST_STEPS), Budget(MOST_STEPS)
    for stayed, i1, i2, j1, j2 in steps(old, new, between_lines):
        if stayed:
            for text in old[i1:i2]:
                yield Line((Piece(text, False),), (Piece(text, False),), False)
            continue
        for before, after in zip_longest(old[i1:i2], new[j1:j2], fillvalue=""):
            yield _changed(before, after, in_lines)


def _changed(before: str, after: str, budget: Budget) -> Line:
    left, right = [], []
    for stayed, i1, i2, j1, j2 in steps(before, after, budget):
        left.append(Piece(before[i1:i2], not stayed))
        right.append(Piece(after[j1:j2], not stayed))
    return Line(_filled(left), _filled(right), True)


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
