"""What is asked of each path, and what others reach: the tables behind `make bench` and docs/speed.md.

A must is on the median of a row: `cpu_ms` (server and database together), `p99_ms`, `statements`, `floor_ratio` (the
floor's processor time over the path's), `growth` (over that with ten thousand cases), `times_rt` and `times_helpdesk`
(how many times as much the peer takes), or `value`. With eight connections and at all sizes unless said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import ge, le, lt
from typing import Any, Final

from benchmarks.paths import DECISIONS
from huaihai.kit import pool

POSTGRESQL, SQLITE = "postgresql", "sqlite"
SMALL, BIG, HUGE, TEN_MILLION = 10_000, 100_000, 1_000_000, 10_000_000
SIGNS = {"≤": le, "≥": ge, "<": lt}


@dataclass(frozen=True)
class Must:
    """`what` is at most, at least, or less than `limit`; for these databases and concurrencies (empty: all)."""

    what: str
    limit: float
    sign: str = "≤"
    database: str = ""
    concurrency: int = 8
    cases: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.what} {self.sign} {self.limit:g}"

    def holds(self, row: Mapping[str, Any]) -> bool | None:
        """None if it is not about this row."""
        value = row.get(self.what)
        if value is None or (self.database and row["database"] != self.database):
            return None
        if row.get("concurrency") not in (None, self.concurrency):
            return None
        if self.cases and row["cases"] not in self.cases:
            return None
        return bool(SIGNS[self.sign](value, self.limit))


CASE_PAGE = (Must("cpu_ms", 15), Must("statements", 15))
LIST = (Must("cpu_ms", 25), Must("growth", 1.5, "<", cases=(HUGE,)))
SEARCH = (Must("cpu_ms", 30, cases=(SMALL, BIG)),)
KEPT = (Must("floor_ratio", 0.8, "≥"),)
MADE = (Must("cpu_ms", 20),)
PUBLIC = ("home", "warning", "statistics", "board")

# By path. Where nothing stands, nothing is asked: the row shows what it costs.
MUSTS: Final[Mapping[str, tuple[Must, ...]]] = {
    "intake": (
        Must("times_rt", 20, "≥", database=POSTGRESQL),
        Must("times_helpdesk", 2, "≥", database=POSTGRESQL),
        Must("floor_ratio", 0.25, "≥", database=POSTGRESQL),
        Must("cpu_ms", 6, database=POSTGRESQL),
        Must("p99_ms", 100, database=POSTGRESQL),
        Must("statements", 12, database=POSTGRESQL),
        Must("cpu_ms", 7, database=SQLITE),
        Must("floor_ratio", 0.12, "≥", database=SQLITE),
        Must("p99_ms", 150, database=SQLITE),
        Must("p99_ms", 400, database=SQLITE, concurrency=32),
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
        Must("p99_ms", 50, database=POSTGRESQL, concurrency=1, cases=(HUGE,)),
        Must("p99_ms", 20, database=SQLITE, concurrency=1, cases=(HUGE,)),
    ),
    "search, recall": (Must("value", 100, "≥"),),
    **dict.fromkeys(PUBLIC, KEPT),
    # What a form with a token stands on is nobody else's page: it is not kept.
    **dict.fromkeys(("tracking", *(f"{one}, made anew" for one in PUBLIC)), MADE),
    **dict.fromkeys((f"{one}, with a visit" for one in (*PUBLIC, "tracking")), MADE),
    "dashboard": (Must("value", 60, cases=(TEN_MILLION,)),),
    "dashboard, equal to the plain count": (Must("value", 100, "≥"),),
    "scan, 99 replicates": (Must("value", 30),),
    "public pages behind nginx": (Must("value", 2000, "≥"),),
    "public pages behind nginx, asked of the program": (Must("value", 5),),
    "15 March, p99": (Must("value", 1.5),),
    "15 March, told to wait at five times that": (Must("value", 1, "≥"),),
    "15 March, acknowledged complaints lost": (Must("value", 0),),
    "duplicate check": (Must("p99_ms", 10, concurrency=1),),
    "duplicate check, 5 % edited": (Must("value", 95, "≥"),),
    "duplicate check, 10 % edited": (Must("value", 85, "≥"),),
    "warm start": (Must("value", 1.5),),
    "memory, embedded": (Must("value", 190),),
    "memory, two workers": (Must("value", 270),),
    "idle": (Must("value", 1.0),),
    # Speed.md asks nothing of these but what is asked of every page: not to grow with the past.
    **dict.fromkeys(DECISIONS, (Must("growth", 1.5, "<"),)),
    "connections after idle bursts": (Must("value", pool.MOST),),
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


TIMES = {"times_rt": "Request Tracker 5", "times_helpdesk": "django-helpdesk 2.6.1"}


def judge(row: dict[str, Any]) -> None:
    """Write into the row what is asked of it, and whether it holds; nothing if nothing is asked."""
    if "failed" in row:
        row.update(must="answers", missed=["answers"], met=False)
        return
    for name, peer in TIMES.items():
        if row["path"] in PEERS[peer] and row.get("cpu_ms") and row.get("concurrency") == 8:
            row[name] = round(PEERS[peer][row["path"]] / row["cpu_ms"], 2)
    asked = [(one, one.holds(row)) for one in MUSTS.get(row["path"], ())]
    told = [(one, held) for one, held in asked if held is not None]
    row["must"] = ", ".join(str(one) for one, _held in told)
    row["missed"] = [str(one) for one, held in told if not held]
    row["met"] = not row["missed"] if told else None
