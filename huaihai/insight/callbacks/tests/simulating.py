"""Made-up quarters with a known truth: how often the estimate covers it, and what of it is printed. Pure, seeded.

Sizes from 40 to 4,000 unknown cases over ten strata, some of them tiny; shares solved and readiness to answer differ
by stratum and kind of trade. With `lean` above 0 the answer itself matters too: whoever is solved answers more often
by that much on the scale of log odds, which no weighting by what is known beforehand can mend.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log
from random import Random
from typing import Final

from huaihai.insight.callbacks.estimating import SLACK, Called, Estimate, estimated
from huaihai.insight.callbacks.lots import allocated, sample_size

STRATA = tuple(f"city-{number}" for number in range(10))
KINDS = ("goods", "services")


@dataclass(frozen=True)
class Quarter:
    """One made-up quarter: the truth and what was estimated."""

    truth: float
    found: Estimate | None


@dataclass(frozen=True)
class Coverage:
    """Of how many quarters each statement holds the truth; and how wide they are on average."""

    quarters: int
    interval: float
    if_unlike: float
    bounds: float
    margin: float
    unlike_width: float
    bounds_width: float
    largest_frame: int
    reached: float


def coverage(rounds: int, *, seed: str, lean: float = 0.0) -> Coverage:
    """Simulate so many quarters. A quarter in which nobody answers counts as not covered."""
    chance = Random(seed)  # repeatable on purpose
    held = [_quarter(chance, lean) for _ in range(rounds)]
    known = [(one.truth, one.found) for one in held if one.found is not None]

    def held_by(statement: Callable[[Estimate], tuple[float, float]]) -> float:
        return sum(_holds(statement(found), truth) for truth, found in known) / rounds

    def width_of(statement: Callable[[Estimate], tuple[float, float]]) -> float:
        return sum(statement(found)[1] - statement(found)[0] for _truth, found in known) / len(known)

    return Coverage(
        quarters=rounds,
        interval=held_by(lambda one: (one.low, one.high)),
        if_unlike=held_by(lambda one: one.if_unlike),
        bounds=held_by(lambda one: one.bounds),
        margin=sum(found.margin for _truth, found in known) / len(known),
        unlike_width=width_of(lambda one: one.if_unlike),
        bounds_width=width_of(lambda one: one.bounds),
        largest_frame=max(found.unknown for _truth, found in known),
        reached=sum(found.reached for _truth, found in known) / sum(found.called for _truth, found in known),
    )


def _holds(statement: tuple[float, float], truth: float) -> bool:
    return statement[0] - SLACK <= truth <= statement[1] + SLACK


def _quarter(chance: Random, lean: float) -> Quarter:
    frame = _frame(chance)
    level, ready = chance.uniform(-2.0, 1.5), chance.uniform(-0.5, 1.5)
    by_kind = {kind: (chance.gauss(0, 0.4), chance.gauss(0, 0.5)) for kind in KINDS}
    solved: dict[str, list[tuple[str, bool, bool]]] = {}
    for stratum in STRATA:
        shift, readier = chance.gauss(0, 0.4), chance.gauss(0, 0.4)
        solved[stratum] = [
            _case(chance, kind, level + shift + by_kind[kind][0], ready + readier + by_kind[kind][1], lean)
            for kind in KINDS
            for _ in range(frame.get((stratum, kind), 0))
        ]
    population = sum(frame.values())
    truth = sum(yes for cases in solved.values() for _kind, yes, _answers in cases) / population
    sizes = {stratum: len(cases) for stratum, cases in solved.items() if cases}
    taken = allocated(sizes, sample_size(population, len(sizes)))
    sample = [
        Called(stratum, kind, yes if answers else None)
        for stratum, count in taken.items()
        for kind, yes, answers in chance.sample(solved[stratum], count)
    ]
    return Quarter(truth, estimated(frame, sample))


def _frame(chance: Random) -> dict[tuple[str, str], int]:
    """So many unknown cases, unevenly over the strata."""
    total = round(exp(chance.uniform(log(40), log(4000))))
    weights = [chance.gammavariate(0.8, 1.0) for _ in STRATA]
    drawn = Counter(chance.choices(STRATA, weights=weights, k=total))
    goods = {stratum: chance.uniform(0.2, 0.8) for stratum in STRATA}
    cells: Counter[tuple[str, str]] = Counter()
    for stratum in STRATA:
        for _ in range(drawn[stratum]):
            cells[stratum, KINDS[0] if chance.random() < goods[stratum] else KINDS[1]] += 1
    return dict(cells)


def _case(chance: Random, kind: str, level: float, ready: float, lean: float) -> tuple[str, bool, bool]:
    yes = chance.random() < _share(level)
    return kind, yes, chance.random() < _share(ready + (lean if yes else 0.0))


def _share(logit: float) -> float:
    return 1 / (1 + exp(-logit))


SEED: Final = "call-backs"
ROUNDS: Final = 1000
LEAN: Final = log(2)  # whoever is solved has twice the odds to answer
