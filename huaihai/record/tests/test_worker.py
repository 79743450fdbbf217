"""The background of the server: whatever takes long keeps nothing else waiting."""

import threading

import pytest

from huaihai.record import worker

# The threads of these tests end by SystemExit.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
SOON = 10.0  # seconds, at most


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

    worker.start([("night", 0.01, night), ("messages", 0.01, send)])
    assert sent.wait(SOON)
    assert not night_is_over.is_set()
    night_is_over.set()


def test_what_falls_due_has_a_thread_of_its_own() -> None:
    names = [name for name, _seconds, _once in worker.WORK]
    assert names == ["huaihai-worker", "huaihai-due", "huaihai-webhooks", "huaihai-mass"]


def test_a_round_that_fails_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    rounds, again = [0], threading.Event()

    def fail() -> None:
        rounds[0] += 1
        if rounds[0] == 1:
            raise ValueError("not now")
        again.set()
        raise SystemExit

    worker.start([("failing", 0.01, fail)])
    assert again.wait(SOON)
