"""A spreadsheet that somebody sent, opened; raw readings as one, empty and read back, each bad cell named."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from python_calamine import CalamineError, CalamineWorkbook

from huaihai.desk.spreadsheets import CannotOpen, Limits, require_small
from huaihai.supervision.testing.laboratory.facts import Key
from huaihai.supervision.testing.laboratory.readings import Entry, Unreadable, read

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


SHEET: Final = "readings"
COLUMNS: Final = ("sample", "round", "item", "name", "standard", "n", "unit", "detection", "value", "remark")
WIDTHS: Final = (14, 9, 18, 26, 24, 6, 10, 12, 16, 30)


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be used: its name in the sheet ("I7") and what is wrong."""

    cell: str
    why: str


@dataclass(frozen=True)
class Sheet:
    """What stands in a sheet. Nothing is taken while a cell is bad."""

    entries: tuple[Entry, ...]
    bad: tuple[BadCell, ...]


def template(keys: Iterable[Key], items: Mapping[str, Mapping[str, Any]], held: Mapping[Key, Any]) -> bytes:
    """An xlsx with one row a reading; what is there already stands in it. The cells are text, so that 0.10 stays so."""
    import xlsxwriter

    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(SHEET)
    for column, (key, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width, text if key in ("value", "remark") else None)
        sheet.write_string(0, column, f"{_headings()[key]} [{key}]", bold)
    for number, wanted in enumerate(keys, start=1):
        for column, value in enumerate(_line(wanted, items[wanted[1]], held.get(wanted))):
            sheet.write_string(number, column, value, text)
    sheet.freeze_panes(1, 1)
    book.close()
    return written.getvalue()


def parse(content: bytes, items: Mapping[str, Mapping[str, Any]], keys: Iterable[Key]) -> Sheet:
    """The readings in this file that are asked for; rows without one are passed over. Raises NoSheet."""
    from xlsxwriter.utility import xl_col_to_name

    rows = rows_of(content)
    columns = _columns(next(rows, ()))
    wanted, entries, bad = set(keys), {}, []
    for number, row in enumerate(rows, start=2):
        try:
            entry = _entry(row, columns, items, wanted)
            if entry is not None and entry.key in entries:
                raise _Wrong("value", _("this reading stands here twice"))
        except _Wrong as error:
            bad.append(BadCell(f"{xl_col_to_name(columns[error.column])}{number}", error.why))
            continue
        if entry is not None:
            entries[entry.key] = entry
    if not entries and not bad:
        raise NoSheet(_("There are no readings in this sheet."))
    return Sheet(tuple(entries.values()), tuple(bad))


class _Wrong(Exception):
    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column, self.why = column, why


def _entry(
    row: Sequence[Any], columns: Mapping[str, int], items: Mapping[str, Mapping[str, Any]], wanted: set[Key]
) -> Entry | None:
    said = {name: _text(row[place] if place < len(row) else "", name) for name, place in columns.items()}
    if not said["value"]:
        return None
    item = items.get(said["item"])
    if item is None:
        raise _Wrong("item", _("the plan has no item “%(key)s”") % {"key": said["item"][:40]})
    if not (said["n"].isascii() and said["n"].isdigit() and len(said["n"]) < 4):
        raise _Wrong("n", _("this is no number of a reading"))
    code = said["sample"].replace("-", "").upper()
    round_ = said.get("round") or "first"
    if (code, said["item"], int(said["n"]), round_) not in wanted:
        raise _Wrong("sample", _("this reading is not asked of this laboratory"))
    try:
        cell = read(said["value"], item, unit=said.get("unit"), remark=said.get("remark", ""))
    except Unreadable as error:
        raise _Wrong("value", str(error)) from error
    return Entry(code, said["item"], int(said["n"]), cell, round_)


def _text(value: Any, column: str) -> str:
    """A cell as text. A number cell that a program made of a text loses no digit that was in it."""
    if isinstance(value, bool | date | datetime | time):
        raise _Wrong(column, _("a spreadsheet program has turned this into a date or yes/no"))
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value).strip()


def _columns(head: Sequence[Any]) -> dict[str, int]:
    """Where each column stands: by the key in brackets, in any order. Raises NoSheet."""
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        key = str(cell).rpartition("[")[2].rstrip("] ").strip()
        if key in COLUMNS:
            found.setdefault(key, place)
    if missing := {"sample", "item", "n", "value", "unit"} - set(found):
        raise NoSheet(
            _("The first row lacks the column [%(key)s]. Please use the sheet from this page.")
            % {"key": min(missing)}
        )
    return found


def _line(key: Key, item: Mapping[str, Any], reading: Any) -> list[str]:
    sample, item_key, n, round_ = key
    value = "" if reading is None else as_written(reading, item)
    return [
        sample,
        round_,
        item_key,
        str(item.get("name", "")),
        f"{item.get('standard', '')} {item.get('clause', '')}".strip(),
        str(n),
        str(item.get("unit", "")),
        str(item.get("detection") or ""),
        value,
        "",
    ]


def as_written(reading: Any, item: Mapping[str, Any]) -> str:
    """A reading as it would be typed."""
    if reading.na:
        return f"N/A: {reading.na}"
    return f"<{item.get('detection')}" if reading.below else str(reading.value)


def _headings() -> dict[str, str]:
    return {
        "sample": pgettext("column", "Sample"),
        "round": pgettext("column", "Round"),
        "item": pgettext("column", "Item"),
        "name": pgettext("column", "Name"),
        "standard": pgettext("column", "Standard"),
        "n": pgettext("column", "No."),
        "unit": pgettext("column", "Unit"),
        "detection": pgettext("column", "Detection limit"),
        "value": pgettext("column", "Reading"),
        "remark": pgettext("column", "Reason if it does not apply"),
    }
