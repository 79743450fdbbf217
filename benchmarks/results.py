"""The rows of all runs so far: those of a run take the place of what they measured anew, and all are judged again.

A file of one row a line, so that a run changes its own lines only. Written after each world: a crash loses nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import musts

COLUMNS = ("path", "database", "cases", "concurrency", "cpu_ms", "p99_ms", "floor_ratio", "must", "met")
FILLING, WORLD = "filling", "the whole world"  # what failed if a world has no rows
DATABASES = (musts.POSTGRESQL, musts.SQLITE)

type Row = dict[str, Any]
type Place = tuple[str, int]


@dataclass
class Results:
    """What there is: worlds with their size and the day they were last measured, and rows."""

    worlds: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path) -> "Results":
        """Nothing if there is no file yet."""
        if not file.exists():
            return cls()
        held = json.loads(file.read_text(encoding="utf-8"))
        return cls(held["worlds"], held["rows"])

    def write(self, file: Path) -> None:
        """In one step, so that whoever reads meanwhile finds a whole file."""
        lines = [json.dumps(dict.fromkeys(COLUMNS) | row, ensure_ascii=False) for row in self.rows]
        about = [json.dumps(world, ensure_ascii=False) for world in self.worlds]
        parts = ('{"worlds": [', ",\n".join(about), '], "rows": [', ",\n".join(lines), "]}")
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        fresh.write_text("\n".join(parts) + "\n", encoding="utf-8")
        fresh.replace(file)

    def put(self, found: Sequence[Row], *, is_whole: bool, world: Row | None = None) -> None:
        """Rows of one place, as measured now. A whole world's rows all go; else those of the paths that were measured,
        and what said that nothing could be."""
        for place in dict.fromkeys(map(place_of, found)):
            mine = [row for row in self.rows if place_of(row) == place]
            fresh = [row for row in found if place_of(row) == place]
            others = [row for row in self.rows if place_of(row) != place]
            self.rows = others + (fresh if is_whole else _in_place(mine, fresh))
        if world is not None:
            self.worlds = [one for one in self.worlds if place_of(one) != place_of(world)] + [world]
        self.rows.sort(key=_order)
        self.worlds.sort(key=_order)
        self.judge()

    def judge(self) -> None:
        """By what is asked today; how much a path grew is known when both sizes are."""
        small = {
            (row["database"], row["path"], row.get("concurrency")): row["cpu_ms"]
            for row in self.rows
            if row["cases"] == musts.SMALL and row.get("cpu_ms")
        }
        for row in self.rows:
            before = small.get((row["database"], row["path"], row.get("concurrency")))
            row.pop("growth", None)
            if before and row.get("cpu_ms") and row["cases"] > musts.SMALL:
                row["growth"] = round(row["cpu_ms"] / before, 2)
            musts.judge(row)


def place_of(row: Mapping[str, Any]) -> Place:
    """The world that it was measured in."""
    return row["database"], row["cases"]


def _in_place(held: Sequence[Row], fresh: Iterable[Row]) -> list[Row]:
    """By path, in the order there was; new paths at the end."""
    paths: dict[str, list[Row]] = {}
    for row in held:
        if row["path"] not in (FILLING, WORLD):
            paths.setdefault(row["path"], []).append(row)
    measured: dict[str, list[Row]] = {}
    for row in fresh:
        measured.setdefault(row["path"], []).append(row)
    return [row for rows in (paths | measured).values() for row in rows]


def _order(row: Row) -> tuple[int, int]:
    known = row["database"] in DATABASES
    return (DATABASES.index(row["database"]) if known else len(DATABASES)), row["cases"]
