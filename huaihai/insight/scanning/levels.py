"""What a series should count next: several rates of forgetting side by side, weighted by how well each has foretold.

One row an expert, one column a series. Dynamic model averaging with forgetting: Raftery, Kárný and Ettler,
Technometrics 52 (2010); exponential smoothing with a damped trend: Gardner and McKenzie, Management Science 31 (1985).
"""

import numpy as np

from huaihai.insight.scanning.grains import Grain
from huaihai.insight.scanning.tails import Floats

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
