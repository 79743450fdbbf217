"""What a series should count next: weekdays and season, several rates of forgetting, and how far counts stray.

What a series should count next: several rates of forgetting side by side, weighted by how well each has foretold.
One row an expert, one column a series. Dynamic model averaging with forgetting: Raftery, Kárný and Ettler,
Technometrics 52 (2010); exponential smoothing with a damped trend: Gardner and McKenzie, Management Science 31 (1985).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from huaihai.insight.scanning.periods import Grain
from huaihai.insight.scanning.tails import Floats

BORROWED = 20.0  # expected cases of the file's pattern are mixed with a series' own
STRONGEST = (0.4, 2.5)  # a season's factors
FADING = 0.99  # a week's weight in the next of the same day
SMOOTH = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9.0  # over neighbouring weeks of the year


class Weekdays:
    """Seven factors a series, around one."""

    def __init__(self, series: int) -> None:
        self.seen = np.zeros((7, series), np.float32)
        self.due = np.zeros((7, series), np.float32)

    def of(self, day: int) -> Floats:
        """The factor of this day of the week (0 is Monday) for each series."""
        pooled = (self.seen[day].sum(dtype=float) + BORROWED) / (self.due[day].sum(dtype=float) + BORROWED)
        answer: Floats = (self.seen[day] + BORROWED * pooled) / (self.due[day] + BORROWED)
        return answer

    def learn(self, day: int, count: Floats, level: Floats) -> None:
        """`level` is what was due without the factor of the day."""
        self.seen[day] = FADING * self.seen[day] + count
        self.due[day] = FADING * self.due[day] + level


class Season:
    """Each part of the year against the year around it (a centred year), known once it has been through twice."""

    def __init__(self, grain: Grain, series: int, periods: int) -> None:
        self.grain = grain
        self.half = round(365.25 / grain.days / 2)
        self.is_worth_it = periods > 2 * self.half * 1.4
        if self.is_worth_it:
            self.seen = np.zeros((grain.year, series), np.float32)
            self.due = np.zeros((grain.year, series), np.float32)
            self.times = np.zeros(grain.year)
            self.bins: list[int] = []
            self.summed: list[Floats] = [np.zeros(series, np.float64)]
            self.counts: list[Floats] = []

    @property
    def is_known(self) -> bool:
        """Has every part of the year been seen with the year around it?"""
        return self.is_worth_it and bool((self.times > 0).all())

    def of(self, part: int) -> Floats | float:
        """The factor of this part of the year."""
        if not self.is_known:
            return 1.0
        if self.grain.year == 12:
            seen, due, times = self.seen[part], self.due[part], self.times[part]
        else:
            near = (np.arange(part - 2, part + 3)) % self.grain.year
            seen, due = SMOOTH @ self.seen[near] * 5, SMOOTH @ self.due[near] * 5
            times = self.times[near].sum() * self.grain.days / 7
        pooled = (seen.sum(dtype=float) + BORROWED) / (due.sum(dtype=float) + BORROWED)
        own = (seen + BORROWED * pooled) / (due + BORROWED)
        answer: Floats = np.clip(own, *STRONGEST) ** (times / (times + 1.0))
        return answer

    def learn(self, part: int, count: Floats) -> None:
        """The period half a year ago now has its year around it."""
        if not self.is_worth_it:
            return
        self.bins.append(part)
        self.counts.append(count.astype(np.float32))
        self.summed.append(self.summed[-1] + count)
        middle = len(self.bins) - 1 - self.half
        first = middle - self.half
        if first >= 0:
            around = (self.summed[-1] - self.summed[first]) / (2 * self.half + 1)
            self.seen[self.bins[middle]] += self.counts[middle]
            self.due[self.bins[middle]] += around.astype(np.float32)
            self.times[self.bins[middle]] += 1.0
            self.summed[first] = np.zeros(0)


def parts(starts: NDArray[Any], grain: Grain) -> tuple[list[int], list[int]]:
    """Day of the week and part of the year of each period, from the days they begin on (datetime64[D])."""
    days = starts.astype("datetime64[D]")
    weekday = ((days.astype(int) + 3) % 7).tolist()
    if grain.year == 12:
        return weekday, (days.astype("datetime64[M]").astype(int) % 12).tolist()
    into = (days - days.astype("datetime64[Y]").astype("datetime64[D]")).astype(int)
    return weekday, np.minimum(into // 7, 52).tolist()


DAMPED = 0.9  # of a trend, from period to period
TREND = 0.15  # of a surprise goes into the trend
STEEPEST = 0.08  # of the level in one period
LEARNT_FROM_ALL = 0.4  # weight of what an expert is worth in the whole file
THINNEST = 0.2  # no factor is divided by less


class Levels:
    """Experts without a season, then the same experts with one. `age` counts the periods each series was seen."""

    def __init__(self, grain: Grain, series: int) -> None:
        middle = grain.rates[1]
        rates = (*grain.rates, middle)
        self.rate = np.array(rates * 2, np.float32)[:, None]
        self.has_trend = np.array(([False] * len(grain.rates) + [True]) * 2)[:, None]
        self.plain = len(rates)
        shape = (2 * self.plain, series)
        self.level = np.zeros(shape, np.float32)
        self.trend = np.zeros(shape, np.float32)
        self.worth = np.zeros(shape, np.float32)
        self.age = np.zeros(series, np.float32)
        self.forgetting = 1.0 - grain.memory

    def weights(self, *, season_known: bool) -> Floats:
        """What each expert's word weighs; they add to one."""
        seen = max(int((self.age > 0).sum()), 1)  # a series that is still to come must not be felt
        everywhere = (self.worth.sum(axis=1, dtype=float, keepdims=True) / seen).astype(np.float32)
        worth = self.worth + LEARNT_FROM_ALL * everywhere
        if not season_known:
            worth = worth[: self.plain]
        weights = np.exp(worth - worth.max(axis=0))
        weights /= weights.sum(axis=0)
        if season_known:
            answer: Floats = weights
            return answer
        return np.concatenate([weights, np.zeros_like(weights)])

    def ahead(self) -> Floats:
        """Each expert's level for the next period, without factors."""
        return np.maximum(self.level + DAMPED * self.trend, 0.0)

    def two(self, *, season_known: bool) -> tuple[Floats, Floats]:
        """The weighted level of the experts without a season, and of those with one; the expected count is
        first × factor + second × factor × season."""
        said = self.weights(season_known=season_known) * self.ahead()
        return said[: self.plain].sum(axis=0), said[self.plain :].sum(axis=0)

    def memory(self, *, season_known: bool) -> Floats:
        """About how many periods what is said rests on."""
        rate = (self.weights(season_known=season_known) * self.rate).sum(axis=0)
        answer: Floats = np.maximum(np.minimum(self.age, 1.0 / rate), 1.0)
        return answer

    def learn(self, count: Floats, factor: Floats, season: Floats, spread: Floats, is_odd: Floats) -> None:
        """After this (tempered) count: experts are weighed and levels follow. `spread` is variance over mean.

        Odd counts say nothing about the experts: the fastest would win by following an outbreak.
        """
        ahead = self.ahead()
        factors = np.concatenate([np.broadcast_to(factor, (self.plain, factor.size))] * 2)
        factors[self.plain :] *= season
        mean = np.maximum(ahead * factors, 0.02)
        with np.errstate(divide="ignore", invalid="ignore"):
            fits = np.where(count > 0, count * np.log(count / mean), 0.0) - (count - mean)
        known = (self.age >= 2) & ~is_odd
        self.worth = self.forgetting * self.worth - np.where(known, np.minimum(fits / spread, 6.0), 0.0)
        self.worth -= self.worth.max(axis=0)
        wrong = count / np.maximum(factors, THINNEST) - ahead
        # a day on which little is due says little of the level
        rate = np.maximum(self.rate, 1.0 / (self.age + 1.0)) * np.minimum(factors, 1.0)
        self.level = np.maximum(ahead + rate * wrong, 0.0)
        trend = DAMPED * self.trend + TREND * rate * wrong
        limit = STEEPEST * self.level
        self.trend = np.where(self.has_trend & (self.age >= 6), np.clip(trend, -limit, limit), 0.0)
        self.age += 1.0

    def begin_again(self, which: Floats, level: Floats, age: float) -> None:
        """A new level for these series (a mask), as if known for `age` periods."""
        self.level[:, which] = level[which]
        self.trend[:, which] = 0.0
        self.age[which] = age


BORROWED_SPREAD = 8.0  # periods' worth of the file's spread are mixed with a series' own
TEMPER = 2.5  # standard deviations beyond which a count is tempered before anything learns from it
LIVELY = 3.0  # expected cases from which a series says something about the tail
BINS = np.linspace(-6.0, 12.0, 721)
AT = 0.95  # the quantile at which the tail is measured: outbreaks are rarer
AT_Z = 1.645
FEW = 150.0  # so many surprises of a well-behaved file are mixed in
CALMEST, WILDEST = 0.95, 1.6
HEARD_KEPT = 0.99  # from period to period
# Before anything is known: squared errors are 1.2 times a small mean, and large counts stray by seven percent.
LIKE_M, LIKE_RATIO, LIKE_WEIGHT = (2.0, 20.0, 200.0), (1.21, 1.3, 2.2), 20.0


def _sums(mean: Floats, ratio: Floats) -> Floats:
    """What a weighted straight line needs; a squared error over the mean strays as widely as it is large."""
    weight = 1.0 / np.square(1.0 + 0.02 * mean.astype(float))
    rows = (weight, weight * mean, weight * mean * mean, weight * ratio, weight * mean * ratio)
    return np.array([float(row.sum()) for row in rows])


class Spreads:
    """Variance of a count of mean m: r (a m + k m²). `a` and `k` are the file's, `r` of each window and series."""

    def __init__(self, grain: Grain, series: int) -> None:
        self.lengths = grain.windows
        windows = len(grain.windows)
        self.memory = grain.memory
        self.squares = np.zeros((windows, series), np.float32)
        self.known = np.zeros((windows, series), np.float32)
        self.heard = np.zeros((windows, BINS.size + 1))
        self.sums = _sums(np.array(LIKE_M), np.array(LIKE_RATIO)) * LIKE_WEIGHT
        self.a, self.k = 1.0, 0.0
        self._fit()

    def unit(self, mean: Floats) -> Floats:
        """The file's variance at this mean."""
        return self.a * mean + self.k * mean * mean + 0.02

    def factor(self, window: int) -> Floats:
        """r of each series for this window, at least one half."""
        squares, known = self.squares[window], self.known[window]
        usual = (float(squares.sum(dtype=float)) + BORROWED_SPREAD) / (
            float(known.sum(dtype=float)) + BORROWED_SPREAD
        )
        answer: Floats = np.maximum((squares + BORROWED_SPREAD * usual) / (known + BORROWED_SPREAD), 0.5)
        return answer

    def learn(self, window: int, count: Floats, mean: Floats, is_known: Floats) -> None:
        """From the sum of a window (tempered) and what was expected of it."""
        wrong = np.square(count - mean)
        relative = np.minimum(wrong / self.unit(mean), 25.0)
        part = 1.0 / self.lengths[window]  # windows overlap: each says so much that is new
        kept = 1.0 - self.memory * part
        self.squares[window] = np.where(
            is_known, kept * self.squares[window] + part * relative, self.squares[window]
        )
        self.known[window] = np.where(is_known, kept * self.known[window] + part, self.known[window])
        lively = is_known & (mean >= LIVELY / 3)
        if window == 0 and lively.any():
            wrong = np.minimum(wrong, 9.0 * self.unit(mean))
            self.sums = 0.99 * self.sums + _sums(mean[lively], wrong[lively] / mean[lively])
            self._fit()

    def _fit(self) -> None:
        """Weighted least squares of squared error over mean on the mean: a at nought, k the slope."""
        one, x, xx, y, xy = self.sums.tolist()
        below = one * xx - x * x
        k = (one * xy - x * y) / below if below > 0 else 0.0
        self.k = min(max(k, 0.0), 0.25)
        self.a = min(max((y - self.k * x) / one, 0.7), 6.0)

    def hear(self, window: int, z: Floats) -> None:
        """Surprises that came: the file's own tail."""
        self.heard[window] *= HEARD_KEPT
        self.heard[window] += np.bincount(np.searchsorted(BINS, z), minlength=BINS.size + 1)

    def wildness(self, window: int) -> float:
        """By how much surprises at the 95th percentile exceed the normal distribution's; mixed with FEW at one."""
        heard = self.heard[window]
        total = float(heard.sum())
        if total < FEW:
            seen = AT_Z
        else:
            seen = float(BINS[min(int(np.searchsorted(np.cumsum(heard), AT * total)), BINS.size - 1)])
        return min(max((seen * total + AT_Z * 1.05 * FEW) / (total + FEW) / AT_Z, CALMEST), WILDEST)
