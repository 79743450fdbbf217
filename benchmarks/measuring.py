"""Rounds over all paths of one world, floors among them, and the rows that come out of it."""
# ruff: noqa: T201 # it talks to whoever typed make

import gzip
import itertools
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks import asking, paths, processes
from benchmarks.paths import BARE, HELLO, NAKED, Path
from benchmarks.processes import Server
from benchmarks.worlds import Told

INTAKE, FOLLOWS, RAW = "intake", "what follows a complaint", "raw SQL"
FOLLOWING = 2  # of a complaint: its words are indexed, and its consumer is told
TRIES, NEARLY_ALL = 3, 0.95
SPENDS = 0.25  # seconds of processor time of a burst,
FEWEST, MOST = 16, 1500  # and how many requests that may be
SETTLES_WITHIN = 90.0  # seconds
SENDS_EVERY = 6.0  # seconds in which each thread that sends has its turn
IDLE_ENOUGH = 0.15  # seconds that they may cost
WALL_OVER_SPENT = 4  # a burst of a busy machine ends, too
SLOW_BURST = 5.0  # seconds: named while it runs
ETAG = re.compile(rb"\r\netag: *([^\r\n]+)", re.IGNORECASE)
ASSET = re.compile(r'(?:href|src)="(/static/[^"?]+)"')
ALL, WARM = (1, 8, 32), 8  # connections; as many as the server has threads
DRAFTS = {1: 40, 8: 96, 32: 96}  # the worker sends a hundred messages at once


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    widely: bool  # all paths with 1, 8 and 32 connections, once
    idle_seconds: float
    idle_bursts: int
    parts: int  # of texts whose search is compared with a plain scan


@dataclass
class Burst:
    """So many requests at once: what each cost server and database, and how long it took."""

    app_ms: float
    db_ms: float
    answers: asking.Answers


@dataclass
class Line:
    """All bursts of one path at one concurrency."""

    path: str
    concurrency: int
    bursts: list[Burst] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        app = median(one.app_ms for one in self.bursts)
        db = median(one.db_ms for one in self.bursts)
        whole = asking.Answers([second for one in self.bursts for second in one.answers.seconds])
        return {
            "path": self.path,
            "concurrency": self.concurrency,
            "cpu_ms": round(median(one.app_ms + one.db_ms for one in self.bursts), 3),
            "app_ms": round(app, 3),
            "db_ms": round(db, 3),
            "p50_ms": round(1000 * whole.quantile(0.5), 2),
            "p99_ms": round(1000 * whole.quantile(0.99), 2),
            "requests": len(whole.seconds),
        }


@dataclass
class Meter:
    """The processor time of a server, and of the database's processes if it has any."""

    server: Server
    database: int = 0  # the parent of PostgreSQL's processes

    def read(self) -> tuple[float, float]:
        return (
            processes.cpu_of_tree(self.server.pid),
            processes.cpu_of_tree(self.database) if self.database else 0.0,
        )

    def settle(self) -> None:
        """Until the background has nothing left to do."""
        until = time.monotonic() + SETTLES_WITHIN
        while time.monotonic() < until:
            before = sum(self.read())
            time.sleep(SENDS_EVERY)
            if sum(self.read()) - before < IDLE_ENOUGH:
                return

    @contextmanager
    def over(self, times: int) -> Iterator[list[float]]:
        """What happened inside, in milliseconds each of so many times: [server, database]."""
        spent: list[float] = []
        before = self.read()
        yield spent
        spent += [1000 * (now - then) / times for now, then in zip(self.read(), before, strict=True)]


class Measured:
    """One world with its server, its floors and its helper."""

    def __init__(self, meter: Meter, floor_meter: Meter, told: Told, plan: Plan) -> None:
        self.meter, self.floor_meter, self.told, self.plan = meter, floor_meter, told, plan
        self.server = meter.server
        self.facts: dict[str, Any] = told.ask("inside.prepare")
        self.facts["warning"] = f"/warnings/{self.facts['warnings'][0]}/"
        self.lines: dict[tuple[str, int], Line] = {}
        self.times: dict[str, int] = {}
        self.index_ms = 0.0
        self.failed: dict[str, str] = {}  # by path, why
        self.numbers = itertools.count()  # of addresses that nobody asked for before

    def request(self, path: Path, accept: str = "") -> bytes:
        address, known = self.address(path), ""
        if path.asked == paths.AGAIN:
            known = etag_of(
                asking.ask(self.server.port, [asking.request(address)], concurrency=1, times=1).last
            )
        cookies = self.facts["cookies"].get(path.who, "")
        return asking.request(address, cookies=cookies, accept=accept, known=known)

    def address(self, path: Path) -> str:
        more = f"?anew={next(self.numbers)}" if path.asked == paths.ANEW else ""
        return path.url(self.facts) + more

    def look(self, wanted: Sequence[Path]) -> list[dict[str, Any]]:
        """Each page once: it must be right. How heavy it is, and how many statements it takes."""
        found = []
        for path in wanted:
            answers = asking.ask(self.server.port, [self.request(path)], concurrency=1, times=3)
            html = body_of(answers.last).decode(errors="replace")
            if set(answers.statuses) != {path.status} or path.holds not in html:
                self._fail(path.name, f"answered {answers.statuses}, or without {path.holds!r}")
                continue
            packed = asking.ask(self.server.port, [self.request(path, "gzip, br")], concurrency=1, times=1)
            cookies = self.facts["cookies"].get(path.who, "")
            addresses = self.address(path), self.address(path)
            statements, _status = self.told.ask("inside.count", addresses[1], cookies, b"", addresses[0])
            found.append(
                {
                    "path": path.name,
                    "statements": statements,
                    "bytes": len(html.encode()),
                    "packed": min(len(body_of(packed.last)), len(gzip.compress(html.encode()))),
                }
            )
        return found

    def rounds(self, wanted: Sequence[Path], *, with_intake: bool) -> None:
        """Everything in turn, floors among it, so that whatever else the machine does falls on all of them. Pages
        with 1 and 32 connections, of which nothing is asked, in the first round only."""
        for number in range(self.plan.rounds if wanted or with_intake else 0):
            began = time.monotonic()
            if number and with_intake:  # staff hear of what was filed in the round before
                self.told.ask("inside.brought_up")
                self.meter.settle()
            self._floors()
            # What changed meanwhile each connection reads and plans anew: no path is charged with it.
            if wanted:
                asking.ask(self.server.port, [self.request(wanted[0])], concurrency=WARM, times=FEWEST * 2)
            for path in wanted:
                is_wide = number == 0 and (self.plan.widely or path.widely)
                for concurrency in ALL if is_wide else (8,):
                    if path.name not in self.failed:
                        self._pages(path, concurrency)
            if with_intake and INTAKE not in self.failed:
                self._tried(INTAKE, self._intakes)
            print(f"  round {number + 1} of {self.plan.rounds}: {time.monotonic() - began:.0f} s", flush=True)

    def _tried(self, name: str, act: Callable[[], None]) -> None:
        """A path that fails is left out from then on; the others are measured."""
        try:
            act()
        except (RuntimeError, OSError) as error:
            self._fail(name, str(error))

    def _fail(self, name: str, why: str) -> None:
        print(f"  FAILED {name}: {why}", flush=True)
        self.failed[name] = why.splitlines()[-1][:200]

    def _pages(self, path: Path, concurrency: int) -> None:
        def requests(times: int) -> list[bytes]:
            return [self.request(path) for _ in range(times if path.asked == paths.ANEW else 1)]

        self._tried(path.name, lambda: self._burst(self.meter, path.name, requests, concurrency))

    def _floors(self) -> None:
        hello = asking.request("/hello/")
        bare = asking.request("/bare/", cookies=self.facts["bare cookies"], body=self.facts["bare"])
        for concurrency in (1, 8, 32):
            self._burst(self.floor_meter, HELLO, lambda _times: [hello], concurrency)
            self._burst(self.floor_meter, BARE, lambda _times: [bare], concurrency)
        self._burst(self.floor_meter, NAKED, lambda _times: [asking.request("/naked/")], 8)
        times, before = 500, (processes.cpu_of(self.told.pid), self.meter.read()[1])
        self.told.ask("inside.raw", times)
        spent = processes.cpu_of(self.told.pid) - before[0], self.meter.read()[1] - before[1]
        answers = asking.Answers([0.0])
        self._keep(RAW, 1, Burst(1000 * spent[0] / times, 1000 * spent[1] / times, answers))

    def _burst(
        self, meter: Meter, name: str, requests: Callable[[int], list[bytes]], concurrency: int
    ) -> None:
        if name not in self.times:  # each thread has its connection, and each connection its plans
            self._asked(meter, name, requests, WARM, FEWEST * 2)
        times = max(self.times[name], 2 * concurrency)
        self._keep(name, concurrency, self._asked(meter, name, requests, concurrency, times))

    def _asked(
        self,
        meter: Meter,
        name: str,
        requests: Callable[[int], list[bytes]],
        concurrency: int,
        times: int,
    ) -> Burst:
        """Also finds out how often it can be asked in a burst. Raises RuntimeError if an answer is none."""
        sent, began = requests(times), time.monotonic()
        with meter.over(times) as spent:
            answers = asking.ask(meter.server.port, sent, concurrency=concurrency, times=times)
        wall = time.monotonic() - began
        if wall > SLOW_BURST:
            print(f"  {name}, c={concurrency}: {times} requests took {wall:.0f} s", flush=True)
        if any(status >= 400 for status in answers.statuses):
            raise RuntimeError(f"{name}: answered {answers.statuses}")
        each = max(sum(spent) / 1000, wall / times / WALL_OVER_SPENT)
        self.times[name] = min(max(round(SPENDS / each), FEWEST), MOST)
        return Burst(spent[0], spent[1], answers)

    def _keep(self, name: str, concurrency: int, burst: Burst) -> None:
        self.lines.setdefault((name, concurrency), Line(name, concurrency)).bursts.append(burst)

    def _intakes(self) -> None:
        """The last press of the form, and by itself what follows from it in the background."""
        if INTAKE not in self.times:
            self._send(self.told.ask("inside.drafts", 40), WARM)
            self.times[INTAKE] = 40
        for concurrency, many in DRAFTS.items():
            if concurrency == 1 and not self.plan.widely:
                continue
            pressed, followed = self._pressed(concurrency, many)
            self._keep(INTAKE, concurrency, pressed)
            self._keep(FOLLOWS, concurrency, followed)

    def _pressed(self, concurrency: int, many: int) -> tuple[Burst, Burst]:
        """Right after the background, which looks around every few seconds, did; once more if it began all the same
        before the last answer, as on a busy machine. What people waited for is kept of all tries."""
        seconds: list[float] = []
        for _try in range(TRIES):
            drafts = self.told.ask("inside.drafts", many)
            self._caught_up()
            self.told.ask("inside.set_behind", 1)
            self._caught_up(look_every=0.02)
            with self.meter.over(many) as spent:
                answers = self._send(drafts, concurrency)
            left = self.told.ask("inside.behind")
            with self.meter.over(many) as after:
                self._caught_up(look_every=1.0)
            seconds += answers.seconds
            if left >= many * FOLLOWING * NEARLY_ALL:
                break
        following = asking.Answers([0.0])
        return Burst(spent[0], spent[1], asking.Answers(seconds)), Burst(after[0], after[1], following)

    def _send(self, drafts: list[tuple[str, bytes]], concurrency: int) -> asking.Answers:
        requests = [asking.request("/file/check/", cookies=cookies, body=body) for cookies, body in drafts]
        answers = asking.ask(self.server.port, requests, concurrency=concurrency, times=len(requests))
        if set(answers.statuses) != {302} or b"/file/receipt/" not in answers.last:
            raise RuntimeError(f"intake answered {answers.statuses}: {answers.last[:300]!r}")
        return answers

    def index(self) -> dict[str, Any]:
        """What the index of the search costs for each case, in the background."""
        many = 300
        self._caught_up()
        with self.meter.over(many) as spent:
            self.told.ask("inside.set_behind", many)
            self._caught_up()
        self.index_ms = sum(spent)
        return {
            "path": "indexing a case",
            "cpu_ms": round(self.index_ms, 3),
            "app_ms": round(spent[0], 3),
            "db_ms": round(spent[1], 3),
        }

    def _caught_up(self, *, look_every: float = 0.2) -> None:
        until = time.monotonic() + SETTLES_WITHIN
        while time.monotonic() < until and self.told.ask("inside.behind"):
            time.sleep(look_every)

    def look_at_intake(self) -> dict[str, Any]:
        """How many statements it takes."""
        counted = 0
        for cookies, body in self.told.ask("inside.drafts", 3):
            counted, status = self.told.ask("inside.count", "/file/check/", cookies, body)
            if status != 302:
                self._fail(INTAKE, f"was answered {status} in the helper")
        return {"statements": counted}

    def rows(self) -> list[dict[str, Any]]:
        """By path and concurrency, beside the floor of the same concurrency."""
        floors = {key: line.row()["cpu_ms"] for key, line in self.lines.items() if key[0] in (HELLO, BARE)}
        of = {path.name: path.floor for path in paths.PATHS} | {INTAKE: BARE}
        rows = []
        for (name, concurrency), line in self.lines.items():
            row = line.row()
            floor = floors.get((of.get(name, ""), concurrency))
            row["floor_ratio"] = round(floor / row["cpu_ms"], 3) if floor else None
            rows.append(row)
        return rows + [{"path": name, "failed": why} for name, why in self.failed.items()]

    def idle(self, connections: Callable[[], int] | None) -> list[dict[str, Any]]:
        """Bursts with rest between them: connections that stay, and what idling costs, over whole minutes since what
        falls due is looked for once a minute. What follows from the measures before (all staff are reminded of news
        within ten minutes, which takes seconds) is done first."""
        if not self.plan.idle_bursts:
            return []
        print(f"  idle, {self.plan.idle_bursts} times …", flush=True)
        self.told.ask("inside.brought_up")
        self.meter.settle()
        page = self.request(next(path for path in paths.PATHS if path.name == "list, own"))
        seconds = 0.0
        for _ in range(self.plan.idle_bursts):
            asking.ask(self.server.port, [page], concurrency=32, times=64)
            time.sleep(1.0)
            with self.meter.over(1) as spent:
                time.sleep(self.plan.idle_seconds)
            seconds += sum(spent) / 1000
        share = 100 * seconds / self.plan.idle_seconds / self.plan.idle_bursts
        rows = [{"path": "idle", "value": round(share, 2), "unit": "% of a core"}]
        if connections:
            counted = {"value": connections(), "unit": "", "bursts": self.plan.idle_bursts}
            rows.append({"path": "connections after idle bursts", **counted})
        return rows


def fetched(port: int, address: str, accept: str) -> bytes:
    """The body of one answer."""
    return body_of(asking.ask(port, [asking.request(address, accept=accept)], concurrency=1, times=1).last)


def etag_of(answer: bytes) -> str:
    """The name under which a browser would ask whether it is still so. Raises RuntimeError if it has none."""
    found = ETAG.search(answer.partition(b"\r\n\r\n")[0])
    if not found:
        raise RuntimeError("a page without an ETag")
    return found.group(1).decode()


def body_of(answer: bytes) -> bytes:
    head, _gap, body = answer.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" not in head.lower():
        return body
    whole, rest = b"", body
    while rest:
        size, _gap, rest = rest.partition(b"\r\n")
        length = int(size or b"0", 16)
        whole, rest = whole + rest[:length], rest[length + 2 :]
    return whole


def told(rows: Sequence[Mapping[str, Any]]) -> None:
    """The rows of a world, as a table on the screen."""
    print(
        f"{'path':34} {'c':>3} {'cpu ms':>8} {'app':>8} {'db':>7} {'p50':>8} {'p99':>8} {'floor':>6}  st  must"
    )
    for row in rows:
        if "failed" in row:
            print(f"{row['path']:34} FAILED: {row['failed']}")
            continue
        if "value" in row:
            print(f"{row['path']:34} {row['value']:>12} {row['unit']}  {_verdict(row)}")
            continue
        numbers = [row.get(name) for name in ("cpu_ms", "app_ms", "db_ms", "p50_ms", "p99_ms", "floor_ratio")]
        shown = [f"{number:8.2f}" if number is not None else " " * 8 for number in numbers]
        where, counted = row.get("concurrency") or "", row.get("statements", "")
        print(f"{row['path']:34} {where:>3} {' '.join(shown)} {counted:>3}  {_verdict(row)}")


def _verdict(row: Mapping[str, Any]) -> str:
    if row.get("met") is None:
        return ""
    return f"met: {row['must']}" if row["met"] else f"NOT MET: {', '.join(row['missed'])}"
