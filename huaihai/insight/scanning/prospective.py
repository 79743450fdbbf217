"""A whole file as if each period had just ended: alarms in the order in which they would have been raised."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from huaihai.insight.scanning import tails
from huaihai.insight.scanning.births import Births
from huaihai.insight.scanning.factors import parts
from huaihai.insight.scanning.grains import Grain
from huaihai.insight.scanning.tails import Floats
from huaihai.insight.scanning.watching import Watch

FORTNIGHT = 14.0
PER_FORTNIGHT = 1.0  # false alarms over all series together, at most
CAUTION = 0.7  # of the budget is spent on chance as computed; the rest is for what no distribution knows
GROWN = 1.6  # an event is told again when a period has so many times the most that was told


@dataclass(frozen=True)
class Raised:
    """An alarm. `window` periods together raised it (0: a series never seen before); the figures are the period's."""

    period: int
    series: int
    observed: float
    expected: float
    score: float
    window: int


def chance(grain: Grain, series: int, per_fortnight: float = PER_FORTNIGHT) -> float:
    """The chance of an alarm that one series has in one period."""
    return min(grain.most, CAUTION * per_fortnight * grain.days / FORTNIGHT / max(series, 1))


class Events:
    """One alarm an event: what is still going on is not told again, unless it has grown much."""

    def __init__(self, quiet: int, series: int) -> None:
        self.quiet = quiet
        self.last = np.full(series, -(10**6))
        self.told = np.zeros(series)

    def is_news(self, period: int, one: int, count: float) -> bool:
        """Is this surprise the begin of an event, or much more of it?"""
        goes_on = period - self.last[one] <= self.quiet
        self.last[one] = period
        if goes_on and count < GROWN * self.told[one]:
            return False
        self.told[one] = max(count, self.told[one]) if goes_on else count
        return True


def replay(
    counts: Floats, starts: Floats, grain: Grain, per_fortnight: float = PER_FORTNIGHT
) -> Iterator[Raised]:
    """`counts` has a row for each period and a column for each series; `starts` the day each period begins on."""
    periods, series = counts.shape
    weekdays, years = parts(starts, grain)
    watch = Watch(grain, series, periods)
    births = Births(series, grain.enough, per_fortnight * grain.days / FORTNIGHT)
    events = Events(grain.quiet, series)
    for period in range(periods):
        count = counts[period].astype(np.float32)
        judged = watch.step(count, weekdays[period], years[period])
        limit = np.log(chance(grain, max(int(watch.is_born.sum()), 1), per_fortnight))
        if not judged.is_gap:
            found = [
                (int(one), float(judged.expected[one]), float(judged.log_p[one]), int(judged.window[one]))
                for one in np.flatnonzero(judged.log_p < limit)
            ]
            found += [(one, 0.0, log_p, 0) for one, _total, log_p in births.step(count)]
            yield from _raised(period, counts[period], found, events)


def _raised(
    period: int, count: Floats, found: list[tuple[int, float, float, int]], events: Events
) -> Iterator[Raised]:
    for one, expected, log_p, window in sorted(found, key=lambda each: each[2]):
        if events.is_news(period, one, float(count[one])):
            score = float(tails.score_of(np.array(log_p)))
            yield Raised(period, one, float(count[one]), expected, score, window)
