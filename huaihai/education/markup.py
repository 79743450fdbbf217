"""The small markup of our own texts, and how any text becomes blocks that a template can show safely.

    ## a heading        - an item of a list        > a remark        **strong**        anything else: a paragraph
    ![what it shows](1)     the publication's picture of this number, on a line of its own

Blocks are data, never HTML: the template escapes every word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_PICTURE = re.compile(r"!\[(?P<shows>[^\]]*)\]\((?P<number>[1-9]\d{0,3})\)", re.ASCII)


@dataclass(frozen=True)
class Span:
    """A run of words: plain, strong, or corrected (`was` is what the source has)."""

    text: str
    kind: str = "plain"
    was: str = ""


@dataclass(frozen=True)
class Block:
    """`kind` is heading, list, remark, picture or paragraph; only a list has more than one line.

    A picture has a `number`, and what it shows as its line.
    """

    kind: str
    lines: tuple[tuple[Span, ...], ...]
    number: int = 0

    @property
    def words(self) -> str:
        """Its words without marks."""
        return "".join(span.text for line in self.lines for span in line)


@dataclass(frozen=True)
class Correction:
    """An editor's word for a misprint of the source: `wrong` in the text, `was` in the original."""

    wrong: str
    right: str
    was: str


def blocks(body: str, *, is_marked_up: bool, corrections: Sequence[Correction] = ()) -> list[Block]:
    """The blocks of a text. In a plain text every line is a paragraph."""
    lines = [line.strip() for line in body.splitlines()]
    if not is_marked_up:
        return [Block("paragraph", (tuple(_corrected(line, corrections)),)) for line in lines if line]
    return list(_marked_up(lines, corrections))


def plain_text(body: str, *, is_marked_up: bool, corrections: Sequence[Correction] = ()) -> str:
    """The words alone, a block a line, as a reader sees them (for search and snippets)."""
    found = blocks(body, is_marked_up=is_marked_up, corrections=corrections)
    return "\n".join("".join(span.text for span in line) for block in found for line in block.lines)


def _marked_up(lines: Iterable[str], corrections: Sequence[Correction]) -> Iterator[Block]:
    for kind, run in groupby(lines, key=_kind):
        texts = [_content(kind, line) for line in run]
        if kind == "list":
            yield Block(kind, tuple(_inline(text, corrections) for text in texts))
        elif kind == "heading":
            yield from (Block(kind, (_inline(text, corrections),)) for text in texts)
        elif kind == "picture":
            yield from (_picture(text) for text in texts)
        elif kind != "empty":
            # Lines of one paragraph are one line: the source is wrapped for those who edit it.
            yield Block(kind, (_inline("".join(texts), corrections),))


def _picture(line: str) -> Block:
    found = _PICTURE.fullmatch(line)
    assert found is not None  # noqa: S101 # by its kind
    shows = found["shows"].strip()
    return Block("picture", (((Span(shows),) if shows else ()),), int(found["number"]))


def _kind(line: str) -> str:
    if not line:
        return "empty"
    if _PICTURE.fullmatch(line):
        return "picture"
    marks = {"## ": "heading", "- ": "list", "> ": "remark"}
    return next((kind for mark, kind in marks.items() if line.startswith(mark)), "paragraph")


def _content(kind: str, line: str) -> str:
    return line if kind in ("paragraph", "picture", "empty") else line.split(" ", 1)[1].strip()


def _inline(text: str, corrections: Sequence[Correction]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for place, part in enumerate(_STRONG.split(text)):
        if place % 2:
            spans.append(Span(part, "strong"))
        else:
            spans += _corrected(part, corrections)
    return tuple(spans)


def _corrected(line: str, corrections: Sequence[Correction]) -> Iterator[Span]:
    first = min(
        (one for one in corrections if one.wrong in line), key=lambda one: line.index(one.wrong), default=None
    )
    if first is None:
        if line:
            yield Span(line)
        return
    before, _, rest = line.partition(first.wrong)
    if before:
        yield Span(before)
    yield Span(first.right, "corrected", first.was)
    yield from _corrected(rest, corrections)
