"""Databases that are filled once and kept: the demo's year, and it with a long past. Each run works on a copy."""
# ruff: noqa: T201 # it talks to whoever typed make

import hashlib
import json
import multiprocessing
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks import processes
from benchmarks.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
RUN = "run"  # the copy that is worked on
BUSINESSES, FEW_BUSINESSES, FEW_CASES = 100_000, 20_000, 10_000
FILLED_WITHIN, DONE_WITHIN = 4 * 3600, 900  # seconds
LEAVING = 20  # seconds, after which a helper is ended
DEMO_SHAPED_BY = ("huaihai/*/migrations/*.py", "huaihai/kit/demo_keys.py")
PAST_SHAPED_BY = (
    # What writes the index; what asks it (`finding`, `proposing`) changes nothing that is kept.
    *(f"huaihai/cases/search/{name}.py" for name in ("folding", "indexing", "tables", "texts", "tokens")),
    "huaihai/kit/sealing.py",
    "benchmarks/filling/bulk.py",
    "benchmarks/filling/past.py",
    "benchmarks/filling/decisions.py",
)


@dataclass(frozen=True)
class World:
    """A place that the product can be started on: its folder, and the address of its database ("" is SQLite)."""

    database: str
    cases: int
    folder: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUAIHAI_")}
        own = {"HUAIHAI_VAR": str(self.folder), "HUAIHAI_DEMO": "1", "DATABASE_URL": self.url}
        own |= {"DJANGO_SETTINGS_MODULE": "huaihai.settings", "PYTHONHASHSEED": "0"}
        return (
            kept | own | {"PYTHONDONTWRITEBYTECODE": ""}
        )  # a second start finds the first one's, as in service

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")


@dataclass
class Keeper:
    """The folder in which worlds are kept."""

    folder: Path
    cluster: Cluster | None

    def kept(self, database: str, cases: int) -> World:
        """The world with so many cases (0: the demo alone), filled if it is not there or is of an older program."""
        world = self._world(database, cases)
        about = world.folder.with_suffix(".json")
        stamp = fingerprint(cases)
        if not about.exists() or json.loads(about.read_text())["fingerprint"] != stamp:
            about.unlink(missing_ok=True)
            began = time.monotonic()
            facts = self._make(world)
            seconds = round(time.monotonic() - began, 1)
            about.write_text(json.dumps({"fingerprint": stamp, "seconds": seconds, **facts}))
            print(f"{database}, {cases:,} cases: filled in {seconds:.0f} s", flush=True)
        return world

    def about(self, world: World) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(
            self._world(world.database, world.cases).folder.with_suffix(".json").read_text()
        )
        return facts

    @contextmanager
    def copy(self, world: World) -> Iterator[World]:
        """The same, to work on; gone afterwards."""
        copied = self._copied(world, RUN)
        try:
            yield copied
        finally:
            if self.cluster and copied.url:
                self.cluster.drop(name_of(copied.folder))
            shutil.rmtree(copied.folder, ignore_errors=True)

    def _make(self, world: World) -> dict[str, Any]:
        if world.cases == 0:
            self._clear(world)
            world.folder.mkdir(parents=True)
            if self.cluster and world.url:
                self.cluster.create(name_of(world.folder))
            server = processes.huaihai(world.environment, world.log)
            try:
                server.wait()
            finally:
                server.stop()
            return {}
        self._clear(world)
        made = self._copied(self.kept(world.database, 0), world.folder.name, cases=world.cases)
        with helper(made) as told:
            businesses = BUSINESSES if world.cases > FEW_CASES else FEW_BUSINESSES
            facts: dict[str, Any] = told.ask("inside.fill", world.cases, businesses)
        return facts

    def _copied(self, world: World, name: str, cases: int | None = None) -> World:
        copied = self._world(world.database, world.cases if cases is None else cases, name)
        self._clear(copied)
        shutil.copytree(world.folder, copied.folder, ignore=shutil.ignore_patterns("*.lock", "*.start"))
        if self.cluster and copied.url:
            self.cluster.create(name_of(copied.folder), name_of(world.folder))
        return copied

    def _clear(self, world: World) -> None:
        shutil.rmtree(world.folder, ignore_errors=True)
        if self.cluster and world.url:
            self.cluster.drop(name_of(world.folder))

    def _world(self, database: str, cases: int, name: str = "") -> World:
        folder = self.folder / (name or f"{database}-{cases}")
        url = self.cluster.url(name_of(folder)) if self.cluster and database == "postgresql" else ""
        return World(database, cases, folder, url)


def fingerprint(cases: int) -> str:
    """Of everything that shapes what is kept."""
    found = hashlib.sha256()
    for pattern in (*DEMO_SHAPED_BY, *(PAST_SHAPED_BY if cases else ())):
        for file in sorted(ROOT.glob(pattern)):
            found.update(file.read_bytes())
    for file in sorted((ROOT / "alliances/huaihai/demo").glob("*.jsonl*")):
        found.update(f"{file.name} {file.stat().st_size}".encode())
    return found.hexdigest()


def name_of(folder: Path) -> str:
    """Of its database."""
    return f"bench_{folder.name}".replace("-", "_")


class Told:
    """A helper at the other end of a pipe: a process with Django in a world, which is not measured unless said so."""

    def __init__(self, orders: Connection, pid: int) -> None:
        self.orders, self.pid = orders, pid

    def ask(self, *order: Any) -> Any:
        """Give an order and wait for the answer. Raises RuntimeError with what went wrong there."""
        self.orders.send(order)
        if not self.orders.poll(FILLED_WITHIN if order[0] == "inside.fill" else DONE_WITHIN):
            raise RuntimeError(f"{order[0]} takes too long")
        is_done, answer = self.orders.recv()
        if not is_done:
            raise RuntimeError(answer)
        return answer


@contextmanager
def helper(world: World) -> Iterator[Told]:
    """One as long as the block lasts."""
    from benchmarks import helping

    context = multiprocessing.get_context("spawn")
    orders, theirs = context.Pipe()
    process = context.Process(target=helping.live, args=(theirs, world.environment), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Told(orders, process.pid or 0)
    finally:
        with suppress(OSError):
            orders.close()
        process.join(LEAVING)
        process.terminate()
        process.join()
