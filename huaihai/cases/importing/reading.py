"""Reading a list of messages: CSV, also packed with gzip, in UTF-8 or GB18030, its columns found by their names."""

import csv
import gzip
import io
import tomllib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from huaihai.cases.importing.recognising import DATA
from huaihai.kit.text import files

COLUMNS = DATA / "message_columns.toml"
BIGGEST_FILE = 200_000_000  # bytes, unpacked
LONGEST_CELL = 10_000_000  # characters; what is too long for a draft is reported, not refused here
GZIP = b"\x1f\x8b"


class UnreadableMessages(ValueError):
    """The file is no list of messages; the words say what is missing."""


@dataclass(frozen=True)
class Message:
    """One row. `id` is the source's own, or `row-` and its number where the source gives none."""

    row: int
    id: str
    title: str
    text: str
    written_at: str
    fits: bool = True  # the row has as many cells as the head


def read(name: str) -> Iterator[Message]:
    """The messages of a file, in order. Raises UnreadableMessages before the first one."""
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(_text(name), newline=""))
    head = next(rows, None)
    if not head:
        raise UnreadableMessages(f"{name} is empty")
    places = _places(head)
    if "text" not in places:
        known = "、".join(known_names()["text"])
        raise UnreadableMessages(f"{name}: no column holds the text. It may be called {known}")
    return _messages(rows, places, len(head), name)


@cache
def known_names() -> dict[str, list[str]]:
    """What each column may be called."""
    found: dict[str, list[str]] = tomllib.loads(COLUMNS.read_text(encoding="utf-8"))
    return found


def _messages(rows: Iterator[list[str]], places: dict[str, int], width: int, name: str) -> Iterator[Message]:
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise UnreadableMessages(f"{name}: after row {number}: {error}") from error
        if row is None:
            return
        if not row:  # an empty line between rows is no message
            continue
        number += 1
        cells = {what: row[place] if place < len(row) else "" for what, place in places.items()}
        yield Message(
            row=number,
            id=cells.get("id", "").strip() or f"row-{number}",
            title=cells.get("title", "").strip(),
            text=cells.get("text", ""),
            written_at=cells.get("time", "").strip()[:40],
            fits=len(row) == width,
        )


def _places(head: list[str]) -> dict[str, int]:
    names = [name.strip().casefold() for name in head]
    places = {}
    for what, known in known_names().items():
        found = [names.index(name.casefold()) for name in known if name.casefold() in names]
        if found:
            places[what] = found[0]
    return places


def _text(name: str) -> str:
    raw = files.read_bytes(name)
    if raw.startswith(GZIP):
        raw = _unpacked(raw, name)
    if len(raw) > BIGGEST_FILE:
        raise UnreadableMessages(f"{name} is larger than {BIGGEST_FILE // 1_000_000} MB")
    return raw.decode(files.encoding_of(raw, name))


def _unpacked(raw: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(raw)) as packed:
            return packed.read(BIGGEST_FILE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableMessages(f"{name} cannot be unpacked: {error}") from error


def source_of(name: str) -> str:
    """What the file is called without folder and endings: names where its drafts came from."""
    base = Path(name).name if name != "-" else "standard-input"
    return base.split(".", maxsplit=1)[0] or "messages"
