"""`make bench`: what each path costs on a real server, on both databases, with ten thousand cases to a million.

It prints every row with what is asked of it. After each world its rows take the place of the older ones in
benchmarks/results/latest.json and docs/speed.md is made anew, so that some worlds or some words can be measured by
themselves. Ends with code 1 if something that was measured does not hold, or failed.
"""
# ruff: noqa: T201 # it talks to whoever typed make

import argparse
import fcntl
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import beside, cluster, measuring, page, parts
from benchmarks.measuring import Plan
from benchmarks.musts import BIG, HUGE, POSTGRESQL, SMALL, SQLITE
from benchmarks.results import FILLING, Place, Results
from benchmarks.worlds import Keeper, World

RESULTS = Path(__file__).parent / "results"
KEPT = Path("/var/tmp/huaihai-bench")  # noqa: S108 # large, and not to be lost at a restart
SHORT = Plan(rounds=2, widely=False, idle_seconds=60, idle_bursts=1, parts=20)
WHOLE = Plan(rounds=3, widely=True, idle_seconds=180, idle_bursts=1, parts=60)
MANY_BURSTS: dict[str, Any] = {
    "idle_seconds": 36,
    "idle_bursts": 10,
}  # in one world: six minutes
USUAL = ((POSTGRESQL, SMALL), (POSTGRESQL, BIG), (POSTGRESQL, HUGE), (SQLITE, BIG), (SQLITE, HUGE))


def main() -> int:
    """Fill what is missing, measure world by world; write and judge after each."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started ends with it
    out = asked.out or RESULTS / ("short.json" if asked.short else "latest.json")
    run = Run(Results.read(out), out, to_page=not asked.short and not asked.out)
    with ExitStack() as stack:
        if not asked.judge:
            keeper = stack.enter_context(kept_in(asked.keep, with_server=POSTGRESQL in asked.databases))
            measure(run, keeper, asked)
    run.end()
    return run.verdict()


@dataclass
class Run:
    """What was measured now, among all that there is."""

    results: Results
    out: Path
    to_page: bool
    began: float = field(default_factory=time.monotonic)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def put(
        self, rows: Sequence[dict[str, Any]], *, is_whole: bool, world: dict[str, Any] | None = None
    ) -> None:
        self.rows += rows
        self.results.put(rows, is_whole=is_whole, world=world)
        measuring.told(rows)
        self.end()

    def end(self) -> None:
        self.results.judge()
        self.results.write(self.out)
        if self.to_page:
            page.write(self.results)

    def say(self, what: str) -> None:
        print(f"\n{what}, at {time.monotonic() - self.began:.0f} s", flush=True)

    def verdict(self) -> int:
        """1 if something measured now, or without measuring anything at all, is not as it must be."""
        rows = self.rows or self.results.rows
        missed = [row for row in rows if row.get("met") is False]
        good = sum(row.get("met") is True for row in rows)
        self.say(f"{good} rows as they must be, {len(missed)} not; all in {self.out}")
        for row in missed:
            where = " ".join(str(row.get(name) or "") for name in ("database", "cases", "concurrency"))
            print(f"  NOT MET {row['path']} ({where}): {row.get('failed') or ', '.join(row['missed'])}")
        return 1 if missed else 0


def measure(run: Run, keeper: Keeper, asked: argparse.Namespace) -> None:
    """All worlds one after the other, each filled before if it has to be."""
    plan = SHORT if asked.short else WHOLE
    for database, cases in _wanted(asked) if not asked.beside else ():
        run.say(f"{database}, {cases:,} cases")
        where = {"database": database, "cases": cases}
        found = parts.tried(FILLING, lambda: [{"world": keeper.kept(database, cases)}])  # noqa: B023 # at once
        if "failed" in found[0]:
            run.put([where | found[0]], is_whole=False)
            continue
        world: World = found[0]["world"]
        words = asked.only or (parts.ENGINES if (database, cases) == (SQLITE, HUGE) else ())
        rows = parts.Parts(keeper, world, _plan_of(plan, world), words).rows()
        about = {**where, "day": time.strftime("%Y-%m-%d"), **page.machine(), **keeper.about(world)}
        run.put(rows, is_whole=not asked.only, world=about)
    if asked.all or asked.beside:
        for name, act in beside.PARTS.items():
            if not asked.only or any(word in name for word in asked.only):
                run.say(name)
                run.put(beside.rows(name, partial(act, keeper)), is_whole=False)


@contextmanager
def kept_in(folder: Path, *, with_server: bool) -> Iterator[Keeper]:
    """The folder of the worlds, by one run at a time. Raises SystemExit if another one has it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # the database server runs as a user of its own
    with ExitStack() as stack:
        lock = stack.enter_context((folder / "lock").open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"another run works in {folder}; --keep takes another folder") from None
        server = stack.enter_context(cluster.running(folder / "postgresql")) if with_server else None
        yield Keeper(folder, server)


def _plan_of(plan: Plan, world: World) -> Plan:
    """Idling is left out where nothing is asked of it, and has its many bursts in one world."""
    if not plan.widely:
        return plan
    if world.cases == SMALL:
        return replace(plan, idle_bursts=0)
    many = (world.database, world.cases) == (POSTGRESQL, BIG)
    return replace(plan, **MANY_BURSTS) if many else plan


def _wanted(asked: argparse.Namespace) -> list[Place]:
    if asked.cases:
        return [(database, cases) for cases in asked.cases for database in asked.databases]
    usual = [(POSTGRESQL, SMALL), (SQLITE, SMALL)] if asked.short else USUAL
    return [place for place in usual if place[0] in asked.databases]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add: Callable[..., Any] = parser.add_argument
    add("--short", action="store_true", help="ten thousand cases, fewer rounds: five minutes")
    add("--all", action="store_true", help="also what stands beside: ten million cases, one night's scan")
    add("--beside", action="store_true", help="nothing but that")
    add(
        "--judge",
        action="store_true",
        help="measure nothing: judge the rows there are, and make the page anew",
    )
    add("--keep", type=Path, default=KEPT, help=f"where filled databases are kept (default {KEPT})")
    add("--cases", type=int, nargs="*", help="sizes instead of the usual ones")
    add("--databases", nargs="*", default=[SQLITE, POSTGRESQL], choices=[SQLITE, POSTGRESQL])
    add("--out", type=Path, help="a file of rows instead of the one in benchmarks/results; no page is made")
    add("only", nargs="*", metavar="WORD", help="only paths with one of these words")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
