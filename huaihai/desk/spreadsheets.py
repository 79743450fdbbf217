"""The table in a file from outside (xlsx, xls, csv), looked through before it is opened; no columns of names.

Sizes are counted while unpacking: what a ZIP says of itself may be a lie. Readers make room for all between the first
and the last cell, and a last cell costs ten bytes.
"""

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from python_calamine import CalamineWorkbook

from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import UnstorableTextError, fold, storable_name
from huaihai.packs.words import of_country

MOST_CELLS: Final = 1_000_000
_CELL: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,19})["']""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br\s*=\s*["']([0-9]{1,19})["']""")
_ELEMENT: Final = re.compile(rb"<(?:\w+:)?(?:c|row|si)[\s/>]")
_BROKEN: Final = (
    zipfile.BadZipFile,
    OSError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)


class CannotOpen(ValueError):
    """Not to be opened; `why` is "other" (no workbook), "big", "cells" or "broken"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Limits:
    """Bytes when unpacked, rows, columns, cells: those written down, and all between the first and the last."""

    unpacked: int
    rows: int
    columns: int
    cells: int = MOST_CELLS


def require_small(content: bytes, limits: Limits) -> None:
    """Unpack it part by part and look at each. Raises CannotOpen."""
    left = limits.unpacked
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if "xl/workbook.xml" not in packed.namelist():
                raise CannotOpen("other")
            for info in packed.infolist():  # a name may stand there twice
                with packed.open(info) as part:
                    held = part.read(left + 1)
                left -= len(held)
                if left < 0:
                    raise CannotOpen("big")
                _require_near(held, limits)  # a sheet may have any name
    except CannotOpen:
        raise
    except _BROKEN as error:
        raise CannotOpen("broken") from error


def _require_near(part: bytes, limits: Limits) -> None:
    if sum(1 for _found in _ELEMENT.finditer(part)) > limits.cells:
        raise CannotOpen("cells")
    last_row, last_column = 0, 0
    for found in _ROW.finditer(part):
        last_row = max(last_row, int(found[1]))
    for found in _CELL.finditer(part):
        last_row, last_column = max(last_row, int(found[2])), max(last_column, _column(found[1]))
    is_near = last_row <= limits.rows and last_column <= limits.columns
    if not is_near or last_row * last_column > limits.cells:
        raise CannotOpen("cells")


def _column(letters: bytes) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


BIGGEST: Final = 10 * 1024 * 1024  # bytes
BIGGEST_UNPACKED: Final = 80 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5000, 300, 1000
OPENED: Final = Limits(
    BIGGEST_UNPACKED, rows=60_000, columns=1000, cells=2_000_000
)  # then what is too much is said
_CARD = re.escape(of_country().named["person_code"].zh)
_PERSONAL = re.compile(
    rf"(?<![a-z])ip(?![a-z])|来源|昵称|姓名|手机|电话|微信|openid|用户|user|邮箱|mail|地址|经纬|坐标|{_CARD}|"
    "联系(?:人|方式)|(?<![a-z])name",
    re.IGNORECASE,
)
# What a numbered question asks for when its answers name somebody; "which make of mobile" (手机) does not.
_ASKS_WHO = re.compile(
    rf"姓名|昵称|您的名字|{_CARD}|(?:手机|电话|微信|qq)号|联系(?:人|方式|电话|地址)|邮箱|住址|openid|"
    "[您你]的(?:手机|电话|微信|地址)[?？。:：(（]*$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"^\s*(?:q\s*)?\d+\s*[、.．:(（]", re.IGNORECASE)
_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class CannotRead(ValueError):
    """The file cannot be taken; `why` is "empty", "big", "kind", "broken", "rows" or "columns"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


REFUSALS: Final[dict[str, Promise | str]] = {
    "empty": gettext_lazy("The file is empty, or has heads only."),
    "big": gettext_lazy("The file is too big. At most 10 MB, without pictures."),
    "kind": gettext_lazy("This is neither Excel nor CSV. Please give it out from the service as Excel."),
    "broken": gettext_lazy("The file is damaged. Please open it, save it as .xlsx, and hand in that."),
    "rows": gettext_lazy("There are more than 5,000 rows. Please hand it in in parts."),
    "columns": gettext_lazy("There are more than 300 columns. Is this the right sheet?"),
}


@dataclass(frozen=True)
class OutsideTable:
    """Heads and rows of words, each row as long as the heads; `left_out` are the heads of columns dropped."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]


def read(raw: bytes) -> OutsideTable:
    """The first sheet, its first row as heads. Raises CannotRead."""
    held = [[_words(cell) for cell in row] for row in cells_of(raw)]
    held = [row for row in held if any(row)]
    if len(held) < 2:  # heads, and a row
        raise CannotRead("empty")
    if len(held) > MOST_ROWS + 1:
        raise CannotRead("rows")
    if len(held[0]) > MOST_COLUMNS:
        raise CannotRead("columns")
    return _without_persons(held)


def cells_of(raw: bytes) -> Sequence[Sequence[Any]]:
    """The rows of the first sheet, or of the CSV, as they stand there: at most two more than may be taken.

    Raises CannotRead.
    """
    if len(raw) > BIGGEST:
        raise CannotRead("big")
    if not raw.strip(b"\0\r\n\t "):
        raise CannotRead("empty")
    return _workbook(raw) if raw.startswith(_EXCEL) else _text(raw)


def _without_persons(held: Sequence[Sequence[str]]) -> OutsideTable:
    heads = held[0]
    kept = [
        place
        for place, head in enumerate(heads)
        if head and not (_ASKS_WHO if _QUESTION.match(head) else _PERSONAL).search(fold(head))
    ]
    return OutsideTable(
        tuple(heads[place] for place in kept),
        tuple(tuple(row[place] if place < len(row) else "" for place in kept) for row in held[1:]),
        tuple(head for place, head in enumerate(heads) if head and place not in kept),
    )


def _workbook(raw: bytes) -> list[list[Any]]:
    if raw.startswith(b"PK"):
        _check_packed(raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        rows: list[list[Any]] = book.get_sheet_by_index(0).to_python(nrows=MOST_ROWS + 2)
    except BaseException as error:  # the reader of foreign files raises what its own language knows
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise CannotRead("broken") from error
    return rows


def _check_packed(raw: bytes) -> None:
    try:
        require_small(raw, OPENED)
    except CannotOpen as error:
        raise CannotRead({"big": "big", "cells": "rows"}.get(error.why, "broken")) from error


def _text(raw: bytes) -> list[list[str]]:
    text = _decoded(raw)
    first = text.partition("\n")[0]
    between = max(",\t;", key=first.count)
    try:
        return list(islice(csv.reader(io.StringIO(text), delimiter=between), MOST_ROWS + 2))
    except csv.Error as error:
        raise CannotRead("broken") from error


def _decoded(raw: bytes) -> str:
    encodings = ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CannotRead("kind")


def _words(cell: Any) -> str:
    """A cell without telephone numbers and the like."""
    return _masked(cell) if isinstance(cell, str) else plain_words(cell)


def plain_words(cell: Any) -> str:
    """A cell as somebody reads it in the sheet: 3.0 is 3."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # exact whole numbers
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)


@lru_cache(maxsize=4096)
def _masked(words: str) -> str:
    """The words without telephone numbers and the like; answers repeat, so each is looked at once."""
    try:
        return mask(storable_name(words)[:LONGEST_CELL]).text
    except UnstorableTextError:
        return ""
