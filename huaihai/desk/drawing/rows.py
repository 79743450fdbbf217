"""A chart as rows of marks, in hundredths of its width: what the page, the Word file and the PDF draw."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import pgettext

from huaihai.desk.drawing.numbers import NOTHING, at, in_words, interval, with_unit, withheld
from huaihai.desk.drawing.scale import Scale, Tick, is_whole, nice, ticks_of
from huaihai.desk.drawing.words import described, table_of
from huaihai.desk.papers.document import Chart, Series, Table

MOST_ROWS = 60  # a longer list is read in the table
TONES = 6  # fills that can be told apart without colour
IN_ROWS = {"lines": "bars", "funnel": "dots", "tiles": "bars"}  # what only a page draws otherwise


@dataclass(frozen=True)
class Mark:
    """A bar from `left` to `right`, or a dot at `right` (then `left` equals it); `low` and `high`: its interval."""

    left: str
    right: str
    low: str
    high: str
    tone: int
    words: str


@dataclass(frozen=True)
class Line:
    """One strip of the drawing: the series it belongs to (empty where there is one only), its marks, its value."""

    name: str
    marks: tuple[Mark, ...]
    words: str
    is_withheld: bool


@dataclass(frozen=True)
class Row:
    """A label and its strips."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Drawing:
    """A whole chart; `words` say it to whoever does not see it. `left_out` counts the labels in the table only."""

    caption: str
    shape: str
    words: str
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[tuple[int, str], ...]
    left_out: int
    table: Table


def drawing(chart: Chart) -> Drawing:
    """The chart as marks. Nothing in it depends on a screen's width."""
    shown = chart.labels[:MOST_ROWS]
    scale = _scale(chart, range(len(shown)))
    lines = _stacked if chart.shape == "stacked" else _beside
    return Drawing(
        caption=chart.caption,
        shape=_shape(chart),
        words=described(chart),
        rows=tuple(Row(label, lines(chart, place, scale)) for place, label in enumerate(shown)),
        ticks=ticks_of(scale, chart.unit),
        legend=_legend(chart),
        left_out=len(chart.labels) - len(shown),
        table=table_of(chart),
    )


def _shape(chart: Chart) -> str:
    return IN_ROWS.get(chart.shape, chart.shape)


def _legend(chart: Chart) -> tuple[tuple[int, str], ...]:
    """Strips of bars and dots carry their names, and a single line is the chart's own."""
    if chart.shape == "stacked" or (chart.shape == "lines" and len(chart.series) > 1):
        return tuple((tone_of(place, series), series.name) for place, series in enumerate(chart.series))
    return ()


def _beside(chart: Chart, place: int, scale: Scale) -> tuple[Line, ...]:
    return tuple(_line(chart, which, series, place, scale) for which, series in enumerate(chart.series))


def _line(chart: Chart, which: int, series: Series, place: int, scale: Scale) -> Line:
    is_withheld = place in series.withheld
    words = withheld() if is_withheld else in_words(chart, series, place)
    marks: tuple[Mark, ...] = ()
    if (value := at(series.values, place)) is not None:
        start, end = (value, value) if _shape(chart) == "dots" else (min(value, 0.0), max(value, 0.0))
        ends = interval(series, place)
        low, high = map(scale.place, ends) if ends else ("", "")
        marks = (Mark(scale.place(start), scale.place(end), low, high, tone_of(which, series), words),)
    name = series.name if len(chart.series) > 1 else ""
    return Line(name, marks, words, is_withheld)


def _stacked(chart: Chart, place: int, scale: Scale) -> tuple[Line, ...]:
    marks, reached = [], 0.0
    for which, series in enumerate(chart.series):
        value = at(series.values, place)
        if value is None or value <= 0:
            continue
        words = f"{series.name} {with_unit(value, chart.unit, chart.digits)}"
        marks.append(
            Mark(scale.place(reached), scale.place(reached + value), "", "", tone_of(which, series), words)
        )
        reached += value
    if any(place in series.withheld for series in chart.series):
        words = pgettext("a bar", "withheld in part") if marks else withheld()
        return (Line("", tuple(marks), words, is_withheld=True),)
    is_known = any(at(series.values, place) is not None for series in chart.series)
    total = with_unit(reached, chart.unit, chart.digits) if is_known else NOTHING
    return (Line("", tuple(marks), "" if marks and chart.unit == "%" else total, is_withheld=False),)


def tone_of(which: int, series: Series) -> int:
    """The fill of a series: its own, or that of its place."""
    return series.tone or which % TONES + 1


def _scale(chart: Chart, places: Iterable[int]) -> Scale:
    if chart.shape == "stacked":
        sums = [sum(max(at(one.values, place) or 0.0, 0.0) for one in chart.series) for place in places]
        high = max(sums, default=0.0)
        return nice(0.0, 100.0 if abs(high - 100) < 0.5 else high, whole=all(map(is_whole, sums)))
    ends = [
        value
        for place in places
        for one in chart.series
        for value in (at(one.values, place), at(one.low, place), at(one.high, place))
        if value is not None
    ]
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    starts_at_zero = _shape(chart) != "dots" or 0 <= low <= (high - low) * 2
    whole = all(map(is_whole, ends))
    if starts_at_zero:
        return nice(min(low, 0.0), max(high, 0.0), whole=whole)
    return nice(low, high, whole=whole)
