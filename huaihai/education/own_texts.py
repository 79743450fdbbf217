"""An alliance's own texts: Markdown files with a head in TOML, in its data folder.

    announcements/*.md and rights/*.md

    +++
    title = "…"
    date = 2026-11-20
    source = "…"                  # where the facts were read
    mark = "law"                  # how well they are known, see huaihai.law.sureness
    summary = "…"
    basis = ["《…》第二十四条"]     # rights: the articles they stand on
    position = 1                  # rights: their order
    +++
    the text, in the small markup of education.markup

The slug of a text is its file's name.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from huaihai.alliance import AllianceDataError
from huaihai.law.sureness import Sureness

FENCE = "+++\n"


@dataclass(frozen=True)
class OwnText:
    kind: str
    slug: str
    title: str
    dated_on: date
    summary: str
    source: str
    mark: str
    basis: tuple[str, ...]
    position: int
    body: str
    content_hash: str


def read_all(folder: Path) -> Iterator[OwnText]:
    """The texts of an alliance in a steady order; a folder that is absent holds none. Raises AllianceDataError."""
    for kind, name in (("announcement", "announcements"), ("rights", "rights")):
        for path in sorted((folder / name).glob("*.md")):
            yield read(path, kind)


def read(path: Path, kind: str) -> OwnText:
    """One text. Raises AllianceDataError with the file and what is wrong in it."""
    raw = path.read_text(encoding="utf-8")
    parts = raw.split(FENCE, 2)
    if len(parts) != 3 or parts[0]:
        raise AllianceDataError(f"{path}: the head between two lines of +++ is missing")
    try:
        head: dict[str, Any] = tomllib.loads(parts[1])
        return OwnText(
            kind=kind,
            slug=path.stem,
            title=head["title"],
            dated_on=head["date"],
            summary=head.get("summary", ""),
            source=head["source"],
            mark=Sureness(head["mark"]).value,
            basis=tuple(head.get("basis", [])),
            position=head.get("position", 0),
            body=parts[2].strip(),
            content_hash=hashlib.sha256(raw.encode()).hexdigest(),
        )
    except (KeyError, ValueError) as error:
        raise AllianceDataError(f"{path}: {error}") from error
