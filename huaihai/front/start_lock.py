"""One start at a time. It needs no model, so that a start that waits has loaded little."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

START_LOCK = 0x48756169686169  # "Huaihai": the name of our lock in PostgreSQL


@contextmanager
def alone(wait: Callable[[], None]) -> Iterator[None]:
    """One start at a time on one database: the next calls `wait`, waits, and then finds everything done."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"]).with_suffix(".start")
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not _locked(descriptor):
                wait()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)  # which gives the lock up, as the death of the process does
        return
    own = connection.copy()  # not the one that works: a lock ends with its connection
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [START_LOCK])
            if not cursor.fetchone()[0]:
                wait()
                cursor.execute("SELECT pg_advisory_lock(%s)", [START_LOCK])
        yield
        with own.cursor() as cursor:  # closed, it goes back to the pool with the lock
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        own.close()


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
