"""Weights that make a sample look like the people it stands for: raking, trimming.

Raking: W. E. Deming and F. F. Stephan, "On a least squares adjustment of a sampled frequency table when the expected
marginal totals are known", Annals of Mathematical Statistics 11 (1940), 427-444; on one margin it is
post-stratification. Weights always have the mean 1.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

MOST_ROUNDS = 1000
CLOSE_ENOUGH = 1e-10  # largest distance of a reached share from its target
NEARLY_ONE = 1e-6


class NoWeights(ValueError):
    """No weights can do that; `why` is "empty", "shares", "missing" or "trim", `place` where it sticks."""

    def __init__(self, why: str, place: str = "") -> None:
        super().__init__(f"{why} {place}".strip())
        self.why, self.place = why, place


@dataclass(frozen=True)
class Margin:
    """The known shares of a population by one characteristic; they add up to 1."""

    name: str
    shares: Mapping[Hashable, float]


@dataclass(frozen=True)
class Raked:
    """Weights with the mean 1, how many rounds they took, and how far the farthest share is off its target."""

    weights: tuple[float, ...]
    rounds: int
    off: float


def rake(columns: Sequence[Sequence[Hashable]], margins: Sequence[Margin]) -> Raked:
    """Weights that reach every margin: `columns[i]` says for each row where it stands in `margins[i]`.

    It stops when all shares are within `CLOSE_ENOUGH`, or after `MOST_ROUNDS`. Raises NoWeights.
    """
    count = _check(columns, margins)
    weights = [1.0] * count
    done, off = 0, _off(weights, columns, margins)
    while off > CLOSE_ENOUGH and done < MOST_ROUNDS:
        for column, margin in zip(columns, margins, strict=True):
            weights = _fitted(weights, column, margin)
        done, off = done + 1, _off(weights, columns, margins)
    return Raked(tuple(weights), done, off)


def rake_trimmed(
    columns: Sequence[Sequence[Hashable]],
    margins: Sequence[Margin],
    *,
    low: float,
    high: float,
    rounds: int = 50,
) -> Raked:
    """Raked, cut to `low` ... `high`, raked again and so on; the weights returned lie within, so that the margins are
    nearly reached: `off` says how nearly (Izrael, Battaglia and Frankel, SAS Global Forum 2009, paper 247).

    Raises NoWeights; "trim" for limits between which 1 does not lie.
    """
    if not 0 < low <= 1 <= high:
        raise NoWeights("trim")
    raked = rake(columns, margins)
    weights, done = trim(raked.weights, low=low, high=high), 0
    while done < rounds and (off := _off(weights, columns, margins)) > CLOSE_ENOUGH:
        for column, margin in zip(columns, margins, strict=True):
            weights = tuple(_fitted(weights, column, margin))
        weights, done = trim(weights, low=low, high=high), done + 1
        if abs(_off(weights, columns, margins) - off) < CLOSE_ENOUGH:
            break
    return Raked(weights, raked.rounds + done, _off(weights, columns, margins))


def trim(weights: Sequence[float], *, low: float, high: float) -> tuple[float, ...]:
    """Weights within `low` ... `high`, mean 1: what is cut off is spread over the others in proportion, until all fit.

    Raises NoWeights: "trim" for limits between which 1 does not lie.
    """
    if not 0 < low <= 1 <= high:
        raise NoWeights("trim")
    count = len(weights)
    smallest, largest = 0.0, 2.0 * high / min(weights) if weights else 0.0
    for _ in range(80):  # the factor that brings the mean of the cut weights to 1, by halving
        factor = (smallest + largest) / 2
        if fsum(_within(weight * factor, low, high) for weight in weights) < count:
            smallest = factor
        else:
            largest = factor
    return tuple(_within(weight * largest, low, high) for weight in weights)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _check(columns: Sequence[Sequence[Hashable]], margins: Sequence[Margin]) -> int:
    if not columns or not columns[0] or len(columns) != len(margins):
        raise NoWeights("empty")
    for column, margin in zip(columns, margins, strict=True):
        shares = margin.shares.values()
        if len(column) != len(columns[0]) or any(not 0 < share <= 1 for share in shares):
            raise NoWeights("shares", margin.name)
        if abs(fsum(shares) - 1) > NEARLY_ONE:
            raise NoWeights("shares", margin.name)
        if lost := set(column) ^ set(margin.shares):
            raise NoWeights("missing", f"{margin.name}: {min(map(str, lost))}")
    return len(columns[0])


def _fitted(weights: Sequence[float], column: Sequence[Hashable], margin: Margin) -> list[float]:
    held = _sums(weights, column)
    total, whole = len(weights), fsum(margin.shares.values())
    factors = {key: share / whole * total / held[key] for key, share in margin.shares.items()}
    return [weight * factors[key] for weight, key in zip(weights, column, strict=True)]


def _off(weights: Sequence[float], columns: Sequence[Sequence[Hashable]], margins: Sequence[Margin]) -> float:
    farthest, total = 0.0, fsum(weights)
    for column, margin in zip(columns, margins, strict=True):
        held, whole = _sums(weights, column), fsum(margin.shares.values())
        farthest = max(
            farthest, *(abs(held[key] / total - share / whole) for key, share in margin.shares.items())
        )
    return farthest


def _sums(weights: Sequence[float], column: Sequence[Hashable]) -> dict[Hashable, float]:
    held: dict[Hashable, list[float]] = {}
    for weight, key in zip(weights, column, strict=True):
        held.setdefault(key, []).append(weight)
    return {key: fsum(found) for key, found in held.items()}
