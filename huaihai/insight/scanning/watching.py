"""The short-history detector: many series side by side, one period at a time, never looking ahead.

For each period: what was to be expected, whether the last few periods together pass it, then learning from it.
Counts that surprise are tempered before anything learns from them, so an outbreak does not become the next baseline
(the idea of the weights in Farrington et al., J. R. Stat. Soc. A 159 (1996), and Noufaily et al., Stat. Med. 32
(2013)); a surprise that stays is a new level. Windows end now and are compared with what was expected before they
began, as in EARS C3 (Hutwagner et al., J. Urban Health 80 (2003)).
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from huaihai.insight.scanning import tails
from huaihai.insight.scanning.baselines import TEMPER, Levels, Season, Spreads, Weekdays
from huaihai.insight.scanning.periods import MONTH, Grain
from huaihai.insight.scanning.tails import Floats

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


PLAINLY = 1.3  # times the three months before; less is no news to anybody
UNUSUAL = float(np.log(0.1))  # a wild series doubles now and then
TWICE, PLAINLY_MORE = 2.0, 20.0  # times them and cases more: what nobody would overlook
LEAST_SURPRISE = 1.0  # z below which no tail is computed
UNSURE = 1.0  # of the variance is added for each period that is foretold, over those that are remembered
HALF_A_CASE = 0.5  # is added to what was remembered: what never came is not impossible
LEEWAY = 1.5  # cases above the limit of tempering, for series so thin that standard deviations say little


@dataclass(frozen=True)
class Bound:
    """What the last periods of one length were judged by."""

    mean: Floats
    variance: Floats
    wildness: float
    several: float  # ln of what looking at several lengths costs
    is_old: Floats  # whose level was known well enough

    def log_p(self, seen: Floats, which: Floats) -> Floats:
        """ln p of so many cases in these series."""
        tail = tails.log_tail(seen, self.mean[which], self.variance[which])
        answer: Floats = tails.log_p_of(tails.z_of(tail) / self.wildness) + self.several
        return answer

    def most_usual(self, one: int, limit: float) -> int:
        """The most cases of this series that chance alone brings more often than `limit` (ln p)."""
        low, high = 0, int(self.mean[one]) + 2
        which = np.array([one])
        while float(self.log_p(np.array([float(high)]), which)[0]) >= limit:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            is_usual = float(self.log_p(np.array([float(middle)]), which)[0]) >= limit
            low, high = (middle, high) if is_usual else (low, middle)
        return low


@dataclass
class Judged:
    """One period of every series: what was expected, ln p of the worst window, and its length (0: not judged).

    `is_plain`: so much more than the three months before that it is told with a p of up to 0.1.
    """

    expected: Floats
    log_p: Floats
    window: Floats
    is_gap: bool
    is_plain: Floats
    bounds: dict[int, Bound] = field(default_factory=dict)


class Watch:
    """The state of the detector. Feed it periods in order.

    `is_older`: series whose first year was over before the period that is to be judged.
    """

    def __init__(self, grain: Grain, series: int, periods: int, is_older: Floats | None = None) -> None:
        self.grain = grain
        self.levels = Levels(grain, series)
        self.weekdays = Weekdays(series) if grain.own_weekdays else None
        self.season = Season(grain, series, periods)
        self.spreads = Spreads(grain, series)
        self.is_born = np.zeros(series, bool)
        self.lived = np.zeros(series, np.int32)  # periods since its first case
        self.silent = np.zeros(series, np.int32)  # periods since its last
        self.is_older = np.zeros(series, bool) if is_older is None else is_older
        self.past: deque[Floats] = deque(maxlen=grain.quarter + grain.rising)
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
            none = np.zeros(count.size, bool)
            return Judged(base, np.zeros(count.size), np.zeros(count.size, int), is_gap=True, is_plain=none)
        shared = factor(count, base, self.is_born & (levels.age >= self.grain.enough))
        self.memories.append(levels.memory(season_known=self.season.is_known))
        self.past.append(count.astype(np.float32))
        self.counts.append(count.astype(np.float32))
        self.known_levels.append((first, second))
        self.factors.append((day * shared, day * shared * season, day))
        expected = base * shared
        judged = self._judge(count, expected)
        self._learn(count, expected, day, season, (weekday, part))
        return judged

    def _age(self, count: Floats) -> None:
        """What held nothing for a year begins anew."""
        self.lived += self.is_born
        self.silent = np.where(count > 0, 0, self.silent + 1)
        gone = self.silent >= self.grain.first_year
        self.is_born &= ~gone
        self.is_older &= ~gone
        self.lived[gone] = 0

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

    def _judge(self, count: Floats, expected: Floats) -> Judged:
        """ln p of the worst window and its length; corrected for how many windows there are."""
        worst, which = np.zeros(count.size), np.zeros(count.size, int)
        lengths = [length for length in self.grain.windows if length <= len(self.counts)]
        several = float(np.log(1.0 + 0.5 * (len(lengths) - 1)))
        may = self.is_grown() & self.rises() & (count > expected)
        sums = [self.window(length) for length in lengths]
        bounds = {
            length: self._bound(number, sums[number][1], several) for number, length in enumerate(lengths)
        }
        for number, (length, bound) in enumerate(bounds.items()):
            (seen, due), old = sums[number], bound.is_old
            rough = (seen - due) / np.sqrt(bound.variance)
            z = np.where(rough > LEAST_SURPRISE, 0.0, rough)
            look = np.flatnonzero(old & (rough > LEAST_SURPRISE) & (seen >= self.grain.fewest))
            if look.size:
                log_p = bound.log_p(seen[look], look)
                z[look] = tails.z_of(log_p - several) * bound.wildness
                lower = (log_p < worst[look]) & may[look]
                worst[look[lower]], which[look[lower]] = log_p[lower], length
            self.spreads.hear(number, z[old & (due >= 3.0)])
            sd = np.sqrt(bound.variance)
            tempered = np.clip(seen, due - TEMPER * sd, due + TEMPER * sd + LEEWAY)
            self.spreads.learn(number, tempered, due, self.is_born & (self.levels.age >= 3))
        plain = self.doubles(expected) & (worst < UNUSUAL)
        return Judged(expected, np.minimum(worst, 0.0), which, is_gap=False, is_plain=plain, bounds=bounds)

    def _bound(self, number: int, due: Floats, several: float) -> Bound:
        length, age = self.grain.windows[number], self.levels.age
        guarded = due + HALF_A_CASE * length / self.memories[-length]
        unit = self.spreads.unit(guarded)
        variance = self.spreads.factor(number) * unit * (1 + UNSURE * length / np.maximum(age, 1.0))
        variance = np.maximum(variance + np.square(self.shaken * due), guarded)
        return Bound(guarded, variance, self.spreads.wildness(number), several, self._is_old(length))

    def _is_old(self, length: int) -> Floats:
        """Whose level is known well enough to judge by; after a new level of a grown series that is soon."""
        enough = np.where(self.is_grown(), self.grain.shift, self.grain.enough)
        answer: Floats = self.is_born & (self.levels.age >= enough + length - 1)
        return answer

    def is_grown(self) -> Floats:
        """Whose first year is over: what a series should hold is not known before each part of a year was seen."""
        answer: Floats = self.is_older | (self.is_born & (self.lived >= self.grain.first_year))
        return answer

    def rises(self) -> Floats:
        """Whose last periods hold plainly more than the three months before them."""
        last, before = self.beside()
        answer: Floats = last >= PLAINLY * before
        return answer

    def doubles(self, expected: Floats) -> Floats:
        """Whose last month is twice the mean of the three before, and plainly more than expected: anybody sees it, so
        it is told with a score that alone would not do. Not by days and weeks, which double by chance."""
        last, before = self.beside()
        if self.grain is not MONTH:
            return np.zeros(last.size, bool)
        much = (last >= TWICE * before) & (last >= before + PLAINLY_MORE) & (last >= PLAINLY * expected)
        answer: Floats = self.is_grown() & much
        return answer

    def beside(self) -> tuple[Floats, Floats]:
        """Cases of the last periods, and of as many on average in the three months before them."""
        held = np.array(self.past)
        last, before = held[-self.grain.rising :], held[: -self.grain.rising]
        mean = before.mean(axis=0) if len(before) else np.zeros(held.shape[1])
        return last.sum(axis=0), mean * len(last)

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
        self._age(count)
        newborn = ~self.is_born & (count > 0)
        self.is_born |= newborn
        self.lived[newborn] = 1
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
