"""Charts whose labels stand one below the other: bars, parts of a whole, dots with intervals."""

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from huaihai.desk.papers.drawing import Drawing, Line, drawing
from huaihai.desk.papers.scale import Tick
from huaihai.insight.statistics.charts import Chart, Kind, for_report
from huaihai.insight.statistics.drawing import svg
from huaihai.insight.statistics.drawing.tables import withheld


@dataclass(frozen=True)
class Strip:
    """One strip: the series it belongs to (empty where there is one only), its marks as SVG, its value in words."""

    name: str
    svg: SafeString
    words: str
    is_withheld: bool


@dataclass(frozen=True)
class Row:
    """A label and its strips."""

    label: str
    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class Rows:
    """The drawing. `grid`: the lines behind every strip, written once; `left_out`: labels in the table only."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    grid: SafeString
    left_out: int


def rows(chart: Chart) -> Rows:
    """The marks of this chart."""
    drawn = drawing(for_report(chart))
    return Rows(
        rows=tuple(
            Row(row.label, tuple(_strip(chart, place, which, line) for which, line in enumerate(row.lines)))
            for place, row in enumerate(drawn.rows)
        ),
        ticks=drawn.ticks,
        grid=_grid(drawn.ticks, _middle(chart, drawn)),
        left_out=drawn.left_out,
    )


def _strip(chart: Chart, place: int, which: int, line: Line) -> Strip:
    if chart.kind == Kind.STACKED:
        hidden = any(place in series.withheld for series in chart.series)
    else:
        hidden = place in chart.series[which].withheld
    words = line.words
    if hidden:
        words = pgettext("a bar", "withheld in part") if line.marks else withheld()
    return Strip(line.name, svg.strip(chart.kind, line.marks), words, hidden)


def _grid(ticks: tuple[Tick, ...], middle: str) -> SafeString:
    lines = [("zero" if tick.is_zero else "grid", tick.at) for tick in ticks]
    lines += [("middle", middle)] if middle else []
    return format_html_join(
        "", '<line class="{}" x1="{}%" x2="{}%" y1="0" y2="22"/>', ((kind, at, at) for kind, at in lines)
    )


def _middle(chart: Chart, drawn: Drawing) -> str:
    """Where the reference line lies, reckoned from two marks; "" without one."""
    if chart.middle is None or chart.kind != Kind.DOTS:
        return ""
    known = [
        (value, float(mark.right))
        for place, row in enumerate(drawn.rows)
        for which, line in enumerate(row.lines)
        for mark in line.marks
        if (value := chart.series[which].values[place]) is not None
    ]
    if len({value for value, _at in known}) < 2:
        return ""
    (low, left), (high, right) = min(known), max(known)
    share = left + (chart.middle - low) / (high - low) * (right - left)
    return f"{share:.2f}" if 0 <= share <= 100 else ""
