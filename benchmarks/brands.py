"""`python -m benchmarks.brands`: pages of the catalogue with 5,000 and with 50,000 entries.

On SQLite in a folder of its own; with DATABASE_URL on a new database of that server, which is dropped afterwards.
Printed are the wall's medians and 95th percentiles of each page, processor time, how much longer it takes with ten
times as much, and queries. Exit code 1 if a median is above 50 ms (on SQLite, which works in this process, of
processor time), or a page asks the database more often.
"""
# ruff: noqa: T201 # it talks to whoever typed make

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks import databases

SMALLER, ENTRIES, ROUNDS, LIMIT = 10, 50_000, 25, 0.050
ON_POSTGRESQL = bool(os.environ.get("DATABASE_URL"))
PAGES = {
    "list, first page": "/brands/",
    "list, page 40": "/brands/?page=40",
    "list, page 2,000": "/brands/?page=2000",
    "newest first": "/brands/?sort=newest",
    "best attested first": "/brands/?sort=attested",
    "one city": "/brands/?city=411400",
    "city, kind, month": "/brands/?city=411400&kind=shop&month=5",
    "heart, axis, pledge": "/brands/?heart=care&axis=loved&pledge=no_reason_return",
    "pledge that nobody gives": "/brands/?pledge=fair_price",
    "word that few have": "/brands/?q=银杏",
    "word that many have": "/brands/?q=茶馆",
    "words of many, together few": "/brands/?q=老街 竹篮 邳州",
    "one character": "/brands/?q=鱼",
    "word that nobody has": "/brands/?q=飞机",
    "many have it, page 30": "/brands/?q=茶馆&page=30",
    "entry": "/brands/2026-77/",
    "frame": "/brands/embed/?city=320300&kind=shop",
    "feed": "/brands/feed.json?city=320300",
    "list on paper": "/brands/print/?city=320300",
}


@dataclass
class Line:
    """What was measured of a page in one size of the world."""

    wall: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    queries: int = 0


def main() -> int:
    """Fill, measure, fill on, measure again, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.brands", description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES, help=f"how many (default {ENTRIES})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"measurements of each (default {ROUNDS})")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="huaihai-bench-") as folder,
        databases.own(os.environ.get("DATABASE_URL", "")) as url,
    ):
        return _measured(folder, url, asked.entries, asked.rounds)


def _measured(folder: str, url: str, entries: int, rounds: int) -> int:
    """Django is imported in here: the environment has to be right before the settings are read."""
    _prepare(folder, url)
    from benchmarks import filling
    from benchmarks.filling import shops

    found: list[dict[str, Line]] = []
    for count in (entries // SMALLER, entries):
        began = time.perf_counter()
        shops.fill(count, filling.NOW)
        print(f"{count:,} entries, filled in {time.perf_counter() - began:.0f} s", flush=True)
        found.append({name: measured(path, rounds) for name, path in PAGES.items()})
    failed = _print(*found)
    _leave()
    return failed


def _prepare(folder: str, url: str) -> None:
    os.environ.update(DATABASE_URL=url, HUAIHAI_VAR=folder, HUAIHAI_TESTING="1", HUAIHAI_DEMO="0")
    os.environ.update(HUAIHAI_HOSTS="testserver", DJANGO_SETTINGS_MODULE="huaihai.settings")
    os.environ.pop("HUAIHAI_ALLIANCE", None)
    (Path(folder) / "static").mkdir()
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    # Tables from the models, as in the tests: what is measured is the catalogue, not the way to its tables.
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", verbosity=0, run_syncdb=True)
    from benchmarks import filling
    from huaihai.brands.tests import people
    from huaihai.kit import clock

    clock.now = lambda: filling.NOW
    people.a_basis(people.assemble(filling.NOW), at=filling.NOW)


def measured(path: str, rounds: int) -> Line:
    """One page, opened so often. Raises RuntimeError if it does not answer."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, line = Client(), Line()
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    line.queries = len(caught)
    for _ in range(rounds):
        wall, busy = time.perf_counter(), time.process_time()
        client.get(path)
        line.wall.append(time.perf_counter() - wall)
        line.busy.append(time.process_time() - busy)
    return line


def _print(small: dict[str, Line], big: dict[str, Line]) -> int:
    print(
        "| page | p50 ms, a tenth | p50 ms | p95 ms | processor ms | ratio | queries |\n|---|---|---|---|---|---|---|"
    )
    failed = 0
    for name, line in big.items():
        before = small[name]
        ratio = median(line.busy) / median(before.busy)
        numbers = (median(before.wall), median(line.wall), quantiles(line.wall, n=20)[-1], median(line.busy))
        said = " | ".join(f"{1000 * number:.1f}" for number in numbers)
        print(f"| {name} | {said} | {ratio:.2f} | {line.queries} |")
        if median(line.wall if ON_POSTGRESQL else line.busy) > LIMIT:
            failed = _grows(name, f"its median is above {1000 * LIMIT:.0f} ms")
        if line.queries > before.queries + 1:  # a page without rows asks for none
            failed = _grows(name, "it asks the database more often")
    return failed


def _grows(name: str, why: str) -> int:
    print(f"GROWS {name}: {why}")
    return 1


def _leave() -> Any:
    from django.db import connection

    connection.close()


if __name__ == "__main__":
    sys.exit(main())
