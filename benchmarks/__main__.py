"""`make bench`: what each path costs on a real server, on both databases, with ten thousand cases to a million.

It prints every row with what is asked of it, writes benchmarks/results/latest.json and docs/speed.md, and ends with
code 1 if something asked for does not hold. `--short` takes ten thousand cases only and writes no page.
"""
# ruff: noqa: T201 # it talks to whoever typed make

import argparse
import json
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import asking, beside, cluster, measuring, musts, page, paths, processes, worlds
from benchmarks.measuring import Measured, Meter, Plan
from benchmarks.musts import POSTGRESQL, SQLITE
from benchmarks.worlds import Keeper, Told, World

RESULTS = Path(__file__).parent / "results"
KEPT = Path("/var/tmp/huaihai-bench")  # noqa: S108 # large, and not to be lost at a restart
COLUMNS = ("path", "database", "cases", "concurrency", "cpu_ms", "p99_ms", "floor_ratio", "must", "met")
SMALL, BIG, HUGE = 10_000, 100_000, 1_000_000
SHORT = Plan(rounds=2, widely=False, idle_seconds=8, idle_bursts=1, parts=20)
WHOLE = Plan(rounds=3, widely=True, idle_seconds=32, idle_bursts=2, parts=60)
FULL = Plan(rounds=8, widely=True, idle_seconds=32, idle_bursts=10, parts=200)
SUBSCRIBERS, LIKENESSES, SEARCHES = 10_000, 300, 12


def main() -> int:
    """Fill what is missing, measure world by world, write and judge."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started ends with it
    began, rows = time.monotonic(), []
    plan = SHORT if asked.short else FULL if asked.all else WHOLE
    asked.keep.mkdir(parents=True, exist_ok=True)
    asked.keep.chmod(0o755)  # the database server runs as a user of its own
    with ExitStack() as stack:
        needs_server = POSTGRESQL in asked.databases
        server = stack.enter_context(cluster.running(asked.keep / "postgresql")) if needs_server else None
        keeper = Keeper(asked.keep, server)
        kept = []
        for database, cases in _wanted(asked):  # all of them first
            found = tried("filling", lambda: [{"world": keeper.kept(database, cases)}])  # noqa: B023 # called at once
            kept += [row["world"] for row in found if "world" in row]
            rows += [{"database": database, "cases": cases, **row} for row in found if "failed" in row]
        for row in rows:
            musts.judge(row)
        print(f"filled or found after {time.monotonic() - began:.0f} s", flush=True)
        for world in kept:
            print(
                f"\n{world.database}, {world.cases:,} cases, at {time.monotonic() - began:.0f} s", flush=True
            )
            found = tried("the whole world", partial(of_world, keeper, world, plan, asked.only))
            rows += [{"database": world.database, "cases": world.cases, **row} for row in found]
            _judge_and_tell(rows, world)
        if asked.all and not asked.only:
            rows += _beside(keeper)
        about = [{"database": one.database, "cases": one.cases, **keeper.about(one)} for one in kept]
    return _end(asked, rows, about, time.monotonic() - began)


def of_world(keeper: Keeper, world: World, plan: Plan, only: Sequence[str]) -> list[dict[str, Any]]:
    """All rows of one world, measured on a copy of it."""
    with keeper.copy(world) as copy:
        with serving(processes.huaihai(copy.environment, copy.log)):
            pass  # the first start makes things that the next ones find
        server = processes.huaihai(copy.environment, copy.log)
        floor = processes.floors(copy.environment, copy.log)
        with serving(server) as started, serving(floor), worlds.helper(copy) as told:
            database = keeper.cluster.pid if keeper.cluster and copy.url else 0
            measured = Measured(Meter(server, database), Meter(floor, database), told, plan)
            measured.meter.settle()
            looked = {row["path"]: row for row in measured.look()}
            looked[measuring.INTAKE] = measured.look_at_intake()
            measured.rounds(only)
            rows = [{**row, **looked.get(row["path"], {})} for row in measured.rows()]
            if only:
                return rows
            rows += tried("indexing a case", lambda: [measured.index()])
            rows.append(_value("warm start", round(started, 2), "s"))
            rows.append(_value("memory, embedded", round(processes.megabytes(server.pid)), "MB"))
            floor.stop()
            if not plan.widely or world.cases > SMALL:  # half a minute each
                rows += tried("idle", lambda: measured.idle(_connections(keeper, copy)))
            rows += tried("first visit, packed", lambda: _first_visit(measured))
            server.stop()
            rows += _once(told, plan, database)
        if copy.url:
            rows += tried("memory, two workers", lambda: [_two_workers(copy)])
        return rows


@contextmanager
def serving(server: processes.Server) -> Any:
    """A server as long as the block lasts; how many seconds it took until its first page."""
    try:
        yield server.wait()
    finally:
        server.stop()


def tried(path: str, act: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Its rows, or one that says why it failed: whatever else is measured is kept."""
    try:
        return act()
    except Exception as error:  # noqa: BLE001
        traceback.print_exc()
        return [{"path": path, "failed": (str(error) or repr(error)).splitlines()[-1][:200]}]


def _beside(keeper: Keeper) -> list[dict[str, Any]]:
    rows = [
        {"database": "none", "cases": 0, **row} for row in tried("dashboard", partial(beside.rows, keeper))
    ]
    for row in rows:
        musts.judge(row)
    measuring.told(rows)
    return rows


def _once(told: Told, plan: Plan, database: int) -> list[dict[str, Any]]:
    """What is done once a world, when nobody looks at pages any more."""
    acts: dict[str, Callable[[], dict[str, Any]]] = {
        "search, recall": lambda: _recall(told.ask("recall", list(paths.WORDS), plan.parts)),
        "search, engine alone": lambda: _spread(told.ask("search", list(paths.WORDS), SEARCHES)),
        "duplicate check": lambda: _spread(told.ask("alike", LIKENESSES)),
        "a warning is queued": lambda: _act(told, database, "publish", told.ask("subscribed", SUBSCRIBERS)),
        "a night": lambda: _act(told, database, "night"),
    }
    rows = []
    for path, act in acts.items():
        print(f"  {path} …", flush=True)
        rows += tried(path, lambda path=path, act=act: [{"path": path, **act()}])  # type: ignore[misc]
    return rows


def _recall(found: dict[str, Any]) -> dict[str, Any]:
    part = 100 * found["hits"] / max(found["meant"], 1)
    if found["wrong"]:
        print(f"  missing or wrong: {found['wrong']}")
        part = min(part, 99.9)
    return {"value": round(part, 1), "unit": "%", "asked": found["asked"], "texts": found["texts"]}


def _act(told: Told, database: int, *order: Any) -> dict[str, Any]:
    """Seconds of processor time of something the helper does, and of the database meanwhile."""
    before = processes.cpu_of_tree(database) if database else 0.0
    spent = told.ask(*order)
    in_database = (processes.cpu_of_tree(database) if database else 0.0) - before
    return {"value": round(spent + in_database, 2), "unit": "s", "db_s": round(in_database, 2)}


def _spread(seconds: list[float]) -> dict[str, float]:
    answers = asking.Answers(seconds)
    return {
        "concurrency": 1,
        "p50_ms": round(1000 * answers.quantile(0.5), 2),
        "p99_ms": round(1000 * answers.quantile(0.99), 2),
    }


def _first_visit(measured: Measured) -> list[dict[str, Any]]:
    """The home page and the files it names, as a browser gets them."""
    weight = 0
    html = measuring.fetched(measured.server.port, "/", "br, gzip")
    weight += len(html)
    plain = measuring.fetched(measured.server.port, "/", "")
    for name in sorted(set(measuring.ASSET.findall(plain.decode()))):
        weight += len(measuring.fetched(measured.server.port, name, "br, gzip"))
    return [_value("first visit, packed", round(weight / 1000, 1), "kB")]


def _connections(keeper: Keeper, world: World) -> Any:
    """How many the server holds, the helper's own not among them."""
    if not keeper.cluster or not world.url:
        return None
    url = keeper.cluster.url("postgres")

    def count() -> int:
        with psycopg.connect(url) as server:
            row = server.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [worlds.name_of(world.folder)]
            ).fetchone()
        return int(row[0]) - 1 if row else 0

    return count


def _two_workers(world: World) -> dict[str, Any]:
    with serving(processes.workers(world.environment, world.log, 2)) as _started:
        pass
    server = processes.workers(world.environment, world.log, 2)
    with serving(server):
        asking.ask(server.port, [asking.request("/")], concurrency=16, times=200)
        return _value("memory, two workers", round(processes.megabytes(server.pid)), "MB")


def _value(path: str, value: float, unit: str) -> dict[str, Any]:
    return {"path": path, "value": value, "unit": unit}


def _judge_and_tell(rows: list[dict[str, Any]], world: World) -> None:
    small = {
        (row["database"], row["path"], row.get("concurrency")): row for row in rows if row["cases"] == SMALL
    }
    mine = [row for row in rows if (row["database"], row["cases"]) == (world.database, world.cases)]
    for row in mine:
        before = small.get((row["database"], row["path"], row.get("concurrency")))
        if before and world.cases > SMALL and before.get("cpu_ms"):
            row["growth"] = round(row["cpu_ms"] / before["cpu_ms"], 2)
        musts.judge(row)
    measuring.told(mine)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="ten thousand cases, fewer rounds: five minutes")
    parser.add_argument(
        "--all", action="store_true", help="more rounds, and what stands beside: ten million, the scan"
    )
    parser.add_argument(
        "--keep", type=Path, default=KEPT, help=f"where filled databases are kept (default {KEPT})"
    )
    parser.add_argument("--cases", type=int, nargs="*", help="sizes instead of the usual ones")
    parser.add_argument("--databases", nargs="*", default=[SQLITE, POSTGRESQL], choices=[SQLITE, POSTGRESQL])
    parser.add_argument("--out", type=Path, help="where the rows go instead of benchmarks/results")
    parser.add_argument(
        "only", nargs="*", metavar="WORD", help="only paths with one of these words; writes nothing"
    )
    return parser.parse_args()


def _wanted(asked: argparse.Namespace) -> list[tuple[str, int]]:
    sizes = asked.cases or ([SMALL] if asked.short else [SMALL, BIG, HUGE])
    return [
        (database, cases)
        for cases in sizes
        for database in asked.databases
        if cases < HUGE or database == POSTGRESQL or asked.cases
    ]


def _end(
    asked: argparse.Namespace, rows: list[dict[str, Any]], about: list[dict[str, Any]], seconds: float
) -> int:
    missed = [row for row in rows if row.get("met") is False]
    print(
        f"\n{seconds:.0f} s; {sum(row.get('met') is True for row in rows)} rows as they must be, {len(missed)} not:"
    )
    for row in missed:
        where = " ".join(str(row.get(name, "")) for name in ("database", "cases", "concurrency"))
        print(f"  NOT MET {row['path']} ({where}): {', '.join(row['missed'])}")
    if not asked.only:
        whole = {"machine": page.machine(), "seconds": round(seconds), "worlds": about, "rows": rows}
        lines = [json.dumps(dict.fromkeys(COLUMNS) | row, ensure_ascii=False) for row in rows]
        out = asked.out or RESULTS / ("short.json" if asked.short else "latest.json")
        out.parent.mkdir(parents=True, exist_ok=True)
        about_all = json.dumps({**whole, "rows": []}, ensure_ascii=False).removesuffix("]}")
        out.write_text("\n".join((about_all, ",\n".join(lines), "]}")) + "\n")  # a row a line
        print(f"rows written to {out}")
        if not asked.short and not asked.out:
            page.write(whole)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
