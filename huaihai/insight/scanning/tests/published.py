"""Published detectors, written from their descriptions, to be compared with ours and with the numbers others printed.

EARS: Hutwagner et al., J. Urban Health 80 (2003); Fricker, Hegler and Dunfee, Stat. Med. 27 (2008). Farrington et al.,
J. R. Stat. Soc. A 159 (1996). Scan: Kulldorff, Commun. Stat. 26 (1997); Kulldorff et al., PLoS Med. 2 (2005).
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from huaihai.insight.scanning.tails import Floats

BASELINE, LAG = 7, 2


def ears_bound(counts: Sequence[float], *, method: str, alpha: float) -> float:
    """What the last count must pass for an alarm, by C1, C2 or C3 of EARS."""
    y = np.asarray(counts, float)
    z = float(ndtri(1.0 - alpha))
    if method == "C1":
        before = y[-1 - BASELINE : -1]
        return float(before.mean() + z * before.std(ddof=1))
    before = y[-1 - BASELINE - LAG : -1 - LAG]
    mean, sd = float(before.mean()), float(before.std(ddof=1))
    if method == "C2":
        return mean + z * sd
    earlier = sum(max(0.0, _c2(y[:-back]) - 1.0) for back in (1, 2))
    return mean + sd * (z - earlier)


def _c2(y: Floats) -> float:
    before = y[-1 - BASELINE - LAG : -1 - LAG]
    return float((y[-1] - before.mean()) / before.std(ddof=1))


def farrington_weights(residuals: Sequence[float], threshold: float = 1.0) -> Floats:
    """Weights of past counts by their standardised residuals: outbreaks of the past count less; they add to n."""
    s = np.asarray(residuals, float)
    weight = np.where(s > threshold, 1.0 / np.square(np.maximum(s, 1e-12)), 1.0)
    answer: Floats = weight * s.size / weight.sum()
    return answer


def farrington_bounds(
    fit: float, error: float, spread: float, power: str, alpha: float
) -> tuple[float, float]:
    """Bounds of a new count, alpha beyond each, on the scale of counts ("none"), roots ("1/2") or "2/3"."""
    variance = spread + error**2 / fit
    z = float(ndtri(1.0 - alpha))
    exponent, scale = {"none": (1.0, 1.0), "1/2": (0.5, 0.25), "2/3": (2 / 3, 4 / 9)}[power]
    wide = z * float(np.sqrt(scale * fit ** (2 * exponent - 1) * variance))
    if power == "none":
        return max(fit - wide, 0.0), fit + wide
    middle = fit**exponent
    return max(middle - wide, 0.0) ** (1 / exponent), (middle + wide) ** (1 / exponent)


def conditional_ratio(count: Floats, expected: Floats, total: float) -> Floats:
    """Kulldorff's log likelihood ratio, given the total number of cases; 0 where no more came than expected."""
    c, e = np.asarray(count, float), np.asarray(expected, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(c > 0, c * np.log(c / e), 0.0)
        outside = np.where(total > c, (total - c) * np.log((total - c) / (total - e)), 0.0)
    answer: Floats = np.where(c > e, inside + outside, 0.0)
    return answer


class Permutation:
    """The prospective space-time permutation scan of one series of cases; windows end on the last day."""

    def __init__(self, inside: Floats, windows: Sequence[int]) -> None:
        self.inside, self.windows = np.asarray(inside, float), np.asarray(windows)

    def ratios(self, counts: Floats) -> tuple[Floats, Floats, Floats]:
        """Zone × window: log likelihood ratio, cases, expected; `counts` is by day and place."""
        total = float(counts.sum())
        summed = np.cumsum(counts[::-1], axis=0)[self.windows - 1]
        seen = self.inside @ summed.T
        expected = np.outer(self.inside @ counts.sum(axis=0), summed.sum(axis=1)) / total
        return conditional_ratio(seen, expected, total), seen, expected

    def p(self, counts: Floats, replicates: int, seed: int) -> float:
        """The rank of the largest ratio among shuffles of the days over the cases."""
        rng = np.random.default_rng(seed)
        day, place = np.nonzero(counts)
        times = counts[day, place].astype(int)
        day, place = np.repeat(day, times), np.repeat(place, times)
        best = float(self.ratios(counts)[0].max())
        as_large = 0
        for _each in range(replicates):
            drawn = np.zeros_like(counts)
            np.add.at(drawn, (rng.permutation(day), place), 1)
            as_large += float(self.ratios(drawn)[0].max()) >= best - 1e-9
        return (1 + as_large) / (replicates + 1)
