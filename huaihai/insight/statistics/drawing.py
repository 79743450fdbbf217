"""From a chart to what a page writes: rows of marks as SVG, words, table, and data for scripts.

Places are numbers of our own; names are the only words of others, and are escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from huaihai.desk.papers.document import Table
from huaihai.desk.papers.drawing import Drawing, Line, Mark, drawing
from huaihai.desk.papers.number_words import MOST_DIGITS
from huaihai.desk.papers.scale import Tick
from huaihai.insight.statistics.charts import Chart, Kind, for_report, table, withheld, words
from huaihai.insight.statistics.plane import TONES, Plane, plane


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


@dataclass(frozen=True)
class Drawn:
    """`key` is the id of the chart on its page; one of `rows` and `plane` is there."""

    key: str
    words: str
    rows: Rows | None
    plane: Plane | None
    legend: tuple[tuple[int, str], ...]
    table: Table
    data: dict[str, Any]


def drawn(chart: Chart) -> Drawn:
    """The chart as its template writes it."""
    is_plane = chart.kind in (Kind.LINES, Kind.FUNNEL)
    made = data(chart)
    return Drawn(
        key=f"chart-{sha256(repr(made).encode()).hexdigest()[:10]}",
        words=words(chart),
        rows=None if is_plane else rows(chart),
        plane=plane(chart) if is_plane else None,
        legend=_legend(chart),
        table=table(chart),
        data=made,
    )


def _legend(chart: Chart) -> tuple[tuple[int, str], ...]:
    """A single series needs none; strips of bars and dots carry their names."""
    if chart.kind not in (Kind.STACKED, Kind.LINES) or len(chart.series) < 2:
        return ()
    return tuple((which % TONES + 1, one.name) for which, one in enumerate(chart.series))


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
    return Strip(line.name, strip(chart.kind, line.marks), words, hidden)


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


def strip(kind: Kind, marks: Sequence[Mark]) -> SafeString:
    """All marks of a strip that is 22 high."""
    draw = {Kind.DOTS: _dot, Kind.STACKED: _part}.get(kind, _bar)
    drawn = (
        f"<g><title>{escape(mark.words)}</title>{draw(mark, is_first=not at)}</g>"
        for at, mark in enumerate(marks)
    )
    return mark_safe("".join(drawn))  # noqa: S308 -- numbers, and escaped words


def _dot(mark: Mark, *, is_first: bool) -> str:
    del is_first
    ends = ""
    if mark.low:
        ends = _line("span", mark.low, mark.high) + "".join(
            f'<line class="span" x1="{end}%" x2="{end}%" y1="6" y2="16"/>' for end in (mark.low, mark.high)
        )
    return f'{ends}<circle class="dot{mark.tone}" cx="{mark.right}%" cy="11" r="6"/>'


def _bar(mark: Mark, *, is_first: bool) -> str:
    del is_first
    span = _line("halo", mark.low, mark.high) + _line("span", mark.low, mark.high) if mark.low else ""
    return _line(f"tone{mark.tone} bar", mark.left, mark.right) + span


def _part(mark: Mark, *, is_first: bool) -> str:
    cut = "" if is_first else f'<line class="cut" x1="{mark.left}%" x2="{mark.left}%" y1="2" y2="20"/>'
    whole = _line(f"tone{mark.tone} bar", mark.left, mark.right)
    return whole + _line(f"mark{mark.tone}", mark.left, mark.right) + cut


def _line(name: str, start: str, end: str) -> str:
    return f'<line class="{name}" x1="{start}%" x2="{end}%" y1="11" y2="11"/>'


def data(chart: Chart) -> dict[str, Any]:
    """Plain data; `withheld` is the word for a number that is not published."""
    return {
        "kind": chart.kind.value,
        "title": chart.title,
        "labels": chart.labels,
        "short": chart.short or chart.labels,
        "unit": chart.unit,
        "digits": MOST_DIGITS if chart.digits is None else chart.digits,
        "fixed": chart.digits is not None,
        "series": [
            {
                "name": one.name,
                "values": one.values,
                "low": one.low,
                "high": one.high,
                "withheld": sorted(one.withheld),
            }
            for one in chart.series
        ],
        "sizes": chart.sizes,
        "sizeName": chart.size_name,
        "curves": [{"name": one.name, "points": one.points, "outer": one.is_outer} for one in chart.curves],
        "flagged": sorted(chart.flagged),
        "middle": chart.middle,
        "middleName": chart.middle_name,
        "withheld": withheld(),
    }


LIBRARY = "insight/vendor/echarts/echarts.common.min.js"


@cache
def library_url() -> str:
    """The library's address on our own host, looked up once; "" where it is not installed or not gathered yet."""
    if finders.find(LIBRARY) is None:
        return ""
    try:
        return staticfiles_storage.url(LIBRARY)
    except ValueError:  # installed after the static files were gathered
        return ""
