"""Opening a spreadsheet that somebody sent: small, whole, and read as plain values."""

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from huaihai.supervision.packed import CannotOpen, Limits, require_small

LARGEST_FILE: Final = 8 * 1024 * 1024
LARGEST_UNPACKED: Final = 64 * 1024 * 1024
MOST_ROWS: Final = 60_000
MOST_COLUMNS: Final = 100


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
    try:
        require_small(content, Limits(LARGEST_UNPACKED, MOST_ROWS, MOST_COLUMNS))
    except CannotOpen as error:
        words = {
            "big": _("This file is too large when it is unpacked."),
            "cells": _("This sheet has too many rows or columns."),
            "broken": _("This file is damaged. Please save it as .xlsx and send it again."),
        }
        raise (NoSheet(words[error.why]) if error.why in words else _unreadable()) from error
