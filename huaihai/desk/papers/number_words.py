"""Numbers of a chart in words: 43.2%, 12 dB, and the table that a chart always has."""

from math import isfinite

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.papers.document import Chart, Series, Table

NOTHING = "–"
MOST_DIGITS = 2
LARGEST = 1e15  # beyond it a float no longer holds every whole number


def number(value: float | None, digits: int | None = None) -> str:
    """12.5 with `digits` after the point; without, as few as needed, two at most. A dash where there is none."""
    if value is None or not isfinite(value):
        return NOTHING
    said = f"{value:,.{MOST_DIGITS if digits is None else digits}f}"
    if digits is None and "." in said:
        said = said.rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def with_unit(value: float | None, unit: str, digits: int | None = None) -> str:
    """43.2%, 12.5 dB."""
    said = number(value, digits)
    if said == NOTHING or not unit:
        return said
    return f"{said}{unit}" if unit in ("%", "‰", "°") else f"{said} {unit}"


def at(values: tuple[float | None, ...], place: int) -> float | None:
    """The value at this place; None where the row is too short, or the number is none that can be drawn."""
    found = values[place] if place < len(values) else None
    return found if found is not None and isfinite(found) and abs(found) < LARGEST else None


def span(series: Series, place: int, digits: int | None = None) -> str:
    """The interval of a value: 38.1–48.4; nothing where it has none."""
    low, high = at(series.low, place), at(series.high, place)
    if low is None or high is None:
        return ""
    return f"{number(low, digits)}{'–' if low >= 0 else ' ~ '}{number(high, digits)}"


def table_of(chart: Chart) -> Table:
    """The table of a chart: its own, or one made from its series."""
    if chart.table is not None:
        return chart.table
    unit = pgettext("after a name", " (%(unit)s)") % {"unit": chart.unit} if chart.unit else ""
    head = [chart.label_head or pgettext("chart", "Item")]
    rows = [[label] for label in chart.labels]
    for series in chart.series:
        head.append(f"{series.name}{unit}")
        spans = [span(series, place, chart.digits) for place in range(len(rows))]
        if any(spans):
            head.append(chart.interval or _("Range it may lie in"))
        for place, row in enumerate(rows):
            row.append(number(at(series.values, place), chart.digits))
            if any(spans):
                row.append(spans[place] or NOTHING)
    return Table(
        chart.caption, tuple(head), tuple(tuple(row) for row in rows), frozenset(range(1, len(head)))
    )
