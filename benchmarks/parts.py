"""All that is measured in one world: pages of a server in rounds, then the process itself, then what no page shows."""
# ruff: noqa: T201 # it talks to whoever typed make

import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg

from benchmarks import asking, measuring, paths, processes, results, worlds
from benchmarks.measuring import INTAKE, Measured, Meter, Plan
from benchmarks.worlds import Keeper, Told, World

SUBSCRIBERS, LIKENESSES, SEARCHES = 10_000, 300, 12
INDEXING, SHARE, SIZE = "indexing a case", "search index, share of a case's work", "search index, size"
START, MEMORY, TWO = "warm start", "memory, embedded", "memory, two workers"
IDLE, CONNECTIONS, VISIT = "idle", "connections after idle bursts", "first visit, packed"
RECALL, ENGINE, ALIKE = "search, recall", "search, engine alone", "duplicate check"
EDITED = {f"{ALIKE}, {100 * part:.0f} % edited": part for part in (0.05, 0.10)}
WARNING, NIGHT = f"a warning to {SUBSCRIBERS:,} subscribers", "a night"
BY_SERVER = (
    *(path.name for path in paths.PATHS),
    INTAKE,
    INDEXING,
    SHARE,
    START,
    MEMORY,
    IDLE,
    CONNECTIONS,
    VISIT,
)
BY_HELPER = (SIZE, RECALL, ENGINE, ALIKE, *EDITED, WARNING, NIGHT)
# A million cases on SQLite: what the search and the check for likenesses take there, and nothing else.
ENGINES = (SIZE, RECALL, ENGINE, ALIKE)

type Rows = list[dict[str, Any]]


@dataclass
class Parts:
    """What is asked for of one world: all of it, or what has one of these words."""

    keeper: Keeper
    world: World
    plan: Plan
    words: Sequence[str]

    def wants(self, *names: str) -> bool:
        return not self.words or any(word in name for word in self.words for name in names)

    def rows(self) -> Rows:
        """Measured on a copy, each with its database, number of cases and day."""
        found = tried(results.WORLD, self._of_copy)
        where = {"database": self.world.database, "cases": self.world.cases, "day": time.strftime("%Y-%m-%d")}
        return [where | row for row in found]

    def _of_copy(self) -> Rows:
        rows: Rows = []
        with self.keeper.copy(self.world) as copy:
            with worlds.helper(copy) as told:
                if self.wants(*BY_SERVER, WARNING, NIGHT):
                    timed("what has fallen due meanwhile", partial(told.ask, "inside.brought_up"))
                if self.wants(*BY_SERVER):
                    rows += self._of_server(copy, told)
                rows += self._of_helper(told)
            if copy.url and self.wants(TWO):
                rows += tried(TWO, lambda: [_two_workers(copy)])
        return rows

    def _of_server(self, copy: World, told: Told) -> Rows:
        with serving(processes.huaihai(copy.environment, copy.log)):
            pass  # the first start makes things that the next ones find
        server = processes.huaihai(copy.environment, copy.log)
        with serving(server) as started:
            floor = processes.floors(copy.environment, copy.log)
            with serving(floor):
                measured = Measured(
                    Meter(server, self._database), Meter(floor, self._database), told, self.plan
                )
                measured.meter.settle()
                rows = self._of_pages(measured)
            if self.wants(INDEXING, SHARE):
                rows += tried(INDEXING, lambda: [measured.index(), *_share(measured, rows)])
            if self.wants(START):
                rows.append(value(START, round(started, 2), "s"))
            if self.wants(MEMORY):
                rows.append(value(MEMORY, round(processes.megabytes(server.pid)), "MB"))
            if self.wants(IDLE, CONNECTIONS):
                rows += tried(IDLE, lambda: measured.idle(self._connections(copy)))
            if self.wants(VISIT):
                rows += tried(VISIT, lambda: [_first_visit(measured)])
        return rows

    def _of_pages(self, measured: Measured) -> Rows:
        wanted = [path for path in paths.PATHS if self.wants(path.name)]
        looked = {row["path"]: row for row in measured.look(wanted)}
        if self.wants(INTAKE):
            looked[INTAKE] = measured.look_at_intake()
        measured.rounds(wanted, with_intake=self.wants(INTAKE))
        return [{**row, **looked.get(row["path"], {})} for row in measured.rows()]

    def _of_helper(self, told: Told) -> Rows:
        """What is done once a world, when nobody looks at pages any more."""
        words = list(paths.WORDS)
        acts: dict[str, Callable[[], dict[str, Any]]] = {
            SIZE: lambda: _size(told.ask("searching.index_size")),
            RECALL: lambda: _recall(told.ask("searching.recall", words, self.plan.parts)),
            ENGINE: lambda: _spread(told.ask("searching.search", words, SEARCHES)),
            ALIKE: lambda: _spread(told.ask("searching.alike", LIKENESSES)),
            **{name: partial(_found, told, part) for name, part in EDITED.items()},
            WARNING: lambda: self._act(told, "inside.publish", told.ask("inside.subscribed", SUBSCRIBERS)),
            NIGHT: lambda: self._act(told, "inside.night"),
        }
        rows: Rows = []
        for path, act in acts.items():
            if self.wants(path):
                rows += timed(path, partial(tried, path, partial(_named, path, act)))
        return rows

    def _act(self, told: Told, *order: Any) -> dict[str, Any]:
        """Seconds of processor time of something the helper does, and of the database meanwhile."""
        before = self._database_seconds()
        facts = told.ask(*order)
        in_database = self._database_seconds() - before
        spent = facts.pop("spent") + in_database
        return {"value": round(spent, 2), "unit": "s", "db_s": round(in_database, 2), **facts}

    def _database_seconds(self) -> float:
        return processes.cpu_of_tree(self._database) if self._database else 0.0

    @property
    def _database(self) -> int:
        """The parent of PostgreSQL's processes."""
        return self.keeper.cluster.pid if self.keeper.cluster and self.world.url else 0

    def _connections(self, copy: World) -> Callable[[], int] | None:
        """How many the server holds, the helper's own not among them."""
        if not self.keeper.cluster or not copy.url:
            return None
        url, name = self.keeper.cluster.url("postgres"), worlds.name_of(copy.folder)
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"

        def count() -> int:
            with psycopg.connect(url) as server:
                row = server.execute(asked, [name]).fetchone()
            return int(row[0]) - 1 if row else 0

        return count


@contextmanager
def serving(server: processes.Server) -> Iterator[float]:
    """A server as long as the block lasts; how many seconds it took until its first page."""
    try:
        yield server.wait()
    finally:
        server.stop()


def tried(path: str, act: Callable[[], Rows]) -> Rows:
    """Its rows, or one that says why it failed: whatever else is measured is kept."""
    try:
        return act()
    except Exception as error:  # noqa: BLE001
        traceback.print_exc()
        return [{"path": path, "failed": (str(error) or repr(error)).splitlines()[-1][:200]}]


def timed[T](name: str, act: Callable[[], T]) -> T:
    """Say how long it took."""
    began = time.monotonic()
    found = act()
    print(f"  {name}: {time.monotonic() - began:.0f} s", flush=True)
    return found


def value(path: str, number: float, unit: str) -> dict[str, Any]:
    return {"path": path, "value": number, "unit": unit}


def _named(path: str, act: Callable[[], dict[str, Any]]) -> Rows:
    return [{"path": path, **act()}]


def _share(measured: Measured, rows: Rows) -> Rows:
    """Of all that a case costs until it is found, from the last press of the form on."""
    intakes = [row["cpu_ms"] for row in rows if row["path"] == INTAKE and row.get("concurrency") == 8]
    index = measured.index_ms
    return [value(SHARE, round(100 * index / (index + intakes[0]), 1), "%")] if intakes else []


def _size(held: dict[str, float]) -> dict[str, Any]:
    return {"value": round(held["tokens"], 1), "unit": "MB", "with_texts_mb": round(held["whole"], 1)}


def _recall(found: dict[str, Any]) -> dict[str, Any]:
    part = 100 * found["hits"] / max(found["meant"], 1)
    if found["wrong"]:
        print(f"  missing or wrong: {found['wrong']}")
        part = min(part, 99.9)
    counted = {name: found[name] for name in ("asked", "texts", "of")}
    return {"value": round(part, 1), "unit": "%", **counted}


def _found(told: Told, part: float) -> dict[str, Any]:
    share = told.ask("searching.alike_edited", LIKENESSES, part)
    return {"value": round(100 * share, 1), "unit": "%", "asked": LIKENESSES}


def _spread(seconds: list[float]) -> dict[str, float]:
    answers = asking.Answers(seconds)
    return {
        "concurrency": 1,
        "p50_ms": round(1000 * answers.quantile(0.5), 2),
        "p99_ms": round(1000 * answers.quantile(0.99), 2),
    }


def _first_visit(measured: Measured) -> dict[str, Any]:
    """The home page and the files it names, as a browser gets them."""
    port = measured.server.port
    plain = measuring.fetched(port, "/", "").decode()
    names = ["/", *sorted(set(measuring.ASSET.findall(plain)))]
    weight = sum(len(measuring.fetched(port, name, "br, gzip")) for name in names)
    return value(VISIT, round(weight / 1000, 1), "kB")


def _two_workers(world: World) -> dict[str, Any]:
    with serving(processes.workers(world.environment, world.log, 2)):
        pass
    server = processes.workers(world.environment, world.log, 2)
    with serving(server):
        asking.ask(server.port, [asking.request("/")], concurrency=16, times=200)
        return value(TWO, round(processes.megabytes(server.pid)), "MB")
