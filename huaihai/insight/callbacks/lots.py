"""The draw: how many are called in which stratum, and who. Plain Python; whoever holds frame and seed draws the same.

In each stratum the cases with the lowest lots (`desk.lots`) are the sample. The seed comes from the frame and from the
hash of an event that was in the record before the frame could be known, so nobody can try seeds until a wanted sample
comes out.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from huaihai.desk.lots import order_of
from huaihai.supervision.measures.margins import answers_needed

MARGIN = 0.05  # plus or minus five points at 95 %
LIKELY_TO_ANSWER = 0.6  # planning only: of ten people called three times about six answer
LEAST_A_STRATUM = 10  # so that no city is seen through one or two people
MOST_A_STRATUM = (
    120  # calls a city: in a round of 30 days about half an hour of one person on each working day
)

type Row = Sequence[str]  # [case, stratum, kind]


def seed_of(period: str, *, frame: str, beacon: str) -> str:
    """The seed of this period's draw, from the frame's hash and the hash of the event that serves as a beacon."""
    return hashlib.sha256(f"huaihai-draw:{period}:{frame}:{beacon}".encode()).hexdigest()


def sample_size(population: int, strata: int) -> int:
    """How many are called: enough answers for the margin, if about 60 % answer, and no more than can be called."""
    if population < 1:
        return 0
    wanted = ceil(answers_needed(MARGIN, population=population) / LIKELY_TO_ANSWER)
    return min(wanted, population, strata * MOST_A_STRATUM)


def allocated(
    sizes: Mapping[str, int], wanted: int, *, least: int = LEAST_A_STRATUM, most: int = MOST_A_STRATUM
) -> dict[str, int]:
    """How many of each stratum: in proportion to its size, at least `least` (or all it has), at most `most`.

    What a stratum cannot take the others take. Together they may exceed `wanted` by the minima.
    """
    taken: dict[str, int] = {}
    left = {key: size for key, size in sizes.items() if size}
    while left:
        share = _in_proportion(left, wanted - sum(taken.values()))
        full = {key: min(most, left[key]) for key in left if share[key] >= min(most, left[key])}
        if not full:
            taken |= {key: max(count, min(least, left[key])) for key, count in share.items()}
            break
        taken |= full
        left = {key: size for key, size in left.items() if key not in full}
    return {key: taken[key] for key in sorted(taken)}


def _in_proportion(sizes: Mapping[str, int], wanted: int) -> dict[str, int]:
    """The largest remainders get what rounding leaves."""
    total, wanted = sum(sizes.values()), max(wanted, 0)
    exact = {key: wanted * size / total for key, size in sizes.items()}
    share = {key: int(one) for key, one in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (share[key] - exact[key], key))
    for key in by_remainder[: wanted - sum(share.values())]:
        share[key] += 1
    return share


def drawn(seed: str, frame: Iterable[Row], counts: Mapping[str, int]) -> list[str]:
    """The cases of the sample, stratum by stratum in the order of their names, each in rising order of lots."""
    strata: dict[str, list[str]] = {}
    for case, stratum, *_rest in frame:
        strata.setdefault(stratum, []).append(case)
    return [
        case
        for stratum in sorted(strata)
        for case in order_of(seed, strata[stratum])[: counts.get(stratum, 0)]
    ]
