"""A report as an Excel file: one sheet a table, numbers as numbers, words as words."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from huaihai.desk.papers.document import Document, Table
from huaihai.kit import local_words

OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
NUMBER: Final = re.compile(r"[+-]?[\d,]+(\.\d+)?( ?%)?")
NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME: Final = 31  # of a sheet, in Excel


def workbook(document: Document) -> bytes:
    """The report's words on the first sheet, then its tables."""
    import xlsxwriter

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, OPTIONS)
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "count": book.add_format({"num_format": "#,##0"}),
        "percent": book.add_format({"num_format": "0.0%"}),
        "decimal": book.add_format({"num_format": "#,##0.0"}),
        "fine": book.add_format({"num_format": "#,##0.00"}),
    }
    first = book.add_worksheet(local_words.in_script(_("Report")))
    first.set_column(0, 0, 90)
    for row, (words, style) in enumerate(_words(document)):
        first.write_string(row, 0, local_words.in_script(words), formats[style])
    taken: set[str] = set()
    for table in _tables(document):
        _write(book.add_worksheet(_sheet_name(table.caption, taken)), table, formats)
    book.close()
    return written.getvalue()


def value_of(words: str) -> tuple[float, str] | None:
    """A written number as a cell has it, and its format: "+12.5 %" is 0.125. None for words."""
    if not NUMBER.fullmatch(words):
        return None
    plain = float(words.rstrip("% ").replace(",", ""))
    if words.endswith("%"):
        return plain / 100, "percent"
    decimals = len(words.partition(".")[2])
    return plain, "count" if not decimals else "decimal" if decimals == 1 else "fine"


def _words(document: Document) -> Iterator[tuple[str, str]]:
    yield document.title, "title"
    for words in (document.caution, document.summary):
        if words:
            yield words, "text"
    for section in document.sections:
        if section.paragraphs:
            yield section.title, "head"
            for words in section.paragraphs:
                yield words, "text"
    if document.sources:
        yield _("Sources"), "head"
        for words in document.sources:
            yield words, "text"


def _tables(document: Document) -> Iterator[Table]:
    for section in document.sections:
        yield from section.tables


def _sheet_name(caption: str, taken: set[str]) -> str:
    plain = NOT_IN_NAMES.sub(" ", local_words.in_script(caption)).strip()[:LONGEST_NAME] or "1"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: LONGEST_NAME - 3]} {number}"
    taken.add(name.lower())
    return name


def _write(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, max(len(table.head) - 1, 1), 16)
    for column, words in enumerate(table.head):
        sheet.write_string(0, column, local_words.in_script(words), formats["head"])
    for row, cells in enumerate(table.rows, start=1):
        for column, words in enumerate(cells):
            found = value_of(words) if column in table.numbers else None
            if found is None:
                sheet.write_string(row, column, local_words.in_script(words))
            else:
                sheet.write_number(row, column, found[0], formats[found[1]])
    sheet.freeze_panes(1, 1)
