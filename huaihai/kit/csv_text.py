"""Tables as CSV that spreadsheets open as text: UTF-8 with its mark, and no cell that they would run as a formula."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from huaihai.kit.cells import cell

__all__ = ["cell", "csv_file"]


def csv_file(name: str, heads: Iterable[Any], lines: Iterable[Iterable[Any]]) -> HttpResponse:
    """An answer that the browser saves under this name."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([cell(head) for head in heads])
    writer.writerows([cell(value) for value in line] for line in lines)
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
