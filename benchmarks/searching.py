"""`python -m benchmarks.searching`: the search over cases, over a hundred thousand of them.

On SQLite in a folder of its own; with DATABASE_URL on a new database of that server, which is dropped afterwards. It
fills a tenth, measures, fills on and measures again. Printed are milliseconds of processor time of one search with its
page of 25 and its count (here, and in the database server), the wall's 95th percentile, how much longer it takes with
ten times as many cases, and hits. Before, words are compared with a plain scan. Exit code 1 if a hit is missing or
wrong, or a median is above 30 ms of processor time.
"""
# ruff: noqa: T201 # it talks to whoever typed make

import argparse
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from benchmarks import databases
from benchmarks.dashboards import _prepare as prepare
from benchmarks.dashboards import _server_seconds as server_seconds

if TYPE_CHECKING:
    from huaihai.members.actors import Actor

SMALLER, CASES, ROUNDS, COMPARED, LIMIT = 10, 100_000, 25, 60, 0.030
QUESTIONS = {
    "a word of few": "二维码扫不出来",
    "a word of many": "退款",
    "a word of half of all": "希望",
    "five characters": "人为损坏的",
    "two words": "网速 按摩椅",
    "a name": "王伟强",
    "the middle of a number": "004217",
    "traditional characters": "塗改過",
    "absent": "绝无此词",
}


@dataclass
class Line:
    """What was measured of a question: seconds, and how many cases were found."""

    wall: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    served: float = 0.0
    hits: int = 0


def main() -> int:
    """Fill, compare, measure, fill on, compare and measure again, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.searching", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help=f"how many (default {CASES:,})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"measurements of each (default {ROUNDS})")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="huaihai-bench-") as folder,
        databases.two(os.environ.get("DATABASE_URL", "")) as (url, _other),
    ):
        at = prepare(folder, url)
        from tests import cast

        people = cast.assemble(at)
        officers = {"city": people.wang, "small county": people.qian}
        found = []
        for count in (asked.cases // SMALLER, asked.cases):
            fill(count, people, at)
            wrong = sum(compare(officer, COMPARED) for officer in officers.values())
            found.append({name: measured(officer, asked.rounds) for name, officer in officers.items()})
        failed = _print(*found)
        _leave()
        return int(bool(wrong) or failed)


def fill(until: int, people: Any, at: Any) -> None:
    """Go on until there are so many cases, and the index has come to all of them."""
    from django.db import connection

    from huaihai.cases.models import Case
    from huaihai.cases.tests import searched

    home, lead, county = people.home, people.lead, people.county
    places = [(home, home)] * 14 + [(lead, home), (home, lead), (lead, lead), (county, county)]
    began, made = time.perf_counter(), Case.objects.count()
    searched.many(until - made, between=places, at=at, start=made)
    filled, busy = time.perf_counter(), time.process_time()
    searched.index_all(at)
    wall, each = time.perf_counter() - filled, (time.process_time() - busy) / (until - made)
    print(f"{until:,} cases, filled in {filled - began:.0f} s", flush=True)
    print(
        f"{until - made:,} indexed in {wall:.0f} s, {1000 * each:.2f} ms of processor time a case", flush=True
    )
    with connection.cursor() as cursor:
        vacuums = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if vacuums else "ANALYZE")  # as autovacuum does


def compare(officer: "Actor", times: int) -> int:
    """Ask for parts of texts, and compare with a plain scan; how many were not answered alike."""
    from huaihai.cases.models import Case
    from huaihai.cases.search import finding, texts
    from huaihai.cases.tests import searched

    rows, chance = Case.objects.visible_to(officer), random.Random(times)  # noqa: S311 # the same words each time
    known = texts.of_cases(list(rows))
    everything, wrong, hits = list(known.values()), 0, 0
    for _ in range(times):
        text = chance.choice(everything)
        start = chance.randrange(len(text) - 8)
        words = text[start : start + chance.randint(2, 8)].split()
        meant = searched.meant(known, words)
        if len(meant) >= finding.ENOUGH or max(map(len, words), default=0) < 2:
            continue
        found = set(finding.find(rows, " ".join(words), by=officer).values_list("pk", flat=True))
        hits += len(meant)
        wrong += len(found ^ meant)
    print(f"compared with a plain scan: {hits:,} hits, {wrong} missing or wrong", flush=True)
    return wrong


def measured(officer: "Actor", rounds: int) -> dict[str, Line]:
    """Each question, asked so often: a page of 25 and its count."""
    from huaihai.cases.models import Case
    from huaihai.cases.search import finding
    from huaihai.kit.paging import page_of

    lines = {}
    for name, typed in QUESTIONS.items():
        line, served = Line(), server_seconds()
        for _ in range(rounds):
            wall, busy = time.perf_counter(), time.process_time()
            rows = finding.find(Case.objects.visible_to(officer), typed, by=officer)
            line.hits = page_of(rows.order_by("-submitted_at"), None).total
            line.wall.append(time.perf_counter() - wall)
            line.busy.append(time.process_time() - busy)
        line.served = (server_seconds() - served) / rounds
        lines[name] = line
    return lines


def _print(small: dict[str, dict[str, Line]], big: dict[str, dict[str, Line]]) -> bool:
    print(
        "| officer | question | processor ms | server ms | wall p95 ms | ratio | hits |\n|---|---|---|---|---|---|---|"
    )
    slow = False
    for who, lines in big.items():
        for name, line in lines.items():
            busy = median(line.busy) + line.served
            before = median(small[who][name].busy) + small[who][name].served
            numbers = (median(line.busy), line.served, quantiles(line.wall, n=20)[-1])
            shown = " | ".join(f"{1000 * number:.1f}" for number in numbers)
            print(f"| {who} | {name} | {shown} | {busy / before:.2f} | {line.hits} |")
            if busy > LIMIT:
                slow = True
                print(f"SLOW {name}: above {1000 * LIMIT:.0f} ms")
    return slow


def _leave() -> None:
    from django.db import connection

    connection.close()


if __name__ == "__main__":
    sys.exit(main())
