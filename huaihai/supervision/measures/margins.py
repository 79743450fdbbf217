"""How far off a number of a survey may be: shares, means, composed scores, with weights.

Design effect of unequal weights and effective number of answers: L. Kish, Survey Sampling (1965), section 11.7, and
"Weighting for unequal Pi", Journal of Official Statistics 8 (1992), 183-200. Shares: the interval of Wilson on the
effective number (N. Dean and M. Pagano, Journal of Survey Statistics and Methodology 3 (2015), 484-503; C. Franco,
R. Little, T. Louis, E. Slud, the same 7 (2019), 334-364, who find it good also for shares near 0 and 1). Means and
composed scores: Taylor linearisation (C.-E. Särndal, B. Swensson, J. Wretman, Model Assisted Survey Sampling (1992),
section 5.5). All at 95 %.

None of this speaks of people who chose themselves to answer: for them a margin says only how much chance alone
could do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum, sqrt

from huaihai.kit.intervals import Z_95


@dataclass(frozen=True)
class Estimate:
    """A number, its interval, how many answers it rests on, and how many equally weighted ones those are worth."""

    value: float
    low: float
    high: float
    n: int
    n_effective: float

    @property
    def margin(self) -> float:
        """The longer arm of the interval: "plus or minus"."""
        return max(self.value - self.low, self.high - self.value)


def design_effect(weights: Sequence[float]) -> float:
    """By how much unequal weights enlarge the variance: n times the sum of squares over the square of the sum."""
    return len(weights) / effective(weights)


def effective(weights: Sequence[float]) -> float:
    """How many equally weighted answers these are worth. Raises ValueError of none, or of a weight not above 0."""
    if not weights or any(weight <= 0 for weight in weights):
        raise ValueError("weights are above 0, and there is at least one")
    return effective_of(fsum(weights), fsum(weight * weight for weight in weights))


def effective_of(total: float, squares: float) -> float:
    """The same from the sum of the weights and the sum of their squares."""
    return total * total / squares


def in_finite(n_effective: float, *, n: int, population: int | None) -> float:
    """The effective number when `n` of a small population have answered: all of them leave no doubt (Kish 1965, 2.6).

    Raises ValueError if more answered than there are.
    """
    if population is None:
        return n_effective
    if n > population:
        raise ValueError("more answers than people")
    if n == population:
        return float("inf")
    return n_effective * (population - 1) / (population - n)


def wilson(share: float, n: float) -> tuple[float, float]:
    """The interval of a share on a number of answers that need not be whole. Raises ValueError."""
    if not 0 <= share <= 1 or not n > 0:
        raise ValueError(f"{share} of {n} is no share")
    if n == float("inf"):
        return share, share
    square = Z_95 * Z_95
    whole = 1 + square / n
    middle = share + square / (2 * n)
    reach = Z_95 * sqrt(share * (1 - share) / n + square / (4 * n * n))
    low, high = (middle - reach) / whole, (middle + reach) / whole
    return (0.0 if share == 0 else max(low, 0.0)), (1.0 if share == 1 else min(high, 1.0))


def share_of(part: float, total: float, squares: float, *, n: int, population: int | None = None) -> Estimate:
    """A weighted share, from sums: the weights of those of whom it is true, of all, and the squares of all.

    Raises ValueError.
    """
    if n < 1 or total <= 0 or squares <= 0:
        raise ValueError("nobody answered")
    worth = effective_of(total, squares)
    value = min(max(part / total, 0.0), 1.0)
    low, high = wilson(value, in_finite(worth, n=n, population=population))
    return Estimate(value, min(low, value), max(high, value), n, worth)


def mean(values: Sequence[float], weights: Sequence[float], *, population: int | None = None) -> Estimate:
    """The weighted mean; of a single answer the interval is unknown and given as the whole line. Raises ValueError."""
    score = {"": 1.0}
    return composed([{"": value} for value in values], weights, score, population=population)


def composed(
    rows: Sequence[Mapping[str, float]],
    weights: Sequence[float],
    parts: Mapping[str, float],
    *,
    population: int | None = None,
) -> Estimate:
    """A sum of weighted means, each times its factor in `parts`; a row may lack what somebody did not answer.

    Of a small `population` the share that was not asked leaves doubt (Särndal et al., 1 - n/N). Raises ValueError
    where a part has no answer at all, or where more answered than there are.
    """
    worth = effective(weights)
    count = len(rows)
    if population is not None and count > population:
        raise ValueError("more answers than people")
    totals = {key: fsum(w for w, row in zip(weights, rows, strict=True) if key in row) for key in parts}
    if not all(totals.values()):
        raise ValueError("a part has no answers")
    means = {
        key: fsum(w * row[key] for w, row in zip(weights, rows, strict=True) if key in row) / totals[key]
        for key in parts
    }
    value = fsum(factor * means[key] for key, factor in parts.items())
    if count == 1:
        return Estimate(value, float("-inf"), float("inf"), 1, worth)
    pulls = [
        weight * fsum(parts[key] * (row[key] - means[key]) / totals[key] for key in parts if key in row)
        for weight, row in zip(weights, rows, strict=True)
    ]
    left = 1.0 if population is None else max(1 - count / population, 0.0)
    reach = Z_95 * sqrt(fsum(pull * pull for pull in pulls) * count / (count - 1) * left)
    return Estimate(value, value - reach, value + reach, count, worth)


def answers_needed(margin: float, *, population: int | None = None) -> int:
    """How many equally weighted answers keep a share within plus or minus `margin`, whatever the share is.

    R. V. Krejcie and D. W. Morgan, Educational and Psychological Measurement 30 (1970), 607-610. Raises ValueError.
    """
    if not 0 < margin < 1 or (population is not None and population < 1):
        raise ValueError("a margin lies between 0 and 1")
    most = Z_95 * Z_95 / 4
    if population is None:
        return ceil(most / margin**2)
    return ceil(most * population / (margin**2 * (population - 1) + most))
