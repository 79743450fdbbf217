"""An official paper of a body before it has a shape: letterhead, number, named values, room to sign and to seal.

Page, Word file and PDF are made from the same `OfficialPaper`; `as_facts` and `from_facts` keep it as it was issued.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar, Final

from django.utils.safestring import mark_safe

from huaihai.desk import codes

_SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Piece:
    """A few words, or with a `name` a value that the paper was filled with. A value without text is filled by hand."""

    text: str
    name: str = ""
    label: str = ""


@dataclass(frozen=True)
class Block:
    """What stands under one heading: paragraphs of pieces, then labelled values, then a table, then `lines` left free.

    A table's first row is its head.
    """

    heading: str = ""
    paragraphs: tuple[tuple[Piece, ...], ...] = ()
    rows: tuple[Piece, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    lines: int = 0

    @property
    def laid_out(self) -> list[tuple[tuple[Piece, ...], bool]]:
        """The paragraphs, and whether each is one value of several lines, which is set in as a whole."""
        return [(pieces, len(pieces) == 1 and "\n" in pieces[0].text) for pieces in self.paragraphs]


@dataclass(frozen=True)
class OfficialPaper:
    """One paper. `signatures` are the words before the lines to sign; `notes` stand small at the end."""

    letterhead: str
    title: str
    number: str
    blocks: tuple[Block, ...]
    sender: str
    day: str
    to: str = ""
    signatures: tuple[str, ...] = ()
    has_seal: bool = True
    notes: tuple[str, ...] = ()
    code: str = ""  # by which anybody asks whether it is ours
    square: str = ""  # what its QR holds

    code_words: ClassVar[str] = "防伪码"
    square_words: ClassVar[str] = "扫码验真伪。\n开过一次验真页的手机，断网也能验。"
    seal_words: ClassVar[str] = "（盖章处）"
    signing_day: ClassVar[str] = "　　　　年　　月　　日"

    @property
    def drawn_square(self) -> str:
        """Its QR as SVG, to stand in a page."""
        return mark_safe(codes.qr(self.square, error="l").decode()) if self.square else ""  # noqa: S308 -- drawn here

    def values(self) -> dict[str, str]:
        """Every named value, in the order of the paper."""
        return {piece.name: piece.text for piece in _pieces(self) if piece.name}

    def changed(self, change: Callable[[str, str], str]) -> "OfficialPaper":
        """The same paper with every text passed through `change` (the name of the value, its text)."""

        def of_piece(piece: Piece) -> Piece:
            return replace(piece, text=change(piece.name, piece.text))

        blocks = tuple(
            replace(
                block,
                paragraphs=tuple(tuple(map(of_piece, pieces)) for pieces in block.paragraphs),
                rows=tuple(map(of_piece, block.rows)),
            )
            for block in self.blocks
        )
        return replace(self, blocks=blocks, to=change("to", self.to))


def written(template: str, values: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Piece, ...]:
    """A sentence with `{names}` as pieces. Raises KeyError for a name that has no value."""
    pieces: list[Piece] = []
    for place, part in enumerate(_SLOT.split(template)):
        if place % 2:
            pieces.append(Piece(values[part], part, labels.get(part, part)))
        elif part:
            pieces.append(Piece(part))
    return tuple(pieces)


def as_facts(paper: OfficialPaper) -> dict[str, Any]:
    """The paper as plain values, to be kept."""
    return asdict(paper)


def from_facts(facts: Mapping[str, Any]) -> OfficialPaper:
    """The paper as it was kept."""
    blocks = tuple(
        Block(
            block["heading"],
            tuple(tuple(Piece(**piece) for piece in pieces) for pieces in block["paragraphs"]),
            tuple(Piece(**piece) for piece in block["rows"]),
            tuple(map(tuple, block["table"])),
            block["lines"],
        )
        for block in facts["blocks"]
    )
    lists = {name: tuple(facts[name]) for name in ("signatures", "notes")}
    return OfficialPaper(**{**facts, **lists, "blocks": blocks})


def _pieces(paper: OfficialPaper) -> Iterator[Piece]:
    for block in paper.blocks:
        for pieces in block.paragraphs:
            yield from pieces
        yield from block.rows
