"""A few threads work; what a visitor sends is read by the one that waits for visitors."""

import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest

from huaihai.front.few_threads import MOST_BYTES, FewThreads


def _environ(body: bytes = b"", **more: str) -> dict[str, Any]:
    return {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)), **more}


def _name(_environ: dict[str, Any], _start: Any) -> str:
    return threading.current_thread().name


@pytest.mark.parametrize("length", [None, "", "0", "5"])
def test_passed_on(length: str | None) -> None:
    environ = _environ(b"words")
    environ["CONTENT_LENGTH"] = length
    assert FewThreads()(_name, environ, None).startswith("request")


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "a", "-1"])
def test_large_or_odd_stays_where_it_comes(length: str) -> None:
    environ = _environ() | {"CONTENT_LENGTH": length}
    assert FewThreads()(_name, environ, None) == threading.current_thread().name


def test_files_stay_where_they_come() -> None:
    environ = _environ(b"words", CONTENT_TYPE="multipart/form-data; boundary=x")
    assert FewThreads()(_name, environ, None) == threading.current_thread().name


def test_body_is_read_before() -> None:
    """By the thread that waits: nobody else waits for a slow visitor."""
    readers: list[str] = []

    class Slow(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            readers.append(threading.current_thread().name)
            return super().read(size)

    environ = _environ(b"words") | {"wsgi.input": Slow(b"words and more")}
    assert FewThreads()(lambda given, _start: given["wsgi.input"].read(), environ, None) == b"words"
    assert readers == [threading.current_thread().name]


def test_error_comes_back() -> None:
    def fails(_environ: dict[str, Any], _start: Any) -> None:
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        FewThreads()(fails, _environ(), None)


def test_no_more_at_once_than_there_are() -> None:
    at_once, most, lock = 0, 0, threading.Lock()
    both_in = threading.Barrier(2)

    def work(_environ: dict[str, Any], _start: Any) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        both_in.wait(timeout=120)
        with lock:
            at_once -= 1

    few = FewThreads(2)
    with ThreadPoolExecutor(8) as visitors:
        list(visitors.map(lambda _one: few(work, _environ(), None), range(8)))
    assert most == 2
