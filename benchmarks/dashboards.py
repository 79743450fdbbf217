"""`python -m benchmarks.dashboards`: what dashboards read, over ten million cases.

On SQLite in a folder of its own; with DATABASE_URL on a new database of that server, which is dropped afterwards. It
fills, rebuilds the rollups, compares them with the plain count, and times every reading. Exit code 1 if a reading takes
more than 60 ms (95th percentile; on SQLite, which works in this process, of processor time), or a number is not that of
the plain count.
"""
# ruff: noqa: T201 # it talks to whoever typed make

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks import databases

CASES, MONTHS, ROUNDS, LIMIT = 10_000_000, 60, 40, 0.060
CITY = "320300"
ON_POSTGRESQL = bool(os.environ.get("DATABASE_URL"))


@dataclass
class Line:
    """What was measured of a reading: seconds on the wall and of processor time, queries, values that came back."""

    wall: list[float]
    busy: list[float]
    queries: int
    values: int
    served: float = 0.0  # of the database server's processor, on average

    @property
    def slow(self) -> float:
        """The 95th percentile of what counts: on SQLite, which works in this process, processor time."""
        return _p95(self.wall if ON_POSTGRESQL else self.busy)


def main() -> int:
    """Fill, rebuild, compare, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboards", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help=f"how many (default {CASES:,})")
    parser.add_argument("--months", type=int, default=MONTHS, help=f"over so many months (default {MONTHS})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"measurements of each (default {ROUNDS})")
    parser.add_argument(
        "--keep",
        metavar="FOLDER",
        help="fill the database in this folder, or the very one of DATABASE_URL, once",
    )
    parser.add_argument("--rows", metavar="FILE", type=Path, help="write what the pages cost there, as JSON")
    asked = parser.parse_args()
    with _place(asked.keep) as (folder, url):
        at = _prepare(folder, url)
        filled(asked.cases, asked.months, at)
        compared = compare()
        lines = measured(at.date(), asked.rounds)
        failed = _print(lines)
        if asked.rows:
            asked.rows.write_text(json.dumps(_rows(lines, compared)))
        _leave()
        return int(failed or not all(compared.values()))


@contextmanager
def _place(kept: str | None) -> Iterator[tuple[str, str]]:
    """A folder and the address of a database, both for this run only unless they are to be kept."""
    url = os.environ.get("DATABASE_URL", "")
    if kept:
        yield kept, url
        return
    with tempfile.TemporaryDirectory(prefix="huaihai-bench-") as folder, databases.own(url) as own:
        yield folder, own


def _prepare(folder: str, url: str) -> datetime:
    """Django is imported in here: the environment has to be right before the settings are read."""
    os.environ.update(DATABASE_URL=url, HUAIHAI_VAR=folder, HUAIHAI_TESTING="1", HUAIHAI_DEMO="0")
    os.environ.update(HUAIHAI_HOSTS="testserver", DJANGO_SETTINGS_MODULE="huaihai.settings")
    os.environ.pop("HUAIHAI_ALLIANCE", None)
    (Path(folder) / "static").mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", verbosity=0, run_syncdb=True)
    from benchmarks import filling

    return filling.NOW


def filled(cases: int, months: int, at: datetime) -> None:
    """The cases, then the rollups from nothing, then one month alone and a night in which nothing happened. What a
    run before this one has kept stays."""
    from benchmarks.filling import counted
    from huaihai.insight.models import DayCounted
    from huaihai.insight.rollups import counting
    from huaihai.insight.rollups import counting as rollups_counting

    if DayCounted.objects.exists():
        return
    began = time.perf_counter()
    for held in counted.fill(cases, months=months, at=at):
        print(f"{held:,} cases, {time.perf_counter() - began:.0f} s", flush=True)
    _analyse()
    rollups_counting.follow(at=at)
    done = _timed("rebuild", lambda: len(list(counting.rebuild(at=at))))
    print(f"{done} months rebuilt", flush=True)
    _analyse()
    _timed("recount of one month", lambda: counting.recount(at.date().replace(day=1), at=at))
    _timed(
        "a night, and the month counted longest ago",
        lambda: rollups_counting.catch_up(at=at + timedelta(days=1)),
    )
    for name, rows in _rows_held().items():
        print(f"{name}: {rows:,} rows", flush=True)


def compare() -> dict[str, bool]:
    """Every number of the rollups against the plain count over all cases: whether each question is answered alike."""
    from benchmarks import plainly

    equal = {}
    readings = _whole_readings()
    for question in plainly.questions():
        plain = _timed(f"plain count by {question.name}", partial(plainly.answer, question))
        read = {key: astuple(one) for key, one in readings[question.name]().items() if one.received}
        equal[question.name] = read == plain
    equal["day"] = _days_read() == plainly.days_counted()
    for name, is_equal in equal.items():
        if not is_equal:
            print(f"DIFFERS {name}")
    if all(equal.values()):
        print("equal to the plain count: every axis, month, city, county and day", flush=True)
    return equal


def _whole_readings() -> Mapping[str, Callable[[], Mapping[str, Any]]]:
    from huaihai.insight.rollups import facts as rollups_facts

    since, until = _span()
    axes = ("all", "category", "nature", "pair", "channel", "remedy", "amount", "days")
    found: dict[str, Callable[[], Mapping[str, Any]]] = {
        axis: partial(rollups_facts.totals, axis, since=since, until=until) for axis in axes
    }
    found["city"] = lambda: rollups_facts.places(since=since, until=until)
    found["county"] = lambda: {
        code: one
        for city in rollups_facts.places(since=since, until=until)
        for code, one in rollups_facts.places(since=since, until=until, within=city).items()
    }
    found["month"] = lambda: {
        f"{month:%Y-%m}": one for month, one in rollups_facts.months(since=since, until=until).items()
    }
    return found


def _days_read() -> dict[str, int]:
    from django.db.models import Sum

    from huaihai.insight.models import DayCount

    days = DayCount.objects.order_by().values_list("day").annotate(n=Sum("received"))
    return {str(day): n for day, n in days}


def _span() -> tuple[date, date]:
    """The first and the last month in which something was received."""
    from huaihai.insight.models import MonthCount

    months = MonthCount.objects.filter(axis="all").order_by("month").values_list("month", flat=True)
    return months.first() or date.min, months.last() or date.min


def readings(today: date) -> dict[str, Callable[[], Any]]:
    """What dashboards ask: a year back, the whole span, a city, a county; and a page of all of it."""
    from huaihai.insight.rollups import facts as rollups_facts

    until = today.replace(day=1)
    since = until.replace(year=until.year - 1)
    county = next(iter(rollups_facts.places(since=since, until=until, within=CITY)), CITY)
    year: dict[str, Any] = {"since": since, "until": until}
    ever: dict[str, Any] = {"since": _span()[0], "until": until}
    axes = ("category", "nature", "channel", "remedy", "amount", "days")

    def page(place: str) -> list[Any]:
        return [
            rollups_facts.totals("category", **year, place=place),
            rollups_facts.months(**year, place=place),
            rollups_facts.places(**year, within=place),
            rollups_facts.counted_at(),
        ]

    return {
        "all cases, a year": lambda: rollups_facts.whole(**year),
        **{f"by {axis}, a year": partial(rollups_facts.totals, axis, **year) for axis in axes},
        "by category and nature, a year": lambda: rollups_facts.totals("pair", **year),
        "by category and nature, a year, one city": lambda: rollups_facts.totals("pair", **year, place=CITY),
        "by category, all years": lambda: rollups_facts.totals("category", **ever),
        "by category and nature, all years": lambda: rollups_facts.totals("pair", **ever),
        "by category, a year, one county": lambda: rollups_facts.totals("category", **year, place=county),
        "month by month, all years": lambda: rollups_facts.months(**ever),
        "cities, a year": lambda: rollups_facts.places(**year),
        "counties of a city, a year": lambda: rollups_facts.places(**year, within=CITY),
        "PAGE of the alliance": lambda: page("all"),
        "PAGE of a city": lambda: page(CITY),
    }


def measured(today: date, rounds: int) -> dict[str, Line]:
    """Each reading, asked so often."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, read in readings(today).items():
        with CaptureQueriesContext(connection) as caught:
            answer = read()
        line = Line([], [], len(caught), len(answer) if hasattr(answer, "__len__") else 1)
        before = _server_seconds()
        for _ in range(rounds):
            wall, busy = time.perf_counter(), time.process_time()
            read()
            line.wall.append(time.perf_counter() - wall)
            line.busy.append(time.process_time() - busy)
        line.served = (_server_seconds() - before) / rounds
        found[name] = line
    return found


def _rows(lines: Mapping[str, Line], compared: Mapping[str, bool]) -> list[dict[str, Any]]:
    """The pages: milliseconds of processor time, here and in the server; and how many of the questions compared are
    answered as by the plain count."""
    paths = {"PAGE of the alliance": "dashboard", "PAGE of a city": "dashboard of a city"}
    found: list[dict[str, Any]] = [
        {
            "path": path,
            "value": round(1000 * (_p95(lines[name].busy) + lines[name].served), 1),
            "unit": "ms",
            "statements": lines[name].queries,
        }
        for name, path in paths.items()
    ]
    equal = 100 * sum(compared.values()) / len(compared)
    more = {"asked": len(compared), "wrong": [name for name, is_equal in compared.items() if not is_equal]}
    return [
        *found,
        {"path": "dashboard, equal to the plain count", "value": round(equal, 1), "unit": "%", **more},
    ]


def _print(lines: Mapping[str, Line]) -> bool:
    print("| reading | p50 ms | p95 ms | processor p50 | p95 | server, mean | queries | values |")
    print("|---|---|---|---|---|---|---|---|")
    slow = False
    for name, line in lines.items():
        told = (median(line.wall), _p95(line.wall), median(line.busy), _p95(line.busy), line.served)
        numbers = " | ".join(f"{1000 * seconds:.1f}" for seconds in told)
        print(f"| {name} | {numbers} | {line.queries} | {line.values} |")
        if line.slow > LIMIT:
            slow = True
            print(f"SLOW {name}: above {1000 * LIMIT:.0f} ms")
    return slow


def _server_seconds() -> float:
    """Processor time so far of the PostgreSQL process that serves this connection, if it runs on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[-1]


def _timed(name: str, act: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    answer = act()
    print(f"{name}: {time.perf_counter() - began:.2f} s", flush=True)
    return answer


def _rows_held() -> dict[str, int]:
    from huaihai.insight.models import DayCount, MixCount, MonthCount

    return {model._meta.db_table: model.objects.count() for model in (MonthCount, MixCount, DayCount)}


def _analyse() -> None:
    """What the server does by itself after a while; the throw-away one does not."""
    from django.db import connection

    if connection.in_atomic_block:  # in a test
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _leave() -> None:
    from django.db import connection

    connection.close()


if __name__ == "__main__":
    sys.exit(main())
