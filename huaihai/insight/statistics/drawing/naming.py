"""Where the names of points stand so that they do not lie on each other, tried on a phone's plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from huaihai.insight.statistics.charts import Chart
    from huaihai.insight.statistics.drawing.plane import Point

WIDE, HIGH = 358.0, 240.0  # CSS pixels of the plane on a phone
LINE = 18.0
CHAR = 7.0  # a half-width character
# How a name lies to its point: the anchor, and how far to the side and down, in pixels.
PLACES = (
    *(("middle", 0, -10), ("middle", 0, 22), ("start", 10, 5), ("end", -10, 5)),
    *(("start", 8, -9), ("end", -8, -9), ("start", 8, 19), ("end", -8, 19)),
    *(("middle", 0, -27), ("middle", 0, 39)),  # a line away, where points crowd
)


@dataclass(frozen=True)
class Name:
    """A label beside its point."""

    x: str
    y: str
    words: str
    anchor: str
    dx: int
    dy: int


def names(points: tuple[Point, ...], chart: Chart) -> tuple[Name, ...]:
    """A place for each name: the first that is free, else the one that covers least."""
    known = [place for place, value in enumerate(chart.series[0].values) if value is not None]
    taken = [(float(p.x) * WIDE / 100 - 7, float(p.y) * HIGH / 100 - 7, 14.0, 14.0) for p in points]
    found = []
    for point, place in zip(points, known, strict=True):
        words = chart.labels[place]
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
