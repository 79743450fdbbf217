"""The background of the server: whatever takes long keeps nothing else waiting."""

import math
import threading
import time
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from huaihai import reactions
from huaihai.kit import outages
from huaihai.record import due, worker
from huaihai.record.worker import Job

# The threads of these tests end by SystemExit; each test waits for its own, or the next one would be told of it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
SOON = 120.0  # seconds, at most


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is being answered, whatever ran before."""
    monkeypatch.setattr(worker.counted, "since_last", lambda: math.inf)


def end(thread: threading.Thread) -> None:
    thread.join(SOON)
    assert not thread.is_alive()


def test_a_nights_long_work_keeps_no_message_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    night_is_over, night_has_begun, sent = threading.Event(), threading.Event(), threading.Event()

    def night() -> None:
        night_has_begun.set()
        night_is_over.wait(SOON)

    def send() -> None:
        if night_has_begun.is_set():
            sent.set()
            raise SystemExit  # ends the thread

    apart = Job("night", 0.01, night, waits=lambda: True, first=0.0)
    thread = worker.start([apart, Job("messages", 0.01, send, first=0.0)])
    assert sent.wait(SOON)
    assert not night_is_over.is_set()
    night_is_over.set()
    end(thread)


def test_what_speaks_with_the_outside_or_takes_long_has_threads_of_its_own() -> None:
    apart = {job.name for job in worker.JOBS if job.waits is not None}
    assert {"messages", "webhooks", "due", "keeping"} <= apart
    assert {send for _is_due, send in reactions.SENDING} <= apart
    assert "log" not in apart  # no chance: names of jobs
    assert len({job.name for job in worker.JOBS}) == len(worker.JOBS)


@pytest.mark.django_db
def test_without_anything_to_do_no_round_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(threading.Thread, "start", lambda _thread: pytest.fail("a round began"))
    asked = [job for job in worker.JOBS if job.name not in {"due", "keeping"}]
    for job in asked:
        turn = worker._Turn(job, threading.Event())
        turn.take()
        assert turn.at - time.monotonic() > worker.SEND_EVERY_SECONDS / 2, job.name
    assert len(asked) > 5


def test_who_is_not_done_comes_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    left, done = [3, 2, 1, 0], threading.Event()

    def some() -> int:
        found = left.pop(0)
        if not left:
            done.set()
        return found

    def end_when_done() -> None:
        if done.is_set():
            raise SystemExit

    began = time.monotonic()
    thread = worker.start(
        [
            Job("apart", 600.0, some, waits=lambda: True, first=0.0),
            Job("last", 0.2, end_when_done, first=0.0),
        ]
    )
    assert done.wait(SOON)
    end(thread)
    assert time.monotonic() - began < SOON
    assert left == []


def test_rounds_that_begin_soon_after_each_other_begin_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    seconds, begun = [0.0], list[tuple[str, float]]()

    class Waking(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            seconds[0] += timeout or 0.0
            if seconds[0] > 14:
                raise SystemExit
            return False

    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    monkeypatch.setattr(worker, "threading", SimpleNamespace(Event=Waking))
    first = {"log": 5.0, "index": 5.4, "messages": 5.9, "due": 8.0}
    jobs = [
        Job(name, 5.0, partial(lambda name: begun.append((name, seconds[0])), name), first=at)
        for name, at in first.items()
    ]
    with pytest.raises(SystemExit):
        worker._go_round(jobs)
    together = ("log", "index", "messages")
    assert begun[:4] == [*((name, 5.0) for name in together), ("due", 8.0)]
    assert begun[4:] == [*((name, 10.0) for name in together), ("due", 13.0)]


def test_who_is_answered_comes_first_for_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    seconds, left, did = [0.0], [2, 1, 0, 0, 0], list[float]()
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    pause = range(17, 19)  # seconds in which nobody is answered
    monkeypatch.setattr(worker.counted, "since_last", lambda: 1.0 if int(seconds[0]) in pause else 0.05)

    def some() -> int:
        did.append(round(seconds[0], 2))
        return left.pop(0)

    turn = worker._Turn(Job("index", 5.0, some), threading.Event())
    while seconds[0] < 25:
        seconds[0] = turn.at
        turn.take()
    assert did[:3] == [10.0, 10.02, 10.04]  # once begun, to its end
    assert 17.0 <= did[3] < 17.25  # due since 15.04
    assert len(did) == 4


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

    thread = worker.start([Job("failing", 0.01, fail, first=0.0)])
    assert again.wait(SOON)
    end(thread)


def test_a_days_work_that_fails_is_tried_again_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: 1_000.0))
    turn = worker._Turn(Job("daily", 86_400.0, lambda: 1 // 0), threading.Event())
    turn.take()
    assert turn.at == 1_600.0


def test_without_a_database_rounds_come_less_often_and_take_a_line_each(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: 0.0))
    pauses: list[float] = []

    def ask() -> None:
        if len(pauses) < 6:
            raise OperationalError("connection to server at 10.0.0.1 failed: password=secret")

    turn = worker._Turn(Job("asking", 5.0, ask), threading.Event())
    for _ in range(8):
        pauses.append(turn.at)
        turn.take()
    assert pauses == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0, 5.0, 5.0]

    shown = outages.SaysItInOneLine()
    assert all(shown.filter(record) for record in caplog.records)
    assert {record.getMessage() for record in caplog.records} == {
        "background work failed (the database does not answer: OperationalError)"
    }
    assert not any(record.exc_info for record in caplog.records)
