"""Opening a spreadsheet that somebody sent: small, whole, and read as plain values."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

LARGEST_FILE: Final = 8 * 1024 * 1024
LARGEST_UNPACKED: Final = 64 * 1024 * 1024
MOST_ROWS: Final = 60_000
MOST_COLUMNS: Final = 100
# Readers make room for all between the first and the last cell, and a last cell costs ten bytes.
_CELL: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,19})["']""")
_ROW: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']([0-9]{1,19})["']""")


class NoSheet(ValueError):
    """The file is none that we can read; the message says what to do."""


def rows_of(content: bytes) -> Iterator[Sequence[Any]]:
    """The rows of the first sheet of an xlsx file, as values. Raises NoSheet."""
    return iter(next(iter(sheets_of(content, most=1).values())))


def sheets_of(content: bytes, *, most: int = 20) -> dict[str, list[Sequence[Any]]]:
    """The first `most` sheets of an xlsx file: name → rows of values. Raises NoSheet."""
    if len(content) > LARGEST_FILE:
        raise NoSheet(_("This file is larger than 8 MB. Please send only the sheet with the readings."))
    if not content.startswith(b"PK"):
        raise _unreadable()
    _require_small(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found: dict[str, list[Sequence[Any]]] = {}
        for name in book.sheet_names[:most]:
            found[name] = [*book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
    except (CalamineError, OSError, IndexError) as error:
        raise _unreadable() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how the reader's own faults arrive
            raise
        raise _unreadable() from error
    if not found:
        raise _unreadable()
    return found


def _unreadable() -> NoSheet:
    return NoSheet(_("This file cannot be read as a spreadsheet. Please save it as .xlsx and send it again."))


def _require_small(content: bytes) -> None:
    """Unpacked and looked through, so that nothing small becomes something huge later."""
    left = LARGEST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if "xl/workbook.xml" not in packed.namelist():
                raise _unreadable()
            for name in packed.namelist():
                with packed.open(name) as part:
                    held = part.read(left + 1)
                left -= len(held)
                if left < 0:
                    raise NoSheet(_("This file is too large when it is unpacked."))
                _require_near(held)  # a sheet may have any name
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise NoSheet(_("This file is damaged. Please save it as .xlsx and send it again.")) from error


def _require_near(sheet: bytes) -> None:
    rows = (int(found) for found in _ROW.findall(sheet))
    cells = ((_column(letters), int(row)) for letters, row in _CELL.findall(sheet))
    if any(row > MOST_ROWS for row in rows) or any(
        row > MOST_ROWS or column > MOST_COLUMNS for column, row in cells
    ):
        raise NoSheet(_("This sheet has too many rows or columns."))


def _column(letters: bytes) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
