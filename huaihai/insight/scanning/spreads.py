"""How far counts stray: one curve for the file, a factor for each series, and how much wilder the tail is than said."""

import numpy as np

from huaihai.insight.scanning.grains import Grain
from huaihai.insight.scanning.tails import Floats

BORROWED = 8.0  # periods' worth of the file's spread are mixed with a series' own
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
        usual = (float(squares.sum(dtype=float)) + BORROWED) / (float(known.sum(dtype=float)) + BORROWED)
        answer: Floats = np.maximum((squares + BORROWED * usual) / (known + BORROWED), 0.5)
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
