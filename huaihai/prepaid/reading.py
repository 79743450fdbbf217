"""Tables of others (banks, registers, shops): CSV in UTF-8 or GB18030, or pasted from a spreadsheet; columns found by
their names, sums in the currency."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from huaihai.compensation.statements.file import FORMATS
from huaihai.desk.lives import Unfit
from huaihai.kit import money_field
from huaihai.kit.text import files

LARGEST: Final = 5_000_000  # bytes
MOST_LINES: Final = 20_000
HEAD_WITHIN: Final = 20  # rows

type Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the file, and its cells by what they are."""

    number: int
    cells: Mapping[str, str]

    def text(self, what: str) -> str:
        return self.cells.get(what, "")

    def fen(self, what: str) -> int | None:
        """The sum, or None where the cell is empty. Raises ValueError."""
        typed = self.text(what)
        found = money_field.read(typed) if typed else None
        if typed and (found is None or found > money_field.LARGEST_FEN):
            raise ValueError(typed)
        return found

    def day(self, what: str) -> date:
        """The day. Raises ValueError."""
        typed = self.text(what)[:11].split(" ", maxsplit=1)[0]
        for form in FORMATS:
            try:
                return datetime.strptime(typed, form).date()  # noqa: DTZ007 -- a day, not a moment
            except ValueError:
                continue
        raise ValueError(typed)


def read_table(raw: bytes, names: Names, *, needed: Sequence[str]) -> list[Row]:
    """The lines below the row that names the columns. Raises Unfit("file") in plain words."""
    too_large = Unfit("file", _("This file is too large. Please bring in a part of it."))
    if len(raw) > LARGEST:
        raise too_large
    try:
        text = files.decode(raw, "table")
        delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (files.UnreadableFileError, csv.Error) as error:
        raise Unfit(
            "file", _("This is not a table (CSV) in UTF-8 or GBK. In a spreadsheet, save it as CSV.")
        ) from error
    if len(rows) > MOST_LINES:
        raise too_large
    head, places = _head(rows, names, needed)
    lines = [
        Row(
            number,
            {what: row[place].strip() if place < len(row) else "" for what, place in places.items()},
        )
        for number, row in enumerate(rows[head + 1 :], start=head + 2)
        if any(cell.strip() for cell in row)
    ]
    if not lines:
        raise Unfit("file", _("There is no line in this table."))
    return lines


def _head(rows: list[list[str]], names: Names, needed: Sequence[str]) -> tuple[int, dict[str, int]]:
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        cells = [cell.strip().lower() for cell in row]
        places = {
            what: cells.index(name)
            for what, known in names.items()
            for name in reversed(known)
            if name in cells
        }
        if all(what in places for what in needed):
            return number, places
    wanted = ", ".join(names[what][0] for what in needed)
    raise Unfit("file", _("No row names these columns: %(columns)s.") % {"columns": wanted})
