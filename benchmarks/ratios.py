"""`python -m benchmarks.ratios`: both worlds side by side, every subject in turn, and a table of ratios.

Exit code 1 if a ratio is above its limit, or a page needs more queries in the big world.
"""
# ruff: noqa: T201 # it talks to whoever typed make

import argparse
import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from benchmarks import databases, table, world
from benchmarks.sizes import BIG, SMALL, Size

ROUNDS, WARMING_UP = 25, 3
LEAVING = 20  # seconds, after which a world is ended


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ratios", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"measurements of each (default {ROUNDS})")
    parser.add_argument("only", nargs="*", metavar="WORD", help="only subjects with one of these words")
    asked = parser.parse_args()
    url = os.environ.get("DATABASE_URL", "")
    with databases.two(url) as (first, second), lived(SMALL, first) as small, lived(BIG, second) as big:
        print(f"{'PostgreSQL, wall time' if url else 'SQLite, processor time'}; {asked.rounds} rounds")
        for name, held in (("small", small), ("big", big)):
            print(f"{name}: {held.recv()}", flush=True)
        lines = [table.Line(*facts) for facts in small.ask("subjects")]
        if asked.only:
            lines = [line for line in lines if any(word in line.name for word in asked.only)]
        for line in lines:
            line.queries = (small.ask("count", line.name), big.ask("count", line.name))
        measure(lines, small, big, asked.rounds)
    return table.print_all(lines)


def measure(lines: list[table.Line], small: "Told", big: "Told", rounds: int) -> None:
    """Each subject in each world in turn, so that whatever else the machine does falls on both."""
    for number in range(rounds + WARMING_UP):
        for line in lines:
            order = [(small, line.small), (big, line.big)]
            for one, held in order if number % 2 else reversed(order):
                taken = one.ask("measure", line.name)
                if number >= WARMING_UP:
                    held.append(taken)


class Told:
    """A world at the other end of a pipe."""

    def __init__(self, orders: Connection) -> None:
        self.orders = orders

    def recv(self) -> Any:
        """Wait for what it says."""
        return self.orders.recv()

    def ask(self, *order: str) -> Any:
        """Give an order and wait for the answer."""
        self.orders.send(order)
        return self.recv()


@contextmanager
def lived(size: Size, url: str) -> Iterator[Told]:
    """A world as long as the block lasts."""
    context = multiprocessing.get_context("spawn")
    orders, theirs = context.Pipe()
    process = context.Process(target=world.live, args=(theirs, size, {"DATABASE_URL": url}), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Told(orders)
    finally:
        orders.close()  # no more orders: it takes its folder with it
        process.join(LEAVING)
        process.terminate()


if __name__ == "__main__":
    sys.exit(main())
