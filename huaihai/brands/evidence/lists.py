"""Lists of penalties and licences as authorities publish them (Excel or CSV): read row by row, nothing stored.

What the heads mean stands in `data/lists.toml`; the format for people, in `docs/guides/penalties-file.md`.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from huaihai.brands.evidence.list_rows import FactRow, Refusal, RowRefused, row_of
from huaihai.brands.evidence.meanings import meanings
from huaihai.kit.text.normalise import fold
from huaihai.supervision.surveying.outside_tables import MOST_ROWS, CannotRead, cells_of

SEARCHED = 10  # so many rows from the top the heads may stand: titles of the list come before
MOST_COLUMNS: Final = 300


class NotTheList(ValueError):
    """The heads of this list are missing; `missing` names them as they are written first in `data/lists.toml`."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


@dataclass(frozen=True)
class ReadList:
    """What a file says: good rows, refused ones with line and reason, heads that were not read, and its SHA-256."""

    about: str
    rows: tuple[FactRow, ...]
    refused: tuple[Refusal, ...]
    left_out: tuple[str, ...]
    sha256: str

    @property
    def rows_read(self) -> int:
        return len(self.rows) + len(self.refused)


def read(raw: bytes, about: str, *, today: date) -> ReadList:
    """The rows of a list about "penalties" or "licences". Raises CannotRead (no table), NotTheList (other heads)."""
    cells = [[_plain(cell) for cell in row] for row in cells_of(raw)]
    if max((len(row) for row in cells), default=0) > MOST_COLUMNS:
        raise CannotRead("columns")
    top, columns = _heads(cells, about)
    if sum(any(row) for row in cells[top + 1 :]) > MOST_ROWS:
        raise CannotRead("rows")
    rows: list[FactRow] = []
    refused: list[Refusal] = []
    seen: dict[tuple[str, str], int] = {}
    for line, row in _told(cells, top):
        try:
            made = row_of(about, line, _said(row, columns), today=today)
            if (before := seen.get(made.key)) is not None:
                raise RowRefused("twice", str(before))
        except RowRefused as error:
            refused.append(Refusal(line, error.reason, error.detail))
        else:
            seen[made.key] = line
            rows.append(made)
    known = set(columns.values())
    left_out = tuple(head for place, head in enumerate(cells[top]) if head and place not in known)
    return ReadList(about, tuple(rows), tuple(refused), left_out, hashlib.sha256(raw).hexdigest())


def _heads(cells: Sequence[Sequence[str]], about: str) -> tuple[int, dict[str, int]]:
    """The row of the heads, and where each field stands. Raises NotTheList."""
    names: Mapping[str, list[str]] = meanings()[about]
    needed: list[str] = meanings()["needed"][about]
    found = [(top, _columns(row, names)) for top, row in enumerate(islice(cells, SEARCHED))]
    top, best = max(found, key=lambda one: len(one[1]), default=(0, {}))
    if missing := [names[field][0] for field in needed if field not in best]:
        raise NotTheList(missing)
    return top, best


def _columns(row: Sequence[str], names: Mapping[str, list[str]]) -> dict[str, int]:
    heads = [_folded(head) for head in row]
    found = {}
    for field, aliases in names.items():
        place = next((heads.index(_folded(one)) for one in aliases if _folded(one) in heads), None)
        if place is not None:
            found[field] = place
    return found


def _folded(head: str) -> str:
    return re.sub(r"[\s*]+", "", fold(head))


def _told(cells: Sequence[Sequence[str]], top: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows below the heads that say anything, with their lines in the file (the first is 1)."""
    for line, row in enumerate(cells[top + 1 :], start=top + 2):
        if any(row):
            yield line, row


def _said(row: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {field: row[place] if place < len(row) else "" for field, place in columns.items()}


def _plain(cell: Any) -> str:
    """A cell as somebody reads it: 3.0 is 3, a moment is its day."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # exact whole numbers
        return str(int(cell))
    return str("" if cell is None else cell).strip()
