"""The list of all files of a mirror: JSON lines, signed as a whole. Plain: neither settings nor a database.

First a line about the mirror, then one a file, by path, then one for each file that is gone.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from huaihai.kit.canonical import canonical
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _

FORMAT = "huaihai-mirror-1"
FILE, SIGNATURE = "mirror.jsonl", "mirror.jsonl.sig.json"
OWN = frozenset({FILE, SIGNATURE})  # of which it says nothing


class NotReadable(Refusal):
    """This is no manifest of a mirror."""


@dataclass(frozen=True)
class About:
    """Of which site, when it was compared with it, and what was left out. `checkpoint` is a signed note, "" if the log
    had none yet."""

    name: str
    origin: str
    at: str
    is_demo: bool
    languages: list[str]
    links: str
    list_pages: int
    cut: list[str]
    files: int
    bytes: int
    checkpoint: str
    format: str = FORMAT


@dataclass(frozen=True)
class Entry:
    """A file: where it lies, what it is, since when it has been so, and under which address the origin has it."""

    path: str
    sha256: str
    size: int
    at: str
    address: str


@dataclass
class Manifest:
    """`gone` says by path when a file was no longer there."""

    about: About
    entries: dict[str, Entry] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[bytes]:
        """As it is written."""
        yield canonical(asdict(self.about)) + b"\n"
        for _path, entry in sorted(self.entries.items()):
            yield canonical(asdict(entry)) + b"\n"
        for path, at in sorted(self.gone.items()):
            yield canonical({"gone": path, "at": at}) + b"\n"


def read(lines: Iterable[bytes]) -> Manifest:
    """Raises NotReadable."""
    try:
        found = (json.loads(line) for line in lines)
        about = About(**_of(next(found, None)))
        if about.format != FORMAT:
            raise NotReadable(_("this manifest is of another format: %(format)s"), format=about.format)
        texts, numbers = (about.name, about.origin, about.checkpoint), (about.files, about.bytes)
        if not _are(texts, str) or not _are(numbers, int) or datetime.fromisoformat(about.at).tzinfo is None:
            raise TypeError("other values")
        held = Manifest(about)
        for one in found:
            row = _of(one)
            if "gone" in row:
                held.gone[_path(row["gone"])] = str(row["at"])
            else:
                entry = Entry(**row)
                if not _are((entry.sha256, entry.address), str) or not _are((entry.size,), int):
                    raise TypeError("other values")
                if datetime.fromisoformat(entry.at).tzinfo is None:
                    raise ValueError("no moment")
                held.entries[_path(entry.path)] = entry
    except NotReadable:
        raise
    except (ValueError, TypeError, KeyError) as error:
        raise NotReadable(_("this is no manifest of a mirror, or it was damaged")) from error
    return held


def sha256_of(path: Path) -> str:
    """The hash of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _are(values: Iterable[object], kind: type) -> bool:
    return all(isinstance(one, kind) for one in values)


def _of(row: object) -> Mapping[str, Any]:
    if not isinstance(row, dict):
        raise TypeError("not an object")
    return row


def _path(text: object) -> str:
    """Below the folder: who changes a manifest must not lead anybody out of it."""
    path = PurePosixPath(text) if isinstance(text, str) and "\\" not in text and "\0" not in text else None
    if path is None or path.is_absolute() or ".." in path.parts or str(path) != text or ":" in path.parts[0]:
        raise ValueError("no path of a mirror")
    return str(text)
