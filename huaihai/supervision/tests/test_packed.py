"""Spreadsheets that are damaged or made to become huge are refused before their reader opens them."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from huaihai.desk import spreadsheets
from huaihai.desk.spreadsheets import CannotOpen, Limits, require_small
from huaihai.supervision.testing.laboratory import sheets

SMALL = Limits(unpacked=8_000_000, rows=1000, columns=50, cells=5000)
SHEET = "xl/worksheets/sheet1.xml"


def book(**parts: bytes) -> bytes:
    """A workbook of a head and a row; `parts` take the place of what it holds ("sheet", "strings")."""
    drawn, packed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(drawn, {"in_memory": True}) as made:
        sheet = made.add_worksheet("a")
        sheet.write_row(0, 0, ["code", "value"])
        sheet.write_row(1, 0, ["K7QM3", "0.1"])
    named = {SHEET: "sheet", "xl/sharedStrings.xml": "strings"}
    with zipfile.ZipFile(drawn) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(named.get(name, ""), old.read(name)))
    return packed.getvalue()


def rotten() -> bytes:
    """A compressed part that is no compressed part: the first byte of its stream names a kind that is none."""
    held = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(bytes(held))) as packed:
        info = packed.getinfo(SHEET)
    start = info.header_offset + 30 + len(info.filename)
    held[start] |= 0b110
    return bytes(held)


def lying() -> bytes:
    """It says that its sheet is small when unpacked."""
    sheet = b" " * 9_000_000
    held = bytearray(book(sheet=sheet))
    return bytes(held).replace(len(sheet).to_bytes(4, "little"), (100).to_bytes(4, "little"))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a part that cannot be unpacked": (rotten, "broken"),
    "half a file": (lambda: book()[:200], "broken"),
    "another ZIP": (lambda: zipped("x.txt"), "other"),
    "more than it says": (lying, "broken"),
    "too much": (lambda: book(sheet=b" " * 9_000_000), "big"),
    "a cell far away": (lambda: book(sheet=b'<row r="1"><c r="XFD1048576"/></row>'), "cells"),
    "a wide and long area": (lambda: book(sheet=b'<row r="900"><c r="AX900"/></row>'), "cells"),
    "one cell told very often": (lambda: book(sheet=b'<c r="A1"/>' * 6000), "cells"),
    "cells that do not say where they are": (lambda: book(sheet=b"<c/>" * 6000), "cells"),
    "empty words": (lambda: book(strings=b"<si/>" * 6000), "cells"),
}


def zipped(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(name, b"x")
    return packed.getvalue()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_damaged_or_huge_is_not_opened(name: str) -> None:
    made, why = REFUSED[name]
    with pytest.raises(CannotOpen) as refused:
        require_small(made(), SMALL)
    assert refused.value.why == why


def test_what_is_whole_is_read_and_what_is_damaged_told_in_words() -> None:
    require_small(book(), SMALL)
    assert spreadsheets.read(book()).heads == ("code", "value")
    assert [list(row) for row in sheets.rows_of(book())][1] == ["K7QM3", "0.1"]
    with pytest.raises(spreadsheets.CannotRead) as refused:
        spreadsheets.read(book(sheet=b'<row r="1"><c r="XFD1048576"/></row>'))
    assert refused.value.why == "rows"
    with pytest.raises(spreadsheets.CannotRead):
        spreadsheets.read(rotten())
    with pytest.raises(sheets.NoSheet):
        sheets.rows_of(rotten())


def test_rows_that_never_end_are_looked_through_once() -> None:
    begun = time.process_time()
    with pytest.raises(CannotOpen):
        require_small(book(sheet=b"<row " * 400_000), SMALL)
    require_small(book(sheet=b"<row\t\n"[:4] + b"x" * 10 + b"<row-" * 400_000), SMALL)
    assert time.process_time() - begun < 5  # each to the end: minutes


def test_looking_through_a_sheet_of_many_cells_takes_no_memory_of_its_own() -> None:
    content = book(sheet=b' r="A1"' * 300_000)
    tracemalloc.start()
    require_small(content, SMALL)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12_000_000
