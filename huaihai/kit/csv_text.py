"""Tables as CSV that spreadsheets open as text: UTF-8 with its mark, and no cell that they would run as a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from huaihai.kit.cells import cell

__all__ = ["TableFile", "cell", "csv_file"]


class TableFile(HttpResponse):
    """A table that is saved, and how many rows it has. `is_noted`: its own page wrote down that it was taken."""

    def __init__(self, content: bytes | str, *, rows: int, content_type: str, is_noted: bool = False) -> None:
        super().__init__(content, content_type=content_type)
        self.rows, self.is_noted = rows, is_noted


def csv_file(
    name: str, heads: Iterable[Any], lines: Iterable[Iterable[Any]], *, is_noted: bool = False
) -> TableFile:
    """An answer that the browser saves under this name."""
    written, rows = io.StringIO(), 0
    writer = csv.writer(written)
    writer.writerow([cell(head) for head in heads])
    for line in lines:
        writer.writerow([cell(value) for value in line])
        rows += 1
    text, kind = "\ufeff" + written.getvalue(), "text/csv; charset=utf-8"
    answer = TableFile(text, rows=rows, content_type=kind, is_noted=is_noted)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
