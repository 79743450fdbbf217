"""`huaihai` with a hook that knows the steps of a request and dies at one: `python -m tests.crash.hook serve …`.

The product knows nothing of it. A step is each statement that writes, each commit (before and after), each file that
comes into its place, each message that is handed over, and the answer. `CRASH_LIST` names a file to which each step is
written as it is reached; `CRASH_AT` names one in which the step stands at which the process ends by SIGKILL.
"""

import os
import re
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

AT, LIST = "CRASH_AT", "CRASH_LIST"
PATHS: Final = {  # what is watched: its name, by method and address
    "photo": re.compile(r"POST /file/photo/"),
    "intake": re.compile(r"POST /file/check/"),
    "receipt": re.compile(r"GET /file/receipt/"),
    "hand-over": re.compile(r"POST /desk/cases/[0-9a-f-]+/forward/"),
    "payout": re.compile(r"POST /business/fund-claims/[0-9a-f-]+/payment/"),
    "publication": re.compile(r"POST /office/publications/.*signature/"),
}
WRITES = re.compile(r'\b(INSERT|UPDATE|DELETE)(?: OR \w+)?(?: INTO| FROM)? "(\w+)"')


class _Here(threading.local):
    """What this thread is about, and how often it has been at each step of it."""

    path = ""

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()


_here = _Here()


def reached(what: str) -> None:
    """This thread is about to do it, if it is about something that is watched."""
    if not _here.path:
        return
    _here.times[what] += 1
    step = f"{_here.path}: {what}" + (f" ({_here.times[what]})" if _here.times[what] > 1 else "")
    if listed := os.environ.get(LIST):
        with Path(listed).open("a", encoding="utf-8") as file:
            file.write(f"{step}\n")
    if step == _deadly():
        os.kill(os.getpid(), signal.SIGKILL)


def _deadly() -> str:
    armed = Path(os.environ[AT]) if AT in os.environ else None
    return armed.read_text(encoding="utf-8") if armed and armed.exists() else ""


@contextmanager
def about(path: str) -> Any:
    _here.path, _here.times = path, Counter()
    try:
        yield
    finally:
        _here.path = ""


def send(*, address: str, title: str, text: str, effect_key: str, **more: Any) -> None:
    """The provider of messages: a line for each that it takes, on the disk whatever becomes of the caller."""
    handle = os.open(os.environ["CRASH_PROVIDER"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(handle, f"{effect_key}\n".encode())
    finally:
        os.close(handle)
    reached("handed over")


def install() -> None:
    """Put the hook around what a step is."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.signals import connection_created

    from huaihai.education.sending import verbs as sending
    from huaihai.front import few_threads, serving
    from huaihai.kit.filestore import sealed
    from huaihai.record import outbox

    connection_created.connect(_watch, weak=False)
    _around(BaseDatabaseWrapper, "_commit", "commit", "committed")
    _around(sealed, "keep_derivative", "file", "file kept")
    _around(sealed, "keep_original", "file", "file kept")
    _around(outbox, "_send", "claimed", "noted", path="message")
    _around(sending, "_send", "claimed", "noted", path="letter")
    sys.addaudithook(_seen)
    _go_along(few_threads.FewThreads)
    load = serving.load

    def loaded(role: str = "all", *, has_pages: bool = True) -> Callable[..., Iterable[bytes]]:
        return _watched(load(role, has_pages=has_pages))

    serving.load = loaded


def _watch(connection: Any, **_more: object) -> None:
    if _statement not in connection.execute_wrappers:  # one is made anew on the same wrapper, from a pool
        connection.execute_wrappers.insert(0, _statement)


def _statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if _here.path and (written := WRITES.findall(sql)):  # several, where they go together
        reached(", ".join(map(" ".join, written)))
    return execute(sql, params, many, context)


def _seen(event: str, arguments: tuple[Any, ...]) -> None:
    """A file is about to come into its place."""
    if event == "os.rename" and _here.path and "/files/" in str(arguments[1]):
        reached("rename")


def _around(owner: Any, name: str, before: str, after: str, *, path: str = "") -> None:
    work = getattr(owner, name)

    def watched(*args: Any, **more: Any) -> Any:
        if path:
            with about(path):
                return stepped(*args, **more)
        return stepped(*args, **more)

    def stepped(*args: Any, **more: Any) -> Any:
        reached(before)
        result = work(*args, **more)
        reached(after)
        return result

    setattr(owner, name, watched)


def _go_along(threads: Any) -> None:
    """Over SQLite another thread works on the request: what this one is about goes along."""
    call = threads.__call__

    def passed(self: Any, work: Callable[..., Any], environ: Any, start: Any) -> Any:
        about_it = _here.path, _here.times

        def carried(environ: Any, start: Any) -> Any:
            own = _here.path, _here.times
            _here.path, _here.times = about_it
            try:
                return work(environ, start)
            finally:
                _here.path, _here.times = own

        return call(self, carried, environ, start)

    threads.__call__ = passed


def _watched(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        path = next((name for name, pattern in PATHS.items() if pattern.match(asked)), "")
        with about(path):
            found = application(environ, start)
            reached("answered")
            return found

    return answer


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
    import django

    django.setup()
    install()
    from huaihai import cli

    return cli.main(sys.argv[1:])


if __name__ == "__main__":  # once, under the name by which the sender of messages is found
    sys.exit(import_module("tests.crash.hook").main())
