"""One thread works, a few if one is long at it; what a visitor sends is read by the one that waits for visitors."""

import threading
import time
from collections.abc import Callable
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


@pytest.mark.parametrize("error", [LookupError, TimeoutError])
def test_error_comes_back(error: type[Exception]) -> None:
    def fails(_environ: dict[str, Any], _start: Any) -> None:
        raise error("gone")

    with pytest.raises(error, match="gone"):
        FewThreads()(fails, _environ(), None)


def _most_at_once(few: FewThreads, meanwhile: Callable[[], object], *, visitors: int = 8) -> int:
    at_once, most, lock = 0, 0, threading.Lock()

    def work(_environ: dict[str, Any], _start: Any) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        meanwhile()
        with lock:
            at_once -= 1

    with ThreadPoolExecutor(visitors) as asking:
        list(asking.map(lambda _one: few(work, _environ(), None), range(visitors)))
    return most


def test_one_after_the_other() -> None:
    assert _most_at_once(FewThreads(3, long=120), lambda: time.sleep(0.01)) == 1


def test_what_is_long_holds_up_nobody_else() -> None:
    """Each of these waits until the other has begun."""
    both_in = threading.Barrier(2)
    assert _most_at_once(FewThreads(2, long=0.01), lambda: both_in.wait(timeout=120), visitors=2) == 2
