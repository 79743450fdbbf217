"""A table said once, by its columns: what stands in each cell of a row, on a page and in a file."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huaihai.desk.lives import Words
from huaihai.kit import clock, spoken
from huaihai.kit.clock import ZONE
from huaihai.kit.csv_text import TableFile, csv_file

type Value = Words | int | date | datetime | None

NOTHING = "–"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = ("xlsx", "csv")
MOST_IN_FILE = 2_000  # rows: a file is written while somebody waits


@dataclass(slots=True)
class Tag:
    """A state in words and colour; `tone` is "", "ok", "warn", "late" or "calm"."""

    text: Words
    tone: str = ""


@dataclass(slots=True)  # frozen, it would take five times as long to make, and a page has some hundreds
class Cell:
    """What stands in one place: a value that may lead somewhere, tags behind it, smaller `lines` below.

    Days and moments are written as people say them. `aloud` is read after the link where its words alone do not say
    which row is meant. `press`: the link is a button that acts at once, `seen` the version it hands on.
    """

    value: Value = None
    url: str = ""
    tags: Sequence[Tag] = ()
    lines: Sequence[Words] = ()
    aloud: Words = ""
    press: bool = False
    seen: int | None = None

    @property
    def words(self) -> Words:
        if isinstance(self.value, datetime):
            return spoken.moment(self.value, today=clock.today())
        if isinstance(self.value, date):
            return spoken.day(self.value, today=clock.today())
        if self.value is None or self.value == "":
            return "" if self.tags else NOTHING
        return f"{self.value:,}" if isinstance(self.value, int) else self.value

    @property
    def plain(self) -> Value:
        """For a file: the value alone where it is all, else everything in one line."""
        if self.press:
            return None
        parts = [str(part) for part in (*(tag.text for tag in self.tags), *self.lines) if part]
        if not parts:
            return self.value
        return " · ".join([str(self.words), *parts] if self.words else parts)


@dataclass(frozen=True)
class Column[R]:
    """A column: its head and what stands there for a row. `sort` names the fields by which readers may order a list.

    `names_row`: it is read as the name of its row (else the first is). `width` is that of a table with one line a
    row, in twentieths. `in_file_only`: it stands in files, not on the page.
    """

    label: Words
    of: Callable[[R], Cell | Tag | Value]
    is_number: bool = False
    sort: tuple[str, ...] = ()
    names_row: bool = False
    width: int = 0
    in_file_only: bool = False

    def cell(self, row: R) -> Cell:
        found = self.of(row)
        if isinstance(found, Tag):
            return Cell("", tags=[found])
        return found if isinstance(found, Cell) else Cell(found)


@dataclass(frozen=True)
class Head:
    """The head of a column; with `url` a link that orders by it, `order` says how it is ordered now."""

    label: Words
    is_number: bool
    url: str = ""
    order: str = ""
    names_row: bool = False
    width: int = 0


@dataclass(slots=True)
class Line:
    """A row of a table, called `name`; with a `tick` it can be chosen, and that is what the form sends for it."""

    cells: Sequence[Cell]
    tick: str = ""
    name: Words = ""


@dataclass(frozen=True)
class Table:
    """What `desk/parts/table.html` shows. `caption` is read aloud, not seen."""

    caption: Words
    heads: Sequence[Head]
    rows: Sequence[Line]

    @property
    def is_pressed(self) -> bool:
        """Whether a button of it acts at once."""
        return any(cell.press for row in self.rows for cell in row.cells)


def table[R](
    caption: Words,
    columns: Sequence[Column[R]],
    rows: Iterable[R],
    heads: Sequence[Head] = (),
    tick: Callable[[R], str] = lambda _row: "",
) -> Table:
    """The rows as columns say them."""
    heads = heads or heads_of(columns)
    names = next((number for number, head in enumerate(heads) if head.names_row), 0)
    lines = []
    for row in rows:
        cells = [column.cell(row) for column in columns]
        lines.append(Line(cells, tick(row), cells[names].words if cells else ""))
    return Table(caption, heads, lines)


def heads_of[R](columns: Sequence[Column[R]]) -> list[Head]:
    """The heads of columns that order nothing."""
    is_named = any(column.names_row for column in columns)
    return [
        Head(
            column.label,
            column.is_number,
            names_row=column.names_row if is_named else number == 0,
            width=column.width,
        )
        for number, column in enumerate(columns)
    ]


def file(made: Table, name: str, kind: str) -> HttpResponse:
    """The table as Excel or CSV; no cell is run as a formula."""
    heads = [str(head.label) for head in made.heads]
    lines = [[cell.plain for cell in row.cells] for row in made.rows]
    if len(lines) > MOST_IN_FILE:
        lines = [*lines[:MOST_IN_FILE], [_("Only the first %(n)s rows.") % {"n": f"{MOST_IN_FILE:,}"}]]
    if kind == "csv":
        return csv_file(f"{name}.csv", heads, ([_in_words(value) for value in line] for line in lines))
    answer = TableFile(
        _workbook(str(made.caption), heads, lines), rows=min(len(lines), MOST_IN_FILE), content_type=EXCEL
    )
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    return answer


def _in_words(value: Value) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def _workbook(title: str, heads: Sequence[str], lines: Iterable[Sequence[Value]]) -> bytes:
    import xlsxwriter

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": title})
    bold = book.add_format({"bold": True, "bottom": 1})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet()
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            if isinstance(value, datetime):
                sheet.write_datetime(number, column, value.astimezone(ZONE).replace(tzinfo=None), moment)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, value)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            elif value is not None:
                sheet.write_string(number, column, str(value))
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return written.getvalue()
