"""How surely a gap between cities is found, and how often one is found that is not there: made-up years.

    python -m benchmarks.standard [--rounds 400]

Ten cities with different mixes of cases; the numbers of cases are those decided in a year in all cities together.
"""
# ruff: noqa: T201 # it talks to whoever typed the command

import argparse

from huaihai.insight.comparing.tests.simulating import World, rates

TEN = 10
SIZES = (1_500, 2_000, 3_000, 5_000, 9_000, 30_000)
FIRST_SEED = 20_000  # none of those with which the method was chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=400)
    rounds = parser.parse_args().rounds
    print(f"{rounds} years each; found: the planted city; false: any city in a year without a gap")
    print(
        f"{'cases a year':>12}  {'one city 15 points lower':>24}  {'two, 7.5 lower and higher':>25}  {'false':>6}"
    )
    for size in SIZES:
        cases = (size // TEN,) * TEN
        seed = FIRST_SEED + size
        one = rates(World(cases, (-0.15, *[0.0] * 9)), rounds, first_seed=seed)[0]
        two = rates(World(cases, (-0.075, 0.075, *[0.0] * 8)), rounds, first_seed=seed)[0]
        false = rates(World(cases, (0.0,) * TEN), rounds, first_seed=seed)[1]
        print(f"{size:>12,}  {one:>24.1%}  {two:>25.1%}  {false:>6.1%}", flush=True)


if __name__ == "__main__":
    main()
