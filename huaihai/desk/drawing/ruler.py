"""Days as a ruler: the middle eight tenths as a band, the median as a mark."""

from collections.abc import Mapping
from dataclasses import dataclass

from huaihai.desk.drawing.scale import Tick, nice, ticks_of

LOW, MIDDLE, HIGH = 10, 50, 90  # hundredths


@dataclass(frozen=True)
class Spread:
    """Whole days of so many things: a tenth took at most `low`, half at most `median`, nine tenths at most `high`."""

    low: int
    median: int
    high: int
    count: int


@dataclass(frozen=True)
class Ruler:
    """The drawing, in hundredths of its width."""

    low: str
    median: str
    high: str
    ticks: tuple[Tick, ...]


def spread(days: Mapping[int, int]) -> Spread | None:
    """Of days, each counted so many times; None without any."""
    count = sum(days.values())
    if not count:
        return None
    low, median, high = (_hundredth(days, count, part) for part in (LOW, MIDDLE, HIGH))
    return Spread(low, median, high, count)


def _hundredth(days: Mapping[int, int], count: int, part: int) -> int:
    """The fewest days within which so many hundredths lie."""
    reached = 0
    for day, times in sorted(days.items()):
        reached += times
        if reached * 100 >= part * count:
            return day
    raise ValueError(part)


def ruler(found: Spread) -> Ruler:
    """From nought to a round end beyond the band."""
    scale = nice(0.0, float(max(found.high, 1)), whole=True)
    low, median, high = (scale.place(float(day)) for day in (found.low, found.median, found.high))
    return Ruler(low, median, high, ticks_of(scale, ""))
