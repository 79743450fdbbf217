"""Charts and tables of reports. Load with `{% load supervision %}`; the page links `supervision/report.css`."""

from dataclasses import dataclass
from typing import Any

from django import template

from huaihai.supervision.reporting.document import Chart, Table
from huaihai.supervision.reporting.drawing import drawing

register = template.Library()
CARDS_FROM = 4  # columns; a narrower table fits a phone


@dataclass(frozen=True)
class Cell:
    """A cell as the page writes it: its column's head stands before it on a phone."""

    words: str
    head: str
    is_number: bool


@register.inclusion_tag("supervision/reporting/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """The chart as drawings in words' own size, and its table below, folded."""
    return {"chart": drawing(chart)}


@register.inclusion_tag("supervision/reporting/table.html")
def report_table(table: Table, *, caption: bool = True) -> dict[str, Any]:
    """The table; on a phone its rows become cards where it has many columns. The first column heads its row."""
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
        "shows_caption": caption,
        "is_cards": len(table.head) >= CARDS_FROM,
    }
