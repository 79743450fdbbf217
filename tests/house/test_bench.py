"""The parts of `make bench` work: the client, the clocks, the filling, the judgement, the page. No time is asserted."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import resolve

from benchmarks import __main__ as bench
from benchmarks import (
    asking,
    beside,
    inside,
    measuring,
    musts,
    page,
    parts,
    paths,
    processes,
    searching,
    slow,
    worlds,
)
from benchmarks.filling import past
from benchmarks.floors import views
from benchmarks.results import Results
from huaihai.cases.models import Case, Complainant, SearchDoc
from huaihai.cases.search import texts
from huaihai.cases.verbs import fulfilment
from huaihai.education.models import Delivery
from huaihai.kit import clock
from tests import cast
from tests.posts import post_at


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response({"/missing/": 404, "/known/": 304}.get(self.path, 200))
        if self.path == "/chunks/":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            return
        self.send_header("Content-Length", "4")
        if self.path == "/closing/":
            self.send_header("Connection", "close")
        self.send_header("ETag", 'W/"7"')
        self.end_headers()
        self.wfile.write(b"" if self.path == "/known/" else b"page")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_about: Any) -> None: ...


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("address", "status", "body"),
    [
        ("/", 200, b"page"),
        ("/missing/", 404, b"page"),
        ("/chunks/", 200, b"abcde"),
        ("/closing/", 200, b"page"),
        ("/known/", 304, b""),
    ],
)
@pytest.mark.parametrize("concurrency", [1, 3, 50])
def test_the_client_asks_an_exact_number_of_times(
    port: int, address: str, status: int, body: bytes, concurrency: int
) -> None:
    answers = asking.ask(port, [asking.request(address)], concurrency=concurrency, times=7)

    assert (answers.statuses, len(answers.seconds)) == ({status: 7}, 7)
    assert measuring.body_of(answers.last) == body
    assert 0 < answers.quantile(0.5) <= answers.quantile(0.99)


def test_the_client_sends_forms_each_once(port: int) -> None:
    sent = [asking.request("/", body=f"n={number}".encode(), cookies="a=b") for number in range(5)]

    assert asking.ask(port, sent, concurrency=2, times=5).statuses == {200: 5}


def test_who_has_a_page_asks_whether_it_is_still_so(port: int) -> None:
    answer = asking.ask(port, [asking.request("/")], concurrency=1, times=1).last
    assert measuring.etag_of(answer) == 'W/"7"'
    assert b'\r\nIf-None-Match: W/"7"\r\n' in asking.request("/", known=measuring.etag_of(answer))
    with pytest.raises(RuntimeError, match="without an ETag"):
        measuring.etag_of(b"HTTP/1.1 200 OK\r\n\r\netag: 7")


def test_the_time_of_other_processes_is_read() -> None:
    before, until = processes.cpu_of(os.getpid()), time.process_time() + 0.02
    while time.process_time() < until:
        pass
    assert processes.cpu_of(os.getpid()) - before >= 0.02
    alone = processes.cpu_of(os.getpid())
    assert processes.cpu_of_tree(os.getpid()) >= alone
    assert processes.megabytes(os.getpid()) > 5


ROW = {"path": "intake", "database": "postgresql", "cases": 100_000, "concurrency": 8}
HUGE = {"database": "postgresql", "cases": 1_000_000}


@pytest.mark.parametrize(
    ("row", "met", "missed"),
    [
        ({"cpu_ms": 5.0, "p99_ms": 90.0, "floor_ratio": 0.3, "statements": 12}, True, []),
        ({"cpu_ms": 6.1, "p99_ms": 90.0, "floor_ratio": 0.2}, False, ["floor_ratio ≥ 0.25", "cpu_ms ≤ 6"]),
        ({"cpu_ms": 6.8}, False, ["times_helpdesk ≥ 2", "cpu_ms ≤ 6"]),
        ({"cpu_ms": 12.0}, False, ["times_rt ≥ 20", "times_helpdesk ≥ 2", "cpu_ms ≤ 6"]),
        ({"cpu_ms": 6.1, "concurrency": 1}, None, []),
        ({"cpu_ms": 6.9, "database": "sqlite", "statements": 13}, True, []),
        ({"p99_ms": 401.0, "database": "sqlite", "concurrency": 32}, False, ["p99_ms ≤ 400"]),
        ({"path": "raw SQL", "cpu_ms": 1.0}, None, []),
        ({"path": "idle", "value": 1.2, "concurrency": None}, False, ["value ≤ 1"]),
        ({"path": "list, own", "cpu_ms": 9.0, "growth": 1.6}, True, []),
        ({"path": "list, own", "cpu_ms": 9.0, "growth": 1.5, **HUGE}, False, ["growth < 1.5"]),
        ({"path": "search, rare", "cpu_ms": 31.0, **HUGE}, None, []),
        ({"path": "search, engine alone", "p99_ms": 51.0, "concurrency": 1, **HUGE}, False, ["p99_ms ≤ 50"]),
        ({"path": "search, engine alone", "p99_ms": 21.0, "concurrency": 1, **HUGE, "database": "sqlite"}, False,
         ["p99_ms ≤ 20"]),
        ({"path": "home", "floor_ratio": 0.8}, True, []),
        ({"path": "tracking", "cpu_ms": 3.0, "floor_ratio": 0.06}, True, []),
        ({"path": "dashboard", "value": 61.0, "cases": 10_000_000, "concurrency": None}, False, ["value ≤ 60"]),
        ({"path": "home", "failed": "answered 500"}, False, ["answers"]),
    ],
)  # fmt: skip
def test_a_row_is_judged_by_what_is_asked_of_it(
    row: dict[str, Any], met: bool | None, missed: list[str]
) -> None:
    judged = ROW | row
    musts.judge(judged)
    assert (judged["met"], judged["missed"]) == (met, missed)


def row_of(path: str, cpu_ms: float, cases: int = 100_000, **more: Any) -> dict[str, Any]:
    return {
        "path": path,
        "database": "postgresql",
        "cases": cases,
        "concurrency": 8,
        "cpu_ms": cpu_ms,
        **more,
    }


def shown(results: Results) -> list[tuple[str, int, Any]]:
    return [(row["path"], row["cases"], row.get("cpu_ms")) for row in results.rows]


def test_some_words_take_the_place_of_their_own_rows_only(tmp_path: Path) -> None:
    results = Results()
    results.put([row_of("home", 1), row_of("home", 2, concurrency=1), row_of("board", 3)], is_whole=True)
    results.put([row_of("home", 9, 10_000)], is_whole=True)
    results.write(tmp_path / "rows.json")

    results = Results.read(tmp_path / "rows.json")
    results.put([row_of("home", 4), row_of("search", 5)], is_whole=False)

    expected = [("home", 10_000, 9), ("home", 100_000, 4), ("board", 100_000, 3), ("search", 100_000, 5)]
    assert shown(results) == expected
    results.write(tmp_path / "rows.json")
    assert shown(Results.read(tmp_path / "rows.json")) == expected
    assert len((tmp_path / "rows.json").read_text(encoding="utf-8").splitlines()) == len(expected) + 4


def test_a_whole_world_takes_the_place_of_all_its_rows() -> None:
    results, about = Results(), {"database": "postgresql", "cases": 100_000}
    results.put([row_of("home", 1), row_of("gone", 2)], is_whole=True, world=about | {"day": "1"})
    results.put([row_of("home", 3, 10_000), row_of("home", 7, database="sqlite")], is_whole=True)
    results.put([row_of("board", 4)], is_whole=True, world=about | {"day": "2"})
    assert shown(results) == [("home", 10_000, 3), ("board", 100_000, 4), ("home", 100_000, 7)]
    assert [one["day"] for one in results.worlds] == ["2"]


def test_what_failed_is_a_row_until_it_is_measured() -> None:
    results, where = Results(), {"database": "postgresql", "cases": 100_000}
    results.put([row_of("home", 1)], is_whole=True)
    results.put([where | row for row in parts.tried("home", lambda: [{"world": 1 / 0}])], is_whole=False)
    results.put([where | row for row in parts.tried("filling", lambda: [{"world": 1 / 0}])], is_whole=False)
    assert [(row["path"], row["failed"], row["met"]) for row in results.rows] == [
        ("home", "division by zero", False),
        ("filling", "division by zero", False),
    ]
    assert page.measured(results).count("division by zero") == 2
    results.put([row_of("home", 2)], is_whole=False)
    assert shown(results) == [("home", 100_000, 2)]


def asked(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> int:
    """`python -m benchmarks` with these words, as for a file of rows of its own."""
    given = ["benchmarks", "--out", str(folder / "rows.json"), "--keep", str(folder / "kept"), *words]
    monkeypatch.setattr(sys, "argv", given)
    monkeypatch.setattr(signal, "signal", lambda *_about: None)
    return bench.main()


def test_a_world_that_cannot_be_filled_is_a_row_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def kept(*_about: Any) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(worlds.Keeper, "kept", kept)

    assert asked(monkeypatch, tmp_path, "--databases", "sqlite", "--cases", "10000") == 1

    [row] = Results.read(tmp_path / "rows.json").rows
    assert (row["path"], row["database"], row["cases"], row["failed"]) == (
        "filling",
        "sqlite",
        10_000,
        "no room",
    )
    assert "NOT MET filling (sqlite 10000 ): no room" in capsys.readouterr().out
    assert asked(monkeypatch, tmp_path, "--judge") == 1


def test_what_was_measured_after_each_world_is_there_when_the_next_one_ends_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def rows(self: parts.Parts) -> list[dict[str, Any]]:
        if self.world.cases > 10_000:
            raise KeyboardInterrupt
        return [row_of("tracking", 2.0, self.world.cases, database="sqlite")]

    held = {"held": {"cases": 1, "businesses": 1}, "size_mb": 1, "seconds": 1, "version": "3"}
    monkeypatch.setattr(
        worlds.Keeper, "kept", lambda _self, database, cases: worlds.World(database, cases, tmp_path)
    )
    monkeypatch.setattr(worlds.Keeper, "about", lambda _self, _world: held)
    monkeypatch.setattr(parts.Parts, "rows", rows)

    with pytest.raises(KeyboardInterrupt):
        asked(monkeypatch, tmp_path, "--databases", "sqlite", "--cases", "10000", "100000")

    assert shown(Results.read(tmp_path / "rows.json")) == [("tracking", 10_000, 2.0)]
    assert asked(monkeypatch, tmp_path, "--judge") == 0


def test_one_run_at_a_time_works_in_a_folder(tmp_path: Path) -> None:
    with (
        bench.kept_in(tmp_path, with_server=False),
        pytest.raises(SystemExit, match="another run"),
        bench.kept_in(tmp_path, with_server=False),
    ):
        pass


def test_growth_is_known_when_both_sizes_are() -> None:
    results = Results()
    results.put([row_of("list, own", 30, 1_000_000)], is_whole=True)
    assert "growth" not in results.rows[0]
    results.put(
        [row_of("list, own", 10, 10_000), row_of("list, own", 1, 10_000, concurrency=1)], is_whole=True
    )
    grown = [row for row in results.rows if "growth" in row]
    assert [(row["growth"], row["missed"]) for row in grown] == [(3.0, ["cpu_ms ≤ 25", "growth < 1.5"])]


def test_all_that_is_asked_is_measured() -> None:
    measured = {*parts.BY_SERVER, *parts.BY_HELPER, parts.TWO, *beside.PATHS}
    assert set(musts.MUSTS) <= measured
    assert set(parts.ENGINES) < set(parts.BY_HELPER)
    assert all(set(held) <= measured for held in musts.PEERS.values())


def test_addresses_are_there() -> None:
    for path in paths.PATHS:
        if not path.address.startswith("{"):
            assert resolve(path.address.partition("?")[0])


def test_the_page_is_made_from_the_rows(tmp_path: Path) -> None:
    costs = {"cpu_ms": 4.0, "app_ms": 3.0, "db_ms": 1.0, "p50_ms": 5.0, "p99_ms": 9.0, "floor_ratio": 0.3}
    rows: list[dict[str, Any]] = [
        {**ROW, **costs, "path": path, "database": database, "cases": cases, "statements": 12, "bytes": 9000}
        for database in ("sqlite", "postgresql")
        for cases in (10_000, 100_000, 1_000_000)
        for path in ("intake", "case page, desk", "list, own", "search, frequent")
    ]
    rows.append({"path": "idle", "database": "sqlite", "cases": 10_000, "value": 0.4, "unit": "% of a core"})
    held = {"held": {"cases": 10_000, "businesses": 5}, "size_mb": 1, "seconds": 2, "version": "3"}
    about = {"database": "sqlite", "cases": 10_000, "day": "2026-11-30", **page.machine(), **held}
    rows[-1]["day"] = "2026-12-01"
    results = Results([about], rows)
    results.judge()
    target = tmp_path / "speed.md"
    target.write_text(f"before\n{page.BEGIN}\nof last year\n{page.END}\nafter\n", encoding="utf-8")

    page.write(results, target, tmp_path)

    text = target.read_text(encoding="utf-8")
    assert (text[:7], text[-7:], "of last year" in text) == ("before\n", "\nafter\n", False)
    for told in ("| Request Tracker 5 | 229 |", "4 ✓", "2026-11-30, single rows until 2026-12-01"):
        assert told in text
    for picture in ("speed-peers.svg", "speed-growth.svg"):
        assert len(list(ElementTree.parse(tmp_path / picture).getroot())) > 5  # noqa: S314 # our own


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> int:
    """Cases of a past made of one that ended and one that waits."""
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    people = cast.assemble()
    post_at("city:320300", username=inside.OFFICER)
    cast.taken(people)
    ended = cast.filed(story="已经解决，不用再管。").case
    fulfilment.withdraw(ended, by=cast.li(ended), at=cast.TUESDAY)
    *_before, held = past.fill(60, 30, cast.TUESDAY)
    return held


@pytest.mark.django_db
def test_a_past_is_filled_as_the_program_would_have_written_it(filled: int) -> None:
    assert filled == Case.objects.count() == 60
    assert not Case.objects.filter(to_index=True).exists()
    assert SearchDoc.objects.values("case").distinct().count() == 60
    cases = list(Case.objects.select_related("complainant").order_by("pk"))
    assert len({case.story for case in cases}) > 50
    assert all(case.complainant.name for case in cases)
    assert "退" in "".join(texts.of_cases(cases).values())
    for most in (60, 20):
        found = searching.recall(["退款", "希望", "绝无此词"], 12, most)
        assert found["wrong"] == []
        assert found["hits"] == found["meant"] > 0
        assert (found["texts"], found["of"]) == (most, 60)
    assert len(searching.search(["退款"], 2)) == 2
    assert len(searching.alike(3)) == 3
    assert searching.alike_edited(3, 0.0) == 1
    assert 0 < searching.index_size()["tokens"] < searching.index_size()["whole"]
    assert (
        Complainant.objects.exclude(phone_index="").values("phone_index").distinct().count() == 58 + 1
    )  # of the two copied ones one


@pytest.mark.django_db
def test_drafts_are_sent_by_their_last_press(filled: int) -> None:
    for cookies, body in inside.drafts(2):
        statements, status = inside.count("/file/check/", cookies, body)
        assert (status, statements >= 5) == (302, True)
    assert Case.objects.filter(stage="received").count() > 0 < filled


@pytest.mark.django_db
def test_the_floor_writes_one_row() -> None:
    inside._floor()
    answer = views.bare(RequestFactory().post("/bare/", {"text": "沃柑"}))
    inside.raw(2)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {views.TABLE}")  # noqa: S608
        assert (answer.status_code, cursor.fetchone()[0]) == (302, 3)
    assert views.hello(RequestFactory().get("/")).content == b"hello"


@pytest.mark.django_db
def test_one_slow_page_is_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    assert slow.look(Client(), "/track/", 1, 5) == 0
    assert "/track/: status 200" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_warning_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    edition = inside.subscribed(5)
    assert inside.publish(edition)["spent"] > 0
    assert Delivery.objects.filter(edition=edition).count() == 5
