"""Reading a list of messages, and telling by the published words which of them are consumer matters."""

import csv
import gzip
import io
import re
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from huaihai.cases.importing import profiles
from huaihai.desk import spreadsheets
from huaihai.kit.text import files
from huaihai.kit.text.normalise import fold
from huaihai.law import platforms
from huaihai.packs import country_folder

DATA = Path(__file__).resolve().parent.parent / "data"
IN_TITLE = 2  # a word in the title counts double


@dataclass(frozen=True)
class Group:
    """Words of one meaning: points for each different one, for at most `most` of them, and why."""

    name: str
    weight: int
    most: int
    why: str
    words: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        return _pattern(self.words)


@dataclass(frozen=True)
class WordList:
    threshold: int
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Recognised:
    """The points of a message and the groups that gave them."""

    points: int
    groups: tuple[str, ...]
    is_consumer_matter: bool

    @property
    def has_consumer_word(self) -> bool:
        return bool(self.groups)


@cache
def word_list() -> WordList:
    """The list in the package."""
    raw = tomllib.loads((country_folder() / "consumer_words.toml").read_text(encoding="utf-8"))
    groups = tuple(Group(**{**row, "words": tuple(row["words"])}) for row in raw["group"])
    return WordList(raw["threshold"], groups)


def recognise(title: str, text: str) -> Recognised:
    """Count the points of a message; any script and width is read alike."""
    held = word_list()
    found = dict(_points(held, fold(title), fold(text)))
    points = sum(found.values())
    speaking = tuple(name for name, got in found.items() if got > 0)
    return Recognised(points, speaking, bool(speaking) and points >= held.threshold)


def _points(held: WordList, title: str, text: str) -> Iterator[tuple[str, int]]:
    for group in held.groups:
        in_title = set(group.pattern.findall(title))
        words = sorted(in_title | set(group.pattern.findall(text)), key=lambda word: word not in in_title)
        counted = words[: group.most]
        if counted:
            yield group.name, group.weight * sum(IN_TITLE if word in in_title else 1 for word in counted)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((fold(word) for word in words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


HEAD = """# Consumer words

Which words make an imported message a consumer matter (`huaihai cases import`). This page is printed from
`countries/china/consumer_words.toml` by `huaihai cases words`; change the file, not the page.

Each group counts once for every different word of it that stands in the title or the text, up to a number of
words. A word in the title counts {in_title} times. A message becomes a draft from **{threshold} points** on, if at
least one group speaks for it. The list errs on the side of taking: an officer drops a draft with one button, but
what was not taken stands only in the report.

| group | points a word | at most | what it means | words |
|---|---|---|---|---|
"""


def page() -> str:
    """The page, as Markdown."""
    held = word_list()
    rows = [
        f"| {group.name} | {group.weight:+d} | {group.most} | {group.why} | {'、'.join(group.words)} |"
        for group in held.groups
    ]
    return HEAD.format(in_title=IN_TITLE, threshold=held.threshold) + "\n".join(rows)


COLUMNS = DATA / "message_columns.toml"
BIGGEST_FILE = 200_000_000  # bytes, unpacked
LONGEST_CELL = 10_000_000  # characters; what is too long for a draft is reported, not refused here
GZIP = b"\x1f\x8b"
MORE = frozenset(platforms.COLUMNS) - {"number", "title", "text", "received_on"}
AROUND_NUMBERS = "='\"\t "  # what is put there so that Excel leaves a number as it is
EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


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
    more: Mapping[str, str] = field(default_factory=dict)  # of an export, its other columns by our names

    @property
    def has_number(self) -> bool:
        """Whether the source gave it one."""
        return self.id != f"row-{self.row}"


@dataclass(frozen=True)
class Sheet:
    """A file as rows of words: its heads, and its rows as they are read."""

    heads: list[str]
    rows: Iterator[list[str]]


def read(name: str) -> Iterator[Message]:
    """The messages of a file, in order. Raises UnreadableMessages before the first one, UnreadableFileError."""
    return messages_in(files.read_bytes(name), name)


def messages_in(raw: bytes, name: str) -> Iterator[Message]:
    """The messages in these bytes. `name` is for what is said.

    Raises UnreadableMessages before the first one, UnreadableFileError.
    """
    sheet = sheet_in(raw, name)
    return messages_of(sheet.rows, places_of(sheet, name), len(sheet.heads))


def sheet_in(raw: bytes, name: str) -> Sheet:
    """The table in these bytes: CSV in UTF-8 or GBK, packed or not, or an Excel file.

    Raises UnreadableMessages, UnreadableFileError.
    """
    rows = _of_workbook(raw, name) if raw.startswith(EXCEL) else _of_text(raw, name)
    heads = next(rows, None)
    if not heads:
        raise UnreadableMessages(_("%(file)s is empty") % {"file": name})
    return Sheet(heads, _unbroken(rows, name))


def places_of(sheet: Sheet, name: str) -> dict[str, int]:
    """Which columns hold a message. Raises UnreadableMessages where none holds its text."""
    places = profiles.places(sheet.heads, known_names())
    if "text" not in places:
        known = "、".join(known_names()["text"])
        raise UnreadableMessages(
            _("%(file)s: no column holds the text. It may be called %(names)s")
            % {"file": name, "names": known}
        )
    return places


def _of_text(raw: bytes, name: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(_text(raw, name), newline=""))


def _of_workbook(raw: bytes, name: str) -> Iterator[list[str]]:
    """The first sheet, as words."""
    try:
        rows = spreadsheets.cells_of(raw)
    except spreadsheets.CannotRead as error:
        raise UnreadableMessages(f"{name}: {spreadsheets.REFUSALS[error.why]}") from error
    if len(rows) > spreadsheets.MOST_ROWS + 1:
        raise UnreadableMessages(f"{name}: {spreadsheets.REFUSALS['rows']}")
    return iter([[spreadsheets.plain_words(cell) for cell in row] for row in rows])


@cache
def known_names() -> dict[str, list[str]]:
    """What each column may be called."""
    found: dict[str, list[str]] = tomllib.loads(COLUMNS.read_text(encoding="utf-8"))
    return found


def _unbroken(rows: Iterator[list[str]], name: str) -> Iterator[list[str]]:
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise UnreadableMessages(
                _("%(file)s: the table breaks off after row %(row)s") % {"file": name, "row": number}
            ) from error
        if row is None:
            return
        if row:  # an empty line between rows is no message
            number += 1
            yield row


def messages_of(rows: Iterable[list[str]], places: Mapping[str, int], width: int) -> Iterator[Message]:
    """The rows as messages; of an export, its number is the message's, and what else it says stands in `more`."""
    for number, row in enumerate(rows, start=1):
        cells = {what: row[place] if place < len(row) else "" for what, place in places.items()}
        key = cells.get("id") or cells.get("number", "").strip(AROUND_NUMBERS)
        yield Message(
            row=number,
            id=key.strip() or f"row-{number}",
            title=cells.get("title", "").strip(),
            text=cells.get("text", ""),
            written_at=(cells.get("time") or cells.get("received_on") or "").strip()[:40],
            fits=len(row) == width,
            more={what: words.strip() for what, words in cells.items() if what in MORE},
        )


def _text(raw: bytes, name: str) -> str:
    if raw.startswith(GZIP):
        raw = _unpacked(raw, name)
    if len(raw) > BIGGEST_FILE:
        raise UnreadableMessages(
            _("%(file)s is larger than %(most)s MB") % {"file": name, "most": BIGGEST_FILE // 1_000_000}
        )
    return raw.decode(files.encoding_of(raw, name))


def _unpacked(raw: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(raw)) as packed:
            return packed.read(BIGGEST_FILE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableMessages(_("%(file)s cannot be unpacked") % {"file": name}) from error


def source_of(name: str) -> str:
    """What the file is called without folder and endings: names where its drafts came from."""
    base = Path(name).name if name != "-" else "standard-input"
    return base.split(".", maxsplit=1)[0] or "messages"
