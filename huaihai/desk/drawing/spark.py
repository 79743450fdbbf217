"""A line of values without axes, as small as a word; what it shows is said beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDE, HIGH, EDGE = 120, 36, 3


@dataclass(frozen=True)
class Spark:
    """`lines` are runs of points for a polyline (broken where a value is missing), `dots` all points."""

    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]

    @property
    def last(self) -> tuple[str, str]:
        """The newest point."""
        return self.dots[-1]


def spark(values: Sequence[Decimal | None]) -> Spark | None:
    """The drawing of these values, the oldest first; None with fewer than two of them."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    points = [
        (_x(place, len(values)), _y(value, low, high)) if value is not None else None
        for place, value in enumerate(values)
    ]
    dots = tuple(point for point in points if point)
    return Spark(tuple(_runs(points)), dots)


def _runs(points: Sequence[tuple[str, str] | None]) -> list[str]:
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(",".join(point))
    return [" ".join(run) for run in runs if len(run) > 1]


def _x(place: int, count: int) -> str:
    return f"{EDGE + place * (WIDE - 2 * EDGE) / max(count - 1, 1):.1f}"


def _y(value: Decimal, low: Decimal, high: Decimal) -> str:
    """Higher is up; a level line lies in the middle."""
    share = float((value - low) / (high - low)) if high > low else 0.5
    return f"{HIGH - EDGE - share * (HIGH - 2 * EDGE):.1f}"
