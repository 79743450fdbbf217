"""One chart of a page as a file: the picture, or its cells for Excel."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.desk import tables
from huaihai.desk.drawing.words import table_of
from huaihai.desk.papers import setting
from huaihai.desk.papers.document import Chart, Document, Section, Table
from huaihai.desk.papers.handing import handed
from huaihai.desk.papers.paged import TEMPLATES
from huaihai.desk.papers.scripted import values
from huaihai.kit import local_words
from huaihai.kit.network import whole
from huaihai.kit.templatetags.kit import platform_name

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
    paper = {**drawn, "charts": drawn["sections"][0]["charts"], **_around(request, chart)}
    return handed(
        lambda: setting.document("charts", "png", paper, folder=TEMPLATES),
        PNG,
        content_disposition_header(as_attachment=True, filename=f"{name}.png") or "",
    )


def _around(request: HttpRequest, chart: Chart) -> dict[str, str]:
    """What tells a picture that stands elsewhere: its title, and below it who says so and where."""
    query = request.GET.copy()
    for name in (CHART, FORM):
        query.pop(name, None)
    at = whole(request, request.path)
    said = [
        platform_name(alliance.load()),
        f"{at}?{query.urlencode()}" if query else at,
        _("Demonstration: the numbers are made up.") if settings.DEMO else "",
    ]
    return {
        "head": local_words.in_script(chart.caption),
        "foot": local_words.in_script(" · ".join(filter(None, said))),
    }


def _cells(chart: Chart) -> tables.Table:
    made: Table = table_of(chart)
    heads = [tables.Head(head, place in made.numbers) for place, head in enumerate(made.head)]
    return tables.Table(
        chart.caption,
        heads,
        [
            tables.Line(
                [
                    tables.Cell(_value(words) if head.is_number else str(words))
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
