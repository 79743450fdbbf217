"""Texts in files: an alliance's own in Markdown with a head in TOML, and the head of an article as it was found.

An alliance's own texts: Markdown files with a head in TOML, in its pack and that of its country:
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

rights/en/*.md: the same in English, by the editors; the head has `title`, `summary`, and `of`, the SHA-256 of the
Chinese file. It stands for that text alone: when the Chinese changes, it is shown no more until somebody looks it over.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from huaihai.alliance import AllianceDataError
from huaihai.law.sureness import Sureness

_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_SOURCE = re.compile(r"(?:来源|稿源|转自)\s*[:：]\s*([^\s|｜()（）]+)")
_LONGEST_TITLE = 80  # characters; a longer first line is a paragraph
_LONGEST_HEAD = 60


@dataclass(frozen=True)
class Article:
    """`dated_on` is None and `source` empty where the head does not tell."""

    title: str
    body: str
    dated_on: date | None
    source: str


def read_article(text: str) -> Article:
    """The parts of a (repaired) article. Without a title line the title is empty."""
    lines = [line.strip() for line in text.strip().splitlines()]
    title = lines[0] if lines and len(lines[0]) <= _LONGEST_TITLE else ""
    rest = lines[1:] if title else lines
    rest = rest[next((at for at, line in enumerate(rest) if line), len(rest)) :]
    head = rest[0] if rest and _is_head(rest[0]) else ""
    body = "\n".join(rest[1:] if head else rest).strip()
    return Article(title, body, date_in(head), source_in(head))


def date_in(head: str) -> date | None:
    """The first day that a line names, if there is such a day."""
    found = _DATE.search(head)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def source_in(head: str) -> str:
    """Who published it, as a line says it (来源：…)."""
    found = _SOURCE.search(head)
    return found.group(1) if found else ""


def _is_head(line: str) -> bool:
    return len(line) <= _LONGEST_HEAD and bool(_SOURCE.search(line) or _DATE.match(line))


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


def read_own_texts(*folders: Path) -> Iterator[OwnText]:
    """The texts of a country and an alliance in a steady order; of one name, the last folder's stands.

    A folder that is absent holds none. Raises AllianceDataError.
    """
    for kind, name in (("announcement", "announcements"), ("rights", "rights")):
        paths = {path.name: path for folder in folders for path in (folder / name).glob("*.md")}
        for _name, path in sorted(paths.items()):
            yield read_own_text(path, kind)


def read_own_text(path: Path, kind: str) -> OwnText:
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


@dataclass(frozen=True)
class EnglishText:
    """`of` is the hash of the text that it renders."""

    of: str
    title: str
    summary: str
    body: str


def read_english_rights(*folders: Path) -> dict[str, EnglishText]:
    """Those of a country and an alliance, by the hash of the Chinese text. Raises AllianceDataError."""
    found = [_english(path) for folder in folders for path in sorted((folder / "rights" / "en").glob("*.md"))]
    return {one.of: one for one in found}


def _english(path: Path) -> EnglishText:
    parts = path.read_text(encoding="utf-8").split(FENCE, 2)
    if len(parts) != 3 or parts[0]:
        raise AllianceDataError(f"{path}: the head between two lines of +++ is missing")
    try:
        head = tomllib.loads(parts[1])
        return EnglishText(head["of"], head["title"], head["summary"], parts[2].strip())
    except (KeyError, ValueError) as error:
        raise AllianceDataError(f"{path}: {error}") from error
