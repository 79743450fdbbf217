"""Two wordings in one text: what would be taken out and what would be put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

LONGEST_LINE = 600  # of longer lines the words are not compared

type Kind = Literal["same", "out", "in"]


@dataclass(frozen=True)
class Piece:
    """Some characters that stay, are taken out or put in."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The new wording with what it takes out of the old one, in reading order."""
    return [piece for piece in _pieces(old.splitlines(), new.splitlines()) if piece.text]


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Piece("same", f"{line}\n") for line in old[i1:i2])
            continue
        for before, after in zip_longest(old[i1:i2], new[j1:j2]):
            yield from _of_line(before, after)
            yield Piece("same", "\n")


def _of_line(before: str | None, after: str | None) -> Iterator[Piece]:
    if not before or not after or max(len(before), len(after)) > LONGEST_LINE:
        yield Piece("out", before or "")
        yield Piece("in", after or "")
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", before[i1:i2])
        else:
            yield Piece("out", before[i1:i2])
            yield Piece("in", after[j1:j2])
