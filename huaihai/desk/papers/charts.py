"""One chart of a page as a file: the picture, or its cells for Excel."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from huaihai.desk import tables
from huaihai.desk.drawing.words import table_of
from huaihai.desk.papers import setting
from huaihai.desk.papers.document import Chart, Document, Section, Table
from huaihai.desk.papers.handing import handed
from huaihai.desk.papers.paged import TEMPLATES
from huaihai.desk.papers.scripted import values

CHART, FORM = "chart", "as"  # in the address: which chart of the page, and "png" or "xlsx"
PNG: Final = "image/png"


def asked(request: HttpRequest, charts: Mapping[str, Any]) -> HttpResponse | None:
    """The file that the address asks for; None: the page itself."""
    chart, form = charts.get(request.GET.get(CHART, "")), request.GET.get(FORM)
    if not isinstance(chart, Chart) or chart.is_empty or form not in ("png", "xlsx"):
        return None
    name = chart.caption.replace("/", "-")
    if form == "xlsx":
        return tables.file(_cells(chart), name, "xlsx")
    drawn = values(Document(title=chart.caption, summary="", sections=(Section("", charts=(chart,)),)))
    paper = {**drawn, "charts": drawn["sections"][0]["charts"]}
    return handed(
        lambda: setting.document("charts", "png", paper, folder=TEMPLATES),
        PNG,
        content_disposition_header(as_attachment=True, filename=f"{name}.png") or "",
    )


def _cells(chart: Chart) -> tables.Table:
    made: Table = table_of(chart)
    heads = [tables.Head(head, place in made.numbers) for place, head in enumerate(made.head)]
    return tables.Table(
        chart.caption,
        heads,
        [
            tables.Line(
                [
                    (head, tables.Cell(_value(words) if head.is_number else str(words)))
                    for head, words in zip(heads, row, strict=True)
                ]
            )
            for row in made.rows
        ],
    )


def _value(words: str) -> tables.Value:
    """A written count as a number; everything else as it is written."""
    plain = words.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() else str(words)
