"""Charts with two axes, where all places are hundredths of the plane, and where the names of points stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

from huaihai.desk.drawing.numbers import at, interval, number, with_unit
from huaihai.desk.drawing.rows import tone_of
from huaihai.desk.drawing.scale import Scale, is_whole, nice
from huaihai.desk.papers.document import Chart, Series

WIDE, HIGH = 358.0, 240.0  # CSS pixels of the plane on a phone
LINE = 18.0
CHAR = 7.0  # a half-width character
# How a name lies to its point: the anchor, and how far to the side and down, in pixels.
PLACES = (
    *(("middle", 0, -10), ("middle", 0, 22), ("start", 10, 5), ("end", -10, 5)),
    *(("start", 8, -9), ("end", -8, -9), ("start", 8, 19), ("end", -8, 19)),
    *(("middle", 0, -27), ("middle", 0, 39)),  # a line away, where points crowd
)
ON_PHONES = 6  # labels below the plane
ON_DESKS = 12


@dataclass(frozen=True)
class Point:
    """A value at (`x`, `y`); `low` and `high`: the ends of its interval; `words` say it whole."""

    x: str
    y: str
    low: str
    high: str
    words: str
    is_flagged: bool = False
    is_running: bool = False


@dataclass(frozen=True)
class Stroke:
    """A straight piece from point to point."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Trace:
    """A series, or a limit: its pieces (broken where a value is missing) and its points."""

    name: str
    tone: int
    strokes: tuple[Stroke, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class EdgeWord:
    """A word at the edge of the plane; `size`: "" always shown, "extra" only where there is room."""

    at: str
    words: str
    anchor: str
    size: str = ""


@dataclass(frozen=True)
class Name:
    """A label beside its point."""

    x: str
    y: str
    words: str
    anchor: str
    dx: int
    dy: int


@dataclass(frozen=True)
class Plane:
    """The drawing. `gaps`: where a value is withheld; `middle`: the height of the reference line, "" without one."""

    traces: tuple[Trace, ...]
    curves: tuple[Trace, ...]
    levels: tuple[EdgeWord, ...]
    below: tuple[EdgeWord, ...]
    gaps: tuple[str, ...]
    middle: str
    names: tuple[Name, ...]


def plane(chart: Chart) -> Plane:
    """The marks of this chart."""
    up, along = _height(chart), _width(chart)
    xs = [along.place(size) for size in chart.sizes] if along else _slots(len(chart.labels))
    traces = tuple(_trace(chart, which, one, xs, up) for which, one in enumerate(chart.series))
    return Plane(
        traces=traces,
        curves=_curves(chart, along, up),
        levels=tuple(_level(value, up, chart.unit) for value in up.values),
        below=_sizes(along) if along else _labels(chart, xs),
        gaps=tuple(xs[place] for place in sorted(set().union(*(one.withheld for one in chart.series)))),
        middle=_y(up, chart.middle) if chart.middle is not None else "",
        names=_names_of(chart, traces),
    )


def _height(chart: Chart) -> Scale:
    ends = [
        value
        for one in chart.series
        for row in (one.values, one.low, one.high)
        for place in range(len(chart.labels))
        if (value := at(row, place)) is not None
    ]
    whole = all(map(is_whole, ends))
    ends += [y for curve in chart.curves for _x, y in curve.points]
    ends += [chart.middle] if chart.middle is not None else []
    top, bottom = max(ends, default=0.0), min(ends, default=0.0)
    starts_at_zero = chart.shape == "lines" or bottom <= (top - bottom) * 2
    return nice(min(bottom, 0.0) if starts_at_zero else bottom, top, whole=whole)


def _width(chart: Chart) -> Scale | None:
    if chart.shape != "funnel":
        return None
    xs = [*chart.sizes, *(x for curve in chart.curves for x, _y in curve.points)]
    return nice(0.0, max(xs, default=1.0), whole=True)


def _slots(count: int) -> list[str]:
    return [f"{(place + 0.5) / count * 100:.2f}" for place in range(count)]


def _y(up: Scale, value: float) -> str:
    return f"{100 - float(up.place(value)):.2f}"


def _trace(chart: Chart, which: int, series: Series, xs: list[str], up: Scale) -> Trace:
    points: list[Point | None] = []
    for place, label in enumerate(chart.labels):
        if (value := at(series.values, place)) is None:
            points.append(None)
            continue
        ends = interval(series, place)
        low, high = (_y(up, end) for end in ends) if ends else ("", "")
        words = f"{label}: {with_unit(value, chart.unit, chart.digits)}"
        is_running = chart.is_running and place == len(chart.labels) - 1
        points.append(Point(xs[place], _y(up, value), low, high, words, place in chart.flagged, is_running))
    strokes = () if chart.shape == "funnel" else _strokes(points)
    return Trace(series.name, tone_of(which, series), strokes, tuple(point for point in points if point))


def _strokes(points: list[Point | None]) -> tuple[Stroke, ...]:
    return tuple(
        Stroke(one.x, one.y, two.x, two.y)
        for one, two in pairwise(points)
        if one and two and not two.is_running
    )


def _curves(chart: Chart, along: Scale | None, up: Scale) -> tuple[Trace, ...]:
    if along is None:
        return ()
    found = []
    for curve in chart.curves:
        points = [Point(along.place(x), _y(up, y), "", "", "") for x, y in curve.points]
        found.append(Trace(curve.name, 2 if curve.is_outer else 1, _strokes([*points]), ()))
    return tuple(found)


def _level(value: float, up: Scale, unit: str) -> EdgeWord:
    return EdgeWord(_y(up, value), with_unit(value, unit if unit == "%" else ""), "start")


def _sizes(along: Scale) -> tuple[EdgeWord, ...]:
    last = len(along.values) - 1
    return tuple(
        EdgeWord(
            along.place(value), number(value), "start" if not place else "end" if place == last else "middle"
        )
        for place, value in enumerate(along.values)
    )


def _labels(chart: Chart, xs: list[str]) -> tuple[EdgeWord, ...]:
    """The newest label always, then as many as have room: fewer on a phone."""
    words, count = chart.short or chart.labels, len(chart.labels)
    few = -(-count // ON_DESKS)
    fewer = few * -(-count // (few * ON_PHONES))
    marks = []
    for place, word in enumerate(words):
        back = count - 1 - place
        if back % few == 0:
            marks.append(EdgeWord(xs[place], word, "middle", "" if back % fewer == 0 else "extra"))
    return tuple(marks)


def _names_of(chart: Chart, traces: tuple[Trace, ...]) -> tuple[Name, ...]:
    """In a funnel each point has its label; of several lines each its name, where it ends."""
    points = [point for trace in traces for point in trace.points]
    if chart.shape == "funnel" and traces:
        held = traces[0].points
        known = (place for place, value in enumerate(chart.series[0].values) if value is not None)
        return _names([(point, chart.labels[place]) for point, place in zip(held, known, strict=True)], held)
    if len(traces) < 2:
        return ()
    return _names([(trace.points[-1], trace.name) for trace in traces if trace.points], points)


def _names(named: Sequence[tuple[Point, str]], points: Sequence[Point]) -> tuple[Name, ...]:
    """A place for each name: the first that is free, else the one that covers least."""
    taken = [(float(p.x) * WIDE / 100 - 7, float(p.y) * HIGH / 100 - 7, 14.0, 14.0) for p in points]
    found = []
    for point, words in named:
        boxes = [(_box(point, words, *how), how) for how in PLACES]
        box, (anchor, dx, dy) = min(boxes, key=lambda pair: _covered(pair[0], taken))
        taken.append(box)
        found.append(Name(point.x, point.y, words, anchor, dx, dy))
    return tuple(found)


def _box(point: Point, words: str, anchor: str, dx: int, dy: int) -> tuple[float, float, float, float]:
    width = sum(2 if east_asian_width(char) in "WF" else 1 for char in words) * CHAR
    x = float(point.x) * WIDE / 100 + dx
    left = {"middle": x - width / 2, "start": x, "end": x - width}[anchor]
    return left, float(point.y) * HIGH / 100 + dy - LINE + 4, width, LINE


def _covered(box: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]]) -> float:
    """How much of `box` lies on what is taken, or beside the plane; pixels squared."""
    left, top, width, height = box
    outside = (max(0.0, -left) + max(0.0, left + width - WIDE)) * height
    return outside + sum(
        max(0.0, min(left + width, x + w) - max(left, x)) * max(0.0, min(top + height, y + h) - max(top, y))
        for x, y, w, h in taken
    )
