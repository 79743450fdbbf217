"""What is measured without a server, its rows with the others: dashboards over ten million cases, one night's scan."""
# ruff: noqa: T201 # it talks to whoever typed make

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.worlds import Keeper, fingerprint

PATHS = ("dashboard", "scan, 99 replicates", "duplicate check")
TEN_MILLION = 10_000_000


def rows(keeper: Keeper, cases: int = TEN_MILLION) -> list[dict[str, Any]]:
    """On PostgreSQL if there is one. Filling ten million cases takes an hour, once."""
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
    command = [
        "-m",
        "benchmarks.dashboards",
        "--cases",
        str(cases),
        "--keep",
        str(folder),
        "--rows",
        str(out),
    ]
    _run(command, {"DATABASE_URL": url})
    found: list[dict[str, Any]] = json.loads(out.read_text())
    database = "postgresql" if url else "sqlite"
    found = [{"database": database, "cases": cases, **one} for one in found]
    return [*found, scan()]


def scan() -> dict[str, Any]:
    """Seconds of one core of one night: a hundred places, two hundred keys."""
    spent = _run(
        ["-c", "from benchmarks.scanning import one_night; one_night(); print(one_night())"],
        {"OPENBLAS_NUM_THREADS": "1"},
    )
    value = round(float(spent.split()[-1]), 1)
    return {"database": "none", "cases": 0, "path": "scan, 99 replicates", "value": value, "unit": "s"}


def _run(command: list[str], environment: dict[str, str]) -> str:
    print(f"{' '.join(command)[:90]} …", flush=True)
    root = Path(__file__).parents[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUAIHAI_")}
    done = subprocess.run(
        [sys.executable, *command],
        env=kept | environment,
        cwd=root,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    print(done.stdout[-3000:], flush=True)
    return done.stdout
