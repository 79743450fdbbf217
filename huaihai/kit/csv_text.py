"""Tables as CSV that spreadsheets open as text: UTF-8 with its mark, and no cell that they would run as a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

_STARTS_A_FORMULA = "=+-@\t\r\n"


def csv_file(name: str, heads: Iterable[Any], lines: Iterable[Iterable[Any]]) -> HttpResponse:
    """An answer that the browser saves under this name."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([cell(head) for head in heads])
    writer.writerows([cell(value) for value in line] for line in lines)
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def cell(value: Any) -> str:
    """The value as text; an apostrophe before what a spreadsheet would take for a formula, full-width signs too."""
    text = "" if value is None else str(value)
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if first and first in _STARTS_A_FORMULA else text
