"""One at a time, of all processes on one database. It needs no model, so that a start that waits has loaded little.

On PostgreSQL a lock of a transaction on a connection of its own: it ends with that, whatever happens, and holds behind
a PgBouncer that shares connections by transaction. On SQLite a lock on a file beside the database.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import Error, connection


@contextmanager
def alone(name: str, wait: Callable[[], None]) -> Iterator[None]:
    """Whoever comes while another is inside calls `wait`, and waits."""
    if connection.vendor == "sqlite":
        with _file(name) as descriptor:
            if not _locked(descriptor):
                wait()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        return
    with _transaction() as ask:
        if not ask("SELECT pg_try_advisory_xact_lock(%s)", name):
            wait()
            ask("SELECT pg_advisory_xact_lock(%s)", name)
        yield


@contextmanager
def tried(name: str) -> Iterator[bool]:
    """Whether nobody else is inside; then nobody comes in meanwhile."""
    if connection.vendor == "sqlite":
        with _file(name) as descriptor:
            yield _locked(descriptor)
        return
    with _transaction() as ask:
        yield bool(ask("SELECT pg_try_advisory_xact_lock(%s)", name))


@contextmanager
def _transaction() -> Iterator[Callable[[str, str], object]]:
    own = connection.copy()  # not the one that works
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:

            def ask(question: str, name: str) -> object:
                cursor.execute(question, [_number(name)])
                return cursor.fetchone()[0]

            yield ask
    finally:
        with suppress(Error):  # of a connection that is gone, and the lock with it
            own.rollback()
        own.close()


def _number(name: str) -> int:
    digest = hashlib.sha256(f"huaihai {name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


@contextmanager
def _file(name: str) -> Iterator[int]:
    file = Path(connection.settings_dict["NAME"]).with_suffix(f".{name}")
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)  # which gives the lock up, as the death of the process does


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
