"""The background of the server: whatever takes long keeps nothing else waiting."""

import threading
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from huaihai.kit import outages
from huaihai.record import due, worker

# The threads of these tests end by SystemExit; each test waits for its own, or the next one would be told of it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
SOON = 120.0  # seconds, at most


def end(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive()


def test_a_nights_long_work_keeps_no_message_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    night_is_over, night_has_begun, sent = threading.Event(), threading.Event(), threading.Event()

    def night() -> None:
        night_has_begun.set()
        night_is_over.wait(SOON)
        raise SystemExit  # ends the thread

    def send() -> None:
        if night_has_begun.is_set():
            sent.set()
            raise SystemExit

    threads = worker.start([("night", 0.01, night), ("messages", 0.01, send)])
    assert sent.wait(SOON)
    assert not night_is_over.is_set()
    night_is_over.set()
    end(threads)


def test_what_falls_due_has_a_thread_of_its_own() -> None:
    names = [name for name, _seconds, _once in worker.WORK]
    assert {"huaihai-worker", "huaihai-due", "huaihai-webhooks", "huaihai-mass", "huaihai-index"} <= set(
        names
    )
    assert len(names) == len(set(names))


def test_what_is_braked_is_looked_at_again_after_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds, looked = [1_000.0], list[float]()

    def fall_due(**_about: object) -> due.Done:
        looked.append(seconds[0])
        if len(looked) == 1:
            raise due.Braked
        return due.Done(0)

    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    monkeypatch.setattr(due, "fall_due", fall_due)
    monkeypatch.setattr(worker._Brake, "found_at", None)
    monkeypatch.setattr(worker.clock, "now", lambda: None)
    monkeypatch.setattr(worker.clock_doubt, "look", lambda _at: None)
    with pytest.raises(due.Braked):
        worker._fallen_due()
    for wait in (60, 539, 1, 60):
        seconds[0] += wait
        worker._fallen_due()
    assert looked == [1_000, 1_600, 1_660]


def test_a_round_that_fails_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    rounds, again = [0], threading.Event()

    def fail() -> None:
        rounds[0] += 1
        if rounds[0] == 1:
            raise ValueError("not now")
        again.set()
        raise SystemExit

    threads = worker.start([("failing", 0.01, fail)])
    assert again.wait(SOON)
    end(threads)


def test_without_a_database_rounds_come_less_often_and_take_a_line_each(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    pauses: list[float] = []

    def wait(_event: threading.Event, pause: float) -> bool:
        pauses.append(pause)
        return len(pauses) == 8

    def ask() -> None:
        if len(pauses) < 6:
            raise OperationalError("connection to server at 10.0.0.1 failed: password=secret")

    monkeypatch.setattr(threading.Event, "wait", wait)
    worker._rounds(5.0, ask)
    assert pauses == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0, 5.0, 5.0]

    shown = outages.SaysItInOneLine()
    assert all(shown.filter(record) for record in caplog.records)
    assert {record.getMessage() for record in caplog.records} == {
        "background work failed (the database does not answer: OperationalError)"
    }
    assert not any(record.exc_info for record in caplog.records)
