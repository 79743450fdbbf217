"""Like cases compared with like cases: each city against all others, after adjustment for the mix of cases. Pure.

Cases are sorted into strata (goods or service, problem, amount). Within a stratum every city is compared with the rest.
If cities did not differ, a city's hits in a stratum would be hypergeometric; summed over the strata this gives what was
to be expected, its variance and a score (N. Mantel and W. Haenszel, J. Natl. Cancer Inst. 22 (1959), 719-748). The
difference to like cases elsewhere is their risk difference; its interval has the variance of T. Sato (Biometrics 45
(1989), 1323-1324), which stays right when strata are many and small. Bounds that all cities are held to at once share
5 % among them (Bonferroni), so that chance alone makes some city stand out in at most one year of twenty.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import copysign, sqrt
from statistics import NormalDist
from typing import Any

from huaihai.insight.disclosure.rules import is_small

SURE = 0.95
FEWEST = 30  # cases of a city; fewer are not compared
CONTINUITY = 0.5  # hits
SMALLEST_STRATUM = 4  # cases; smaller ones are joined under the next coarser key

type Key = tuple[str, ...]


@dataclass(frozen=True)
class Stratum:
    """So many cases of one city under one key (finest first part), and how many of them were hits."""

    city: str
    key: Key
    cases: int
    hits: int


@dataclass(frozen=True)
class Compared:
    """One city against like cases elsewhere. All but the first three are what can be computed from the sums."""

    city: str
    cases: int
    hits: int
    comparable: int  # cases in strata in which another city has cases, too
    expected: float  # hits, if nothing but the mix mattered
    variance: float  # of the hits, under the same
    weight: float  # sum of n1 n0 / n over the strata: how much there is to compare
    p_sum: float  # Sato's P and Q
    q_sum: float
    overall: float  # share of hits of all cities together
    part: float  # share of all cases that are this city's

    @property
    def is_enough(self) -> bool:
        """Whether there are cases enough to be compared."""
        return self.cases >= FEWEST and self.variance > 0

    @property
    def is_of_few(self) -> bool:
        """Whether so few cases were hits, or so few were not, that the public does not read how many."""
        return is_small(self.hits) or is_small(self.cases - self.hits)

    @property
    def score(self) -> float:
        """Standard deviations above what was expected, with Mantel and Haenszel's correction for whole numbers."""
        away = self.hits - self.expected
        return copysign(max(abs(away) - CONTINUITY, 0.0), away) / sqrt(self.variance)

    @property
    def difference(self) -> float:
        """How much larger the share is than that of like cases elsewhere (-1 to 1)."""
        return (self.hits - self.expected) / self.weight

    @property
    def interval(self) -> tuple[float, float]:
        """In which the difference lies with 95 % sureness: of both variances the larger, so that it never leaves out
        no difference where the score does not."""
        own = max(self.difference * self.p_sum + self.q_sum, 0.0)
        reach = (quantile(SURE) * sqrt(max(own, self.variance)) + CONTINUITY) / self.weight
        return max(self.difference - reach, -1.0), min(self.difference + reach, 1.0)

    @property
    def adjusted(self) -> float:
        """The share that the city would have with the cases of all."""
        return min(max(self.overall + (1 - self.part) * self.difference, 0.0), 1.0)

    @property
    def precision(self) -> float:
        """How much was compared, as a number of cases: the more, the narrower the funnel."""
        return self.weight**2 / self.variance * self.overall * (1 - self.overall)

    def as_json(self) -> dict[str, Any]:
        """As it is stored and published: sums only, rounded to nine decimals."""
        return {
            name: round(value, 9) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }


def compare(strata: Iterable[Stratum]) -> list[Compared]:
    """Every city against all others, in the order of their names."""
    joined = join_small(strata)
    tables: dict[Key, dict[str, Sequence[int]]] = defaultdict(dict)
    for row in joined:
        cases, hits = tables[row.key].get(row.city, (0, 0))
        tables[row.key][row.city] = (cases + row.cases, hits + row.hits)
    cities = sorted({row.city for row in joined})
    return [_compared(city, tables) for city in cities]


def join_small(strata: Iterable[Stratum]) -> list[Stratum]:
    """The same cases, with strata that are too small joined under a key that is shorter by its last part."""
    rows = list(strata)
    depth = max((len(row.key) for row in rows), default=0)
    for length in range(depth, 0, -1):
        sizes: dict[Key, int] = defaultdict(int)
        for row in rows:
            sizes[row.key] += row.cases
        rows = [
            Stratum(row.city, row.key[:-1], row.cases, row.hits)
            if len(row.key) == length and sizes[row.key] < SMALLEST_STRATUM
            else row
            for row in rows
        ]
    return rows


def bound(cities: int) -> float:
    """The score beyond which a city stands out, when so many are looked at together."""
    return quantile(1 - (1 - SURE) / max(cities, 1))


def quantile(sureness: float) -> float:
    """Standard deviations on both sides of the middle that hold this share of a normal distribution."""
    return NormalDist().inv_cdf(0.5 + sureness / 2)


def standing_out(compared: Sequence[Compared]) -> list[Compared]:
    """The cities whose share differs from that of like cases elsewhere by more than chance explains."""
    enough = [one for one in compared if one.is_enough]
    limit = bound(len(enough))
    return [one for one in enough if abs(one.score) > limit]


def gap(compared: Sequence[Compared]) -> float | None:
    """The highest adjusted share minus the lowest, among cities with cases enough; None for fewer than two."""
    shares = [one.adjusted for one in compared if one.is_enough]
    return max(shares) - min(shares) if len(shares) > 1 else None


def _compared(city: str, tables: dict[Key, dict[str, Sequence[int]]]) -> Compared:
    sums = dict.fromkeys(("expected", "variance", "weight", "p_sum", "q_sum"), 0.0)
    own_cases = own_hits = all_cases = all_hits = comparable = 0
    for rows in tables.values():
        n1, x1 = rows.get(city, (0, 0))
        n = sum(cases for cases, _hits in rows.values())
        x = sum(hits for _cases, hits in rows.values())
        n0, x0 = n - n1, x - x1
        own_cases, own_hits, all_cases, all_hits = own_cases + n1, own_hits + x1, all_cases + n, all_hits + x
        if not n1:
            continue
        sums["expected"] += n1 * x / n
        if not n0:
            continue
        comparable += n1
        sums["variance"] += n1 * n0 * x * (n - x) / (n * n * (n - 1))
        sums["weight"] += n1 * n0 / n
        sums["p_sum"] += (n1 * n1 * x0 - n0 * n0 * x1 + n1 * n0 * (n0 - n1) / 2) / (n * n)
        sums["q_sum"] += (x1 * (n0 - x0) + x0 * (n1 - x1)) / (2 * n)
    return Compared(
        city=city,
        cases=own_cases,
        hits=own_hits,
        comparable=comparable,
        overall=all_hits / all_cases if all_cases else 0.0,
        part=own_cases / all_cases if all_cases else 0.0,
        **sums,
    )
