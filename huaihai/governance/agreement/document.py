"""The document that is signed: its one spelling, its hash, and its text in blocks for a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from huaihai.governance import documents
from huaihai.governance.models import AgreementVersion
from huaihai.kit import local_words
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


def digest(version: AgreementVersion) -> str:
    """SHA-256 of the canonical JSON of what is signed, in hexadecimal digits."""
    return documents.fingerprint(content(version))


def is_intact(version: AgreementVersion) -> bool:
    """Whether the text is still the one whose hash was fixed when it was opened."""
    return bool(version.document_hash) and digest(version) == version.document_hash


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
class ShownAnnex:
    """An annex for a page."""

    position: int
    kind: str
    title: str
    blocks: list[Block]


@dataclass(frozen=True)
class Shown:
    """Text and annexes for a page."""

    blocks: list[Block]
    annexes: list[ShownAnnex]


def shown(version: AgreementVersion, *, as_written: bool = False) -> Shown:
    """Text and annexes in the reader's script; `as_written`: exactly as they are signed. Marks that turn the reading
    direction are made visible, so that a text shows what it says."""

    def words(text: str) -> str:
        return show_bidi(text if as_written else local_words.in_script(text))

    annexes = [
        ShownAnnex(annex.position, annex.get_kind_display(), words(annex.title), blocks(words(annex.text)))
        for annex in version.annexes.all()
    ]
    return Shown(blocks(words(version.text)), annexes)


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
