"""The short-history detector: many series side by side, one period at a time, never looking ahead.

For each period: what was to be expected, whether the last few periods together pass it, then learning from it.
Counts that surprise are tempered before anything learns from them, so an outbreak does not become the next baseline
(the idea of the weights in Farrington et al., J. R. Stat. Soc. A 159 (1996), and Noufaily et al., Stat. Med. 32
(2013)); a surprise that stays is a new level. Windows end now and are compared with what was expected before they
began, as in EARS C3 (Hutwagner et al., J. Urban Health 80 (2003)).
"""

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass

import numpy as np

from huaihai.insight.scanning import tails
from huaihai.insight.scanning.baselines import TEMPER, Levels, Season, Spreads, Weekdays
from huaihai.insight.scanning.periods import Grain
from huaihai.insight.scanning.tails import Floats

FEWEST = 5  # cases since it was first seen; fewer are never an alarm
FEWEST_NOW = 3  # of them in the period that ended
SHARE = 0.1  # of the budget
RARE = np.log(1e-3)  # what is written as the chance of the first of its kind


class Births:
    """Cases of each young series since its first. One that passes all but as many as the budget allows is new."""

    def __init__(self, series: int, enough: int, per_period: float) -> None:
        self.enough = enough
        self.allowed = SHARE * per_period
        self.since = np.full(series, -1)
        self.total = np.zeros(series)
        self.told = np.zeros(series, bool)
        self.grown: list[float] = []  # totals of series that are no longer young, sorted
        self.periods = 0

    def step(self, count: Floats) -> list[tuple[int, float, float]]:
        """After a period: (series, its cases so far, ln p) for those that came into the file in an unusual way."""
        self.periods += 1
        newborn = (self.since < 0) & (count > 0)
        self.since[newborn] = self.periods
        age = self.periods - self.since
        young = (self.since >= 0) & (age < self.enough)
        self.total[young] += count[young]
        for one in np.flatnonzero((self.since > self.enough) & (age == self.enough)):
            insort(self.grown, float(self.total[one]))
        if self.periods <= self.enough:
            return []
        found = []
        for one in np.flatnonzero(
            young & ~self.told & (self.total >= FEWEST) & (count >= FEWEST_NOW) & (self.since > self.enough)
        ):
            larger = len(self.grown) - bisect_left(self.grown, self.total[one])
            if larger <= self.allowed * self.periods:
                self.told[one] = True
                found.append(
                    (
                        int(one),
                        float(self.total[one]),
                        float(np.log((larger + 1) / (len(self.grown) + 1)) + RARE),
                    )
                )
        return found


LIVELY = 5.0  # expected cases from which a series has a say
FARTHEST = (0.6, 2.0)  # beyond, the file was cut anew rather than busier
FEWEST_TOGETHER = 8  # series; fewer cannot be told from an outbreak in some of them


def factor(count: Floats, expected: Floats, has_history: Floats) -> float:
    """The median of seen over expected, drawn to one by as much as it may be chance (James and Stein)."""
    lively = has_history & (expected >= LIVELY)
    if int(lively.sum()) < FEWEST_TOGETHER:
        return 1.0
    logs = np.log((count[lively] + 0.5) / (expected[lively] + 0.5))
    middle = float(np.median(logs))
    spread = 1.4826 * float(np.median(np.abs(logs - middle)))
    error = 1.25 * max(spread, 0.02) / np.sqrt(logs.size)
    if abs(middle) <= error:
        return 1.0
    return float(np.clip(np.exp(middle * (1.0 - (error / middle) ** 2)), *FARTHEST))


LEAST_SURPRISE = 1.0  # z below which no tail is computed
UNSURE = 1.0  # of the variance is added for each period that is foretold, over those that are remembered
HALF_A_CASE = 0.5  # is added to what was remembered: what never came is not impossible
LEEWAY = 1.5  # cases above the limit of tempering, for series so thin that standard deviations say little


@dataclass
class Judged:
    """One period of every series: what was expected, ln p of the worst window, and its length (0: not judged)."""

    expected: Floats
    log_p: Floats
    window: Floats
    is_gap: bool


class Watch:
    """The state of the detector. Feed it periods in order."""

    def __init__(self, grain: Grain, series: int, periods: int) -> None:
        self.grain = grain
        self.levels = Levels(grain, series)
        self.weekdays = Weekdays(series) if grain.own_weekdays else None
        self.season = Season(grain, series, periods)
        self.spreads = Spreads(grain, series)
        self.is_born = np.zeros(series, bool)
        self.side = np.zeros(series, np.int32)  # outliers in a row, below zero when too few
        self.shaken = 0.0  # what a gap in the reporting adds to the relative error
        self.gaps = 0
        longest = max(grain.windows)
        self.counts: deque[Floats] = deque(maxlen=longest)
        self.known_levels: deque[tuple[Floats, Floats]] = deque(maxlen=longest)
        self.memories: deque[Floats] = deque(maxlen=longest)
        self.factors: deque[tuple[Floats, Floats, Floats]] = deque(maxlen=longest)

    def step(self, count: Floats, weekday: int, part: int) -> Judged:
        """Judge this period with what was known before it, then learn from it."""
        levels = self.levels
        day = self.weekdays.of(weekday) if self.weekdays else np.ones(count.size, np.float32)
        season = np.broadcast_to(np.asarray(self.season.of(part), np.float32), count.shape)
        first, second = levels.two(season_known=self.season.is_known)
        base = (first + second * season) * day
        if self._is_gap(count, base):
            self._pass_over()
            if self.weekdays:  # a day of the week without any is a closed one, once it has come again
                self.weekdays.learn(weekday, count, base / np.maximum(day, 0.05))
            return Judged(base, np.zeros(count.size), np.zeros(count.size, int), is_gap=True)
        shared = factor(count, base, self.is_born & (levels.age >= self.grain.enough))
        self.memories.append(levels.memory(season_known=self.season.is_known))
        self.counts.append(count.astype(np.float32))
        self.known_levels.append((first, second))
        self.factors.append((day * shared, day * shared * season, day))
        expected = base * shared
        log_p, window = self._judge(count, expected)
        self._learn(count, expected, day, season, (weekday, part))
        return Judged(expected, log_p, window, is_gap=False)

    def _is_gap(self, count: Floats, base: Floats) -> bool:
        """Has the file as a whole all but stopped? Then nothing was reported, rather than nothing happened."""
        due = float(base.sum(dtype=float))
        longest = 12 if self.grain.shift < 10 else 2 * self.grain.shift
        return due >= 30 and float(count.sum()) < 0.15 * due and self.gaps < longest

    def _pass_over(self) -> None:
        self.gaps += 1
        self.shaken = min(0.1 * self.gaps, 0.5)
        self.side[:] = 0
        for held in (self.counts, self.known_levels, self.memories, self.factors):
            held.clear()

    def _judge(self, count: Floats, expected: Floats) -> tuple[Floats, Floats]:
        """ln p of the worst window and its length; corrected for how many windows there are."""
        worst, which = np.zeros(count.size), np.zeros(count.size, int)
        age = self.levels.age
        lengths = [length for length in self.grain.windows if length <= len(self.counts)]
        for number, length in enumerate(lengths):
            seen, due = self.window(length)
            guarded = due + HALF_A_CASE * length / self.memories[-length]
            unit = self.spreads.unit(guarded)
            variance = self.spreads.factor(number) * unit * (1 + UNSURE * length / np.maximum(age, 1.0))
            variance = np.maximum(variance + np.square(self.shaken * due), guarded)
            old = self.is_born & (age >= self.grain.enough + length - 1)
            rough = (seen - due) / np.sqrt(variance)
            z = np.where(rough > LEAST_SURPRISE, 0.0, rough)
            look = np.flatnonzero(old & (rough > LEAST_SURPRISE) & (seen >= self.grain.fewest))
            if look.size:
                z[look] = tails.z_of(tails.log_tail(seen[look], guarded[look], variance[look]))
                wild = self.spreads.wildness(number)
                log_p = tails.log_p_of(z[look] / wild)
                lower = (log_p < worst[look]) & (count[look] > expected[look])
                worst[look[lower]], which[look[lower]] = log_p[lower], length
            lively = old & (due >= 3.0)
            self.spreads.hear(number, z[lively])
            sd = np.sqrt(variance)
            tempered = np.clip(seen, due - TEMPER * sd, due + TEMPER * sd + LEEWAY)
            self.spreads.learn(number, tempered, due, self.is_born & (age >= 3))
        several = np.log(1.0 + 0.5 * (len(lengths) - 1))
        return np.minimum(worst + several, 0.0), which

    def window(self, length: int) -> tuple[Floats, Floats]:
        """Cases of the last periods, and what was expected of them before they began."""
        seen = np.sum([self.counts[-back] for back in range(1, length + 1)], axis=0)
        first, second = self.known_levels[-length]
        plain = np.sum([self.factors[-back][0] for back in range(1, length + 1)], axis=0)
        seasonal = np.sum([self.factors[-back][1] for back in range(1, length + 1)], axis=0)
        return seen, first * plain + second * seasonal

    def _learn(
        self, count: Floats, expected: Floats, day: Floats, season: Floats, when: tuple[int, int]
    ) -> None:
        weekday, part = when
        levels, grain = self.levels, self.grain
        variance = (
            self.spreads.factor(0) * self.spreads.unit(expected) * (1 + UNSURE / np.maximum(levels.age, 1.0))
        )
        sd = np.sqrt(variance + np.square(self.shaken * expected))
        settled = self.is_born & (levels.age >= 4)
        high, low = count > expected + TEMPER * sd, count < expected - TEMPER * sd
        self.side = np.where(
            settled & high,
            np.maximum(self.side, 0) + 1,
            np.where(settled & low, np.minimum(self.side, 0) - 1, 0),
        )
        tempered = np.where(
            settled, np.clip(count, expected - TEMPER * sd, expected + TEMPER * sd + LEEWAY), count
        )
        newborn = ~self.is_born & (count > 0)
        self.is_born |= newborn
        levels.age[newborn] = 0
        spread = np.maximum(variance / np.maximum(expected, 0.1), 1.0)
        levels.learn(tempered, day, season, spread, self.side != 0)
        levels.age[~self.is_born] = 0
        shifted = np.abs(self.side) >= grain.shift
        if shifted.any():
            recent = list(self.counts)[-grain.shift :]  # as many as are kept
            factors = [held[2] for held in list(self.factors)[-grain.shift :]]
            mean = np.sum(recent, axis=0) / np.maximum(np.sum(factors, axis=0), 0.1)
            levels.begin_again(shifted, mean, float(grain.shift))
            self.side[shifted] = 0
        if self.weekdays:
            self.weekdays.learn(
                weekday, np.where(settled, tempered, 0.0), np.where(settled, expected / day, 0.0)
            )
        self.season.learn(part, tempered / day)
        if self.gaps:
            levels.age = np.minimum(levels.age, grain.enough + max(grain.windows))
        self.gaps = 0
        self.shaken = self.shaken * 0.5 if self.shaken > 0.02 else 0.0
