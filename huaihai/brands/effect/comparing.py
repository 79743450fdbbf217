"""Whether holders of the mark are complained about less than others like them: pure arithmetic, no database.

Each holder stands in a set with up to three businesses like it that never held a mark, all watched over the same
days. The ratio is complaints about holders over the mean of the others, half a complaint added to either side so that
nought stays a number (the correction of J. B. S. Haldane, Annals of Human Genetics 20 (1956), 309-311). Its interval
draws whole sets again with replacement (percentile bootstrap: B. Efron and R. J. Tibshirani, An Introduction to the
Bootstrap, 1993, chapter 13), so that a few shops with many complaints widen it as they should.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

DRAWS = 2000
ENOUGH_SETS, ENOUGH_CASES = 20, 20
HALF = 0.5


@dataclass(frozen=True)
class Span:
    """Complaints that count about one business: in the year before the mark, and on the days since."""

    before: int
    after: int


@dataclass(frozen=True)
class MatchedSet:
    """One holder and those like it, watched over the same `days`."""

    holder: Span
    others: tuple[Span, ...]
    days: int


class Verdict(StrEnum):
    """What may be said."""

    TOO_FEW = "too-few"
    FEWER = "fewer"
    NONE = "no-effect"
    MORE = "more"


@dataclass(frozen=True)
class Compared:
    """The ratio with its interval (95 %), what it is made of, the verdict. `others` are means of each set, added."""

    sets: int
    holders_before: int
    others_before: float
    holders_after: int
    others_after: float
    ratio: float
    low: float
    high: float
    verdict: Verdict


def compare(sets: Sequence[MatchedSet], *, seed: int, draws: int = DRAWS) -> Compared:
    """The comparison over all sets; every set needs at least one other. Raises ValueError."""
    if any(not one.others for one in sets):
        raise ValueError("a set without anybody to compare with")
    pairs = [(one.holder.after, _mean(span.after for span in one.others)) for one in sets]
    ratio = _ratio(pairs)
    low, high = _interval(pairs, Random(seed), draws)  # noqa: S311 -- a draw to be drawn again, not a secret
    holders_after, others_after = sum(mine for mine, _other in pairs), sum(other for _mine, other in pairs)
    return Compared(
        sets=len(sets),
        holders_before=sum(one.holder.before for one in sets),
        others_before=sum(_mean(span.before for span in one.others) for one in sets),
        holders_after=holders_after,
        others_after=others_after,
        ratio=ratio,
        low=low,
        high=high,
        verdict=_verdict(len(sets), holders_after + others_after, low, high),
    )


def _verdict(sets: int, cases: float, low: float, high: float) -> Verdict:
    if sets < ENOUGH_SETS or cases < ENOUGH_CASES:
        return Verdict.TOO_FEW
    if high < 1:
        return Verdict.FEWER
    return Verdict.MORE if low > 1 else Verdict.NONE


def _interval(pairs: Sequence[tuple[int, float]], chance: Random, draws: int) -> tuple[float, float]:
    if not pairs:
        return 0.0, float("inf")
    drawn = sorted(_ratio(chance.choices(pairs, k=len(pairs))) for _draw in range(draws))
    return drawn[int(draws * 0.025)], drawn[int(draws * 0.975)]


def _ratio(pairs: Sequence[tuple[int, float]]) -> float:
    mine, others = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return (mine + HALF) / (others + HALF)


def _mean(numbers: Iterable[int]) -> float:
    held = list(numbers)
    return sum(held) / len(held)
