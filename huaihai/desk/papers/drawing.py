"""Where the marks of a chart lie, in hundredths of its width: what the page, the Word file and the PDF draw."""

from collections.abc import Iterable
from dataclasses import dataclass

from huaihai.desk.papers.document import Chart, Series, Table
from huaihai.desk.papers.number_words import NOTHING, at, span, table_of, with_unit
from huaihai.desk.papers.scale import Scale, Tick, is_whole, nice, ticks_of

MOST_ROWS = 60  # a longer list is read in the table
TONES = 6  # fills that can be told apart without colour


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
    said: str


@dataclass(frozen=True)
class Row:
    """A label and its strips."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Drawing:
    """A whole chart. `left_out` counts the labels that stand in the table only."""

    caption: str
    shape: str
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
        shape=chart.shape,
        rows=tuple(Row(label, lines(chart, place, scale)) for place, label in enumerate(shown)),
        ticks=ticks_of(scale, chart.unit),
        legend=_legend(chart),
        left_out=len(chart.labels) - len(shown),
        table=table_of(chart),
    )


def _legend(chart: Chart) -> tuple[tuple[int, str], ...]:
    if chart.shape != "stacked":
        return ()
    return tuple((_tone(place), series.name) for place, series in enumerate(chart.series))


def _beside(chart: Chart, place: int, scale: Scale) -> tuple[Line, ...]:
    return tuple(_line(chart, number_, series, place, scale) for number_, series in enumerate(chart.series))


def _line(chart: Chart, which: int, series: Series, place: int, scale: Scale) -> Line:
    value, low, high = (at(values, place) for values in (series.values, series.low, series.high))
    words = with_unit(value, chart.unit, chart.digits)
    if between := span(series, place, chart.digits):
        words = f"{words} ({between})"
    marks: tuple[Mark, ...] = ()
    if value is not None:
        start = value if chart.shape == "dots" else min(value, 0.0)
        end = value if chart.shape == "dots" else max(value, 0.0)
        has_span = low is not None and high is not None
        marks = (
            Mark(
                left=scale.place(start),
                right=scale.place(end),
                low=scale.place(low) if has_span and low is not None else "",
                high=scale.place(high) if has_span and high is not None else "",
                tone=_tone(which),
                words=words,
            ),
        )
    name = series.name if len(chart.series) > 1 else ""
    return Line(name, marks, words, said="")


def _stacked(chart: Chart, place: int, scale: Scale) -> tuple[Line, ...]:
    marks, reached, said = [], 0.0, []
    for which, series in enumerate(chart.series):
        value = at(series.values, place)
        words = f"{series.name} {with_unit(value, chart.unit, chart.digits)}"
        said.append(words)
        if value is None or value <= 0:
            continue
        marks.append(Mark(scale.place(reached), scale.place(reached + value), "", "", _tone(which), words))
        reached += value
    is_known = any(at(series.values, place) is not None for series in chart.series)
    total = with_unit(reached, chart.unit, chart.digits) if is_known else NOTHING
    return (Line("", tuple(marks), "" if marks and chart.unit == "%" else total, said="; ".join(said)),)


def _tone(which: int) -> int:
    return which % TONES + 1


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
    starts_at_zero = chart.shape != "dots" or 0 <= low <= (high - low) * 2
    whole = all(map(is_whole, ends))
    if starts_at_zero:
        return nice(min(low, 0.0), max(high, 0.0), whole=whole)
    return nice(low, high, whole=whole)
