"""Charts and tables of reports. Load with `{% load papers %}`; the page links `desk/report.css`."""

from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from django import template

from huaihai.desk.papers.document import Chart, Table
from huaihai.desk.papers.drawing import drawing

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


@register.inclusion_tag("desk/papers/chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """The chart as drawings in words' own size, and its table below, folded."""
    return {"chart": drawing(chart)}


@register.inclusion_tag("desk/papers/table.html")
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
