"""The monthly statement as a workbook. Text is written as text: nothing in it can become a formula or a link."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from huaihai.compensation.monthly import MonthlyStatement
from huaihai.compensation.statements.sheet import Cell, Table, tables

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS = {"text": 24, "fen": 16, "day": 12, "number": 8}


def workbook(month: MonthlyStatement) -> bytes:
    """One sheet a table; the same month gives the same file."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, OPTIONS)
    book.set_properties(
        {"title": f"{month.year}-{month.month:02d}", "created": datetime(month.year, month.month, 1)}  # noqa: DTZ001 -- a workbook knows no time zones
    )
    formats = {
        "fen": book.add_format({"num_format": "#,##0.00"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "head": book.add_format({"bold": True, "bottom": 1}),
    }
    for table in tables(month):
        _write(book.add_worksheet(_sheet_name(table)), table, month, formats)
    book.close()
    return written.getvalue()


def _write(sheet: Any, table: Table, month: MonthlyStatement, formats: dict[str, Any]) -> None:
    sheet.write_string(
        0, 0, f"{month.fund.name} · {month.year}-{month.month:02d} · {table.title}", formats["head"]
    )
    sheet.write_string(1, 0, _("Sums in yuan"))
    for column, head in enumerate(table.heads):
        sheet.set_column(column, column, WIDTHS[head.kind])
        sheet.write_string(3, column, str(head.value), formats["head"])
    lines = [*table.rows, table.totals] if table.totals else table.rows
    for number, line in enumerate(lines, start=4):
        for column, cell in enumerate(line):
            _write_cell(sheet, number, column, cell, formats)
    sheet.freeze_panes(4, 0)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    value = cell.value
    if value is None or value == "":
        return
    if cell.kind == "fen" and isinstance(value, int):
        sheet.write_number(
            row, column, Decimal(value).scaleb(-2), formats["fen"]
        )  # exact: no float on the way
    elif cell.kind == "day" and isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif cell.kind == "number":
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def _sheet_name(table: Table) -> str:
    """At most 31 characters, none of those that a sheet's name may not hold."""
    return "".join(char for char in table.title if char not in "[]:*?/\\'")[:31]
