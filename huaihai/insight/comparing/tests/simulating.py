"""Made-up years in which cities differ by a known gap, or by none: what proves that the comparison finds gaps. Pure.

Cities get different mixes of cases, and how often a case is solved depends on its mix; so the raw shares of cities
differ even where they work alike.
"""

import random
from collections import Counter
from dataclasses import dataclass

from huaihai.insight.comparing.adjusting import Stratum, compare, standing_out

CATEGORIES, NATURES, AMOUNTS = 24, 10, 6


@dataclass(frozen=True)
class World:
    """How many cases each city has in a year, and by how much its share differs from that of like cases."""

    cases: tuple[int, ...]
    shifts: tuple[float, ...]


def year(world: World, seed: int) -> list[Stratum]:
    """One made-up year."""
    rng = random.Random(seed)  # repeatable on purpose
    base = {
        (c, n, a): min(max(rng.gauss(0.68 - 0.03 * a, 0.12), 0.2), 0.83)
        for c in range(CATEGORIES)
        for n in range(NATURES)
        for a in range(AMOUNTS)
    }
    rows: Counter[tuple[str, tuple[str, ...], bool]] = Counter()
    for number, (cases, shift) in enumerate(zip(world.cases, world.shifts, strict=True)):
        categories = [rng.paretovariate(1.2) for _ in range(CATEGORIES)]
        natures = [rng.paretovariate(1.5) for _ in range(NATURES)]
        amounts = [rng.paretovariate(2) for _ in range(AMOUNTS)]
        for c, n, a in zip(
            rng.choices(range(CATEGORIES), categories, k=cases),
            rng.choices(range(NATURES), natures, k=cases),
            rng.choices(range(AMOUNTS), amounts, k=cases),
            strict=True,
        ):
            hit = rng.random() < base[c, n, a] + shift
            rows[f"{number:02}", (f"G{c}", f"N{n}", str(a)), hit] += 1
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for (city, key, hit), count in rows.items():
        sums = found.setdefault((city, key), [0, 0])
        sums[0] += count
        sums[1] += count if hit else 0
    return [Stratum(city, key, cases, hits) for (city, key), (cases, hits) in sorted(found.items())]


def found(world: World, seed: int) -> set[int]:
    """The places, in `world.cases`, of the cities that stand out in that year."""
    return {int(one.city) for one in standing_out(compare(year(world, seed)))}


def rates(world: World, rounds: int, *, first_seed: int = 0) -> tuple[float, float]:
    """In which share of so many years any city with a shift was found, and any city at all."""
    shifted = {number for number, shift in enumerate(world.shifts) if shift}
    right = total = 0
    for seed in range(first_seed, first_seed + rounds):
        out = found(world, seed)
        right += bool(out & shifted)
        total += bool(out)
    return right / rounds, total / rounds
