"""A line of values without axes, as small as a word; what it shows is said beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDE, HIGH, EDGE = 120, 36, 3
type Point = tuple[str, str]


@dataclass(frozen=True)
class Spark:
    """`runs` are joined points (broken where a value is missing, and before one that is not over).

    `aim` is the height of a target, "" without one; `is_running`: the newest point is of a time that is not over.
    """

    runs: tuple[tuple[Point, ...], ...]
    aim: str
    is_running: bool

    @property
    def lines(self) -> tuple[str, ...]:
        """The runs as points of a polyline."""
        return tuple(" ".join(map(",".join, run)) for run in self.runs if len(run) > 1)

    @property
    def alone(self) -> tuple[Point, ...]:
        """Points that no line shows."""
        return tuple(run[0] for run in self.runs[:-1] if len(run) == 1)

    @property
    def dots(self) -> tuple[Point, ...]:
        """All points."""
        return tuple(point for run in self.runs for point in run)

    @property
    def last(self) -> Point:
        """The newest point."""
        return self.runs[-1][-1]


def spark(
    values: Sequence[Decimal | None], aim: Decimal | None = None, *, is_running: bool = False
) -> Spark | None:
    """The drawing of these values, the oldest first; None with fewer than two of them, unless there is an aim."""
    known = [value for value in values if value is not None]
    if len(known) < (2 if aim is None else 1):
        return None
    ends = known if aim is None else [*known, aim]
    low, high = min(ends), max(ends)
    points = [
        (_x(place, len(values)), _y(value, low, high)) if value is not None else None
        for place, value in enumerate(values)
    ]
    is_running = is_running and points[-1] is not None
    runs = tuple(_runs(points, is_running=is_running))
    return Spark(runs, "" if aim is None else _y(aim, low, high), is_running)


def _runs(points: Sequence[Point | None], *, is_running: bool) -> Iterator[tuple[Point, ...]]:
    run: list[Point] = []
    for place, point in enumerate(points):
        is_apart = point is None or (is_running and place == len(points) - 1)
        if is_apart and run:
            yield tuple(run)
            run = []
        if point is not None:
            run.append(point)
    if run:
        yield tuple(run)


def _x(place: int, count: int) -> str:
    return f"{EDGE + place * (WIDE - 2 * EDGE) / max(count - 1, 1):.1f}"


def _y(value: Decimal, low: Decimal, high: Decimal) -> str:
    """Higher is up; a level line lies in the middle."""
    share = float((value - low) / (high - low)) if high > low else 0.5
    return f"{HIGH - EDGE - share * (HIGH - 2 * EDGE):.1f}"
