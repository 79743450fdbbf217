"""What is measured beside the worlds: dashboards over ten million cases, one night's scan, pages behind a cache."""
# ruff: noqa: T201 # it talks to whoever typed make

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks import caching, hour, parts
from benchmarks.musts import POSTGRESQL, SQLITE, TEN_MILLION
from benchmarks.worlds import Keeper, fingerprint

ROOT = Path(__file__).parents[1]
DASHBOARD, CITY, EQUAL = "dashboard", "dashboard of a city", "dashboard, equal to the plain count"
SCAN = "scan, 99 replicates"
PATHS = (DASHBOARD, CITY, EQUAL, SCAN, caching.RATE, caching.ASKED, *hour.PATHS)

type Rows = list[dict[str, Any]]


def rows(name: str, act: Callable[[], Rows]) -> Rows:
    """Of one part, or the one that says why it failed."""
    found = parts.tried(name, act)
    return [{"database": "none", "cases": 0, "day": time.strftime("%Y-%m-%d"), **row} for row in found]


def dashboards(keeper: Keeper, cases: int = TEN_MILLION) -> Rows:
    """On PostgreSQL if there is one; filled once."""
    stamp = fingerprint(0)[:8]
    folder = keeper.folder / f"dashboards-{cases}-{stamp}"
    folder.mkdir(exist_ok=True)
    url = ""
    if keeper.cluster:
        name = f"bench_dashboards_{cases}_{stamp}"
        if name not in keeper.cluster.databases():
            keeper.cluster.create(name)
        url = keeper.cluster.url(name)
    out = folder / "rows.json"
    out.unlink(missing_ok=True)
    about = ["--cases", str(cases), "--keep", str(folder), "--rows", str(out)]
    _run(["-m", "benchmarks.dashboards", *about], {"DATABASE_URL": url})
    database = POSTGRESQL if url else SQLITE
    return [{"database": database, "cases": cases, **one} for one in json.loads(out.read_text())]


def scan(_keeper: Keeper) -> Rows:
    """Seconds of one core of one night: a hundred places, two hundred keys."""
    command = ["-c", "from benchmarks.scanning import one_night; one_night(); print(one_night())"]
    spent = _run(command, {"OPENBLAS_NUM_THREADS": "1"})
    return [parts.value(SCAN, round(float(spent.split()[-1]), 1), "s")]


PARTS: Final[dict[str, Callable[[Keeper], Rows]]] = {
    DASHBOARD: dashboards,
    SCAN: scan,
    caching.RATE: caching.measure,
    hour.NAME: hour.measure,
}


def _run(command: list[str], environment: dict[str, str]) -> str:
    """What it printed, which is printed on while it runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUAIHAI_")}
    begun = subprocess.Popen(
        [sys.executable, *command], env=kept | environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    printed = []
    for line in begun.stdout or ():
        print(f"  {line}", end="", flush=True)
        printed.append(line)
    if begun.wait() > 1:  # 1: something is slow, as its rows say
        raise RuntimeError(f"ended with code {begun.returncode}: {' '.join(command)[:90]}")
    return "".join(printed)
