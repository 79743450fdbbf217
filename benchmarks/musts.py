"""What is asked of each path, and what others reach: the tables behind `make bench` and docs/speed.md.

A must is on the median of a row: `cpu_ms` (server and database together), `p99_ms`, `statements`, `floor_ratio` (the
floor's processor time over the path's), `growth` (ten thousand cases to the most of this run), or `value`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import ge, le
from typing import Any, Final

POSTGRESQL, SQLITE = "postgresql", "sqlite"
BIG, HUGE = 100_000, 1_000_000


@dataclass(frozen=True)
class Must:
    """At most this much, or with `at_least` at least; for these databases and concurrencies (empty: all)."""

    what: str
    limit: float
    at_least: bool = False
    database: str = ""
    concurrency: int | None = 8
    cases: tuple[int, ...] = ()

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        return f"{self.what} {sign} {self.limit:g}"

    def holds(self, row: Mapping[str, Any]) -> bool | None:
        """None if it is not about this row."""
        value = row.get(self.what)
        if value is None or (self.database and row["database"] != self.database):
            return None
        if self.concurrency is not None and row.get("concurrency") not in (None, self.concurrency):
            return None
        if self.cases and row["cases"] not in self.cases:
            return None
        return bool((ge if self.at_least else le)(value, self.limit))


CASE_PAGE = (Must("cpu_ms", 15), Must("statements", 15))
LIST = (Must("cpu_ms", 25), Must("growth", 1.5))
SEARCH = (
    Must("cpu_ms", 30, cases=(10_000, BIG)),
    Must("p99_ms", 50, concurrency=1, database=POSTGRESQL, cases=(HUGE,)),
)
KEPT = (Must("floor_ratio", 0.8, at_least=True),)
MADE = (Must("cpu_ms", 20),)

# By path. Where nothing stands, nothing is asked: the row shows what it costs.
MUSTS: Final[Mapping[str, tuple[Must, ...]]] = {
    "intake": (
        Must("cpu_ms", 6, database=POSTGRESQL),
        Must("p99_ms", 100, database=POSTGRESQL),
        Must("floor_ratio", 0.25, at_least=True, database=POSTGRESQL),
        Must("cpu_ms", 7, database=SQLITE),
        Must("p99_ms", 150, database=SQLITE),
        Must("p99_ms", 400, database=SQLITE, concurrency=32),
        Must("floor_ratio", 0.12, at_least=True, database=SQLITE),
        Must("statements", 12),
        Must("growth", 1.5),
    ),
    **dict.fromkeys(("case page, desk", "case page, consumer", "case page, business"), CASE_PAGE),
    **dict.fromkeys(
        (
            "list, own", "list, overdue", "list, stage and category", "list, origin and month", "list, ended",
            "list, from elsewhere", "forwarded",
        ),
        LIST,
    ),
    **dict.fromkeys(
        (
            "search, frequent", "search, rare", "search, none", "search, two characters", "search, name",
            "search, story", "search, number",
        ),
        SEARCH,
    ),
    "search, engine alone": (
        Must("p99_ms", 50, concurrency=1, database=POSTGRESQL, cases=(HUGE,)),
        Must("p99_ms", 20, concurrency=1, database=SQLITE, cases=(HUGE,)),
    ),
    "search, recall": (Must("value", 100, at_least=True),),
    **dict.fromkeys(("home", "warning", "statistics", "tracking", "board"), KEPT),
    **dict.fromkeys((f"{one}, with a visit" for one in ("home", "warning", "statistics", "tracking", "board")), MADE),
    "connections after idle bursts": (Must("value", 16, concurrency=None),),  # `kit/pool.py`
    "idle": (Must("value", 1.0),),
    "warm start": (Must("value", 1.5),),
    "memory, embedded": (Must("value", 190),),
    "memory, two workers": (Must("value", 270),),
    "dashboard": (Must("value", 60),),
    "scan, 99 replicates": (Must("value", 30),),
    "duplicate check": (Must("p99_ms", 10, concurrency=1),),
    "first visit, packed": (Must("value", 50),),
}  # fmt: skip

# Measured on 2026-11-29 with 100,000 Chinese tickets on the same kind of machine: milliseconds of processor time of
# server and database together. "list": 25 of one's own; RT's fast search finds a third of the rows.
PEERS: Final[Mapping[str, Mapping[str, float]]] = {
    "Request Tracker 5": {"intake": 229, "case page, desk": 721, "list, own": 449, "search, frequent": 701},
    "django-helpdesk 2.6.1": {
        "intake": 13.5,
        "case page, desk": 35.1,
        "list, own": 305,
        "search, frequent": 555,
    },
    "Redmine 6": {"intake": 30, "case page, desk": 50, "list, own": 133, "search, frequent": 316},
}


def judge(row: dict[str, Any]) -> None:
    """Write into the row what is asked of it, and whether it holds; nothing if nothing is asked."""
    if "failed" in row:
        row.update(must="answers", missed=["answers"], met=False)
        return
    asked = [(one, one.holds(row)) for one in MUSTS.get(row["path"], ())]
    told = [(one, held) for one, held in asked if held is not None]
    row["must"] = ", ".join(str(one) for one, _held in told)
    row["missed"] = [str(one) for one, held in told if not held]
    row["met"] = not row["missed"] if told else None
