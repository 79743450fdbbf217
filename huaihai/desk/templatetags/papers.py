"""Charts and tables. Load with `{% load papers %}`; the page's head includes `desk/papers/head.html`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from unicodedata import east_asian_width

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from huaihai.desk.drawing import hundred, live, plane, ruler, spark, tiles
from huaihai.desk.drawing.rows import drawing
from huaihai.desk.measured import html
from huaihai.desk.papers.charts import CHART
from huaihai.desk.papers.document import Chart, Table
from huaihai.desk.papers.written import written

register = template.Library()
PHONE = 38  # half-width characters beside each other on a phone
GAP = 3  # of them between two columns
WRAPS_AT = 14  # a column need not be wider
SEEN = 50  # rows by which the width is guessed


@dataclass(frozen=True)
class Cell:
    """A cell as the page writes it: its column's head stands before it on a phone."""

    words: str
    head: str
    is_number: bool


@register.simple_tag(takes_context=True)
def chart(context: Context, chart: Chart, *, is_live: bool = False, file: str = "") -> SafeString:
    """One image with its own words, and its table. `is_live`: it can be made interactive where the library is.

    `file`: what the page calls it where it hands out its picture and its cells (`papers.charts.asked`).
    """
    address = f"?{_asked(context, file)}" if file and not chart.is_empty else ""
    with_library = is_live and not chart.is_empty and bool(live.library_url())
    return written("desk/drawing/chart.html", _drawn, chart, address, with_library)


def _drawn(chart: Chart, file: str, is_live: bool) -> dict[str, Any]:
    return {
        "file": file,
        "chart": chart,
        "drawing": drawing(chart),
        "plane": plane.plane(chart) if chart.shape in ("lines", "funnel") else None,
        "diagram": tiles.tiles(chart) if chart.shape == "tiles" else None,
        "live": live.data(chart) if is_live else None,
    }


def _asked(context: Context, name: str) -> str:
    asked = context["request"].GET.copy()
    asked[CHART] = name
    return str(asked.urlencode())


@register.filter
def measured(words: Any) -> SafeString:
    """Words in the reader's script; a number that is `Measured` stands with its mark."""
    return html(words)


@register.simple_tag
def chart_library() -> str:
    """The address of the library of interactive charts; "" where it was not installed."""
    return live.library_url()


@register.simple_tag(name="spark")
def small_line(
    values: Sequence[Decimal | None], words: str, aim: Decimal | None = None, is_running: bool = False
) -> SafeString:
    """A line of values as small as a word; `words` say it. Nothing with fewer than two values and no `aim`."""
    return written("desk/drawing/spark.html", _line, values, words, aim, is_running)


def _line(
    values: Sequence[Decimal | None],
    words: str,
    aim: Decimal | None,
    is_running: bool,
) -> dict[str, Any]:
    return {"spark": spark.spark(values, aim, is_running=is_running), "words": words}


@register.simple_tag(name="hundred")
def hundred_dots(parts: Sequence[hundred.Part], caption: str) -> SafeString:
    """A share as a hundred dots; the parts with their numbers are said below it."""
    return written("desk/drawing/hundred.html", _dots, parts, caption)


def _dots(parts: Sequence[hundred.Part], caption: str) -> dict[str, Any]:
    return {"parts": parts, "dots": hundred.hundred(parts), "caption": caption}


@register.simple_tag(name="ruler")
def days_ruler(found: ruler.Spread | None, caption: str, median: str) -> SafeString:
    """Days as a ruler, `median` in words; nothing without any."""
    return written("desk/drawing/ruler.html", _ruler, found, caption, median)


def _ruler(found: ruler.Spread | None, caption: str, median: str) -> dict[str, Any]:
    drawn = ruler.ruler(found) if found is not None else None
    return {"spread": found, "ruler": drawn, "caption": caption, "median": median}


@register.simple_tag
def report_table(table: Table) -> SafeString:
    """The table; on a phone its rows become cards where it has many columns. The first column heads its row."""
    return written("desk/papers/table.html", _rows, table)


def _rows(table: Table) -> dict[str, Any]:
    heads = [(head, place in table.numbers) for place, head in enumerate(table.head)]
    rows = [
        [
            Cell(words, table.head[place] if place < len(table.head) else "", place in table.numbers)
            for place, words in enumerate(row)
        ]
        for row in table.rows
    ]
    return {
        "table": table,
        "heads": heads,
        "rows": rows,
        "is_cards": _width(table) > PHONE,
    }


def _width(table: Table) -> int:
    """How wide a table is at least, in half-width characters."""
    lines = [table.head, *table.rows[:SEEN]]
    widest = [
        max(_halves(line[place]) for line in lines if place < len(line)) for place in range(len(table.head))
    ]
    return sum(min(one, WRAPS_AT) + GAP for one in widest)


def _halves(words: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in words)
