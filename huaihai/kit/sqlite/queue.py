"""One writer at a time on one database file: among the threads of a process, and among processes.

SQLite alone lets the loser of a race sleep and retry, in no order, until its time is up. Here writers wait
their turn before they begin.
"""

import fcntl
import os
import threading
import time
from pathlib import Path

PAUSE_BETWEEN_TRIES = 0.005  # seconds


class Turn:
    """The right to write to one database file. Not re-entrant: SQLite has no nested transactions either."""

    def __init__(self, database: Path) -> None:
        self.lock_file = database.with_name(database.name + ".lock")
        self._threads = threading.Lock()
        self._descriptor: int | None = None

    def take(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds; false if others wrote for longer than that."""
        ends = time.monotonic() + timeout
        if not self._threads.acquire(timeout=timeout):
            return False
        try:
            taken = self._take_file(ends)
        except BaseException:
            self._threads.release()
            raise
        if not taken:
            self._threads.release()
        return taken

    def give_back(self) -> None:
        """Let the next writer begin. Only for who has taken the turn."""
        if self._descriptor is not None:
            os.close(self._descriptor)  # closing gives up the lock of the file
            self._descriptor = None
        self._threads.release()

    def _take_file(self, ends: float) -> bool:
        descriptor = os.open(self.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= ends:
                    os.close(descriptor)
                    return False
                time.sleep(PAUSE_BETWEEN_TRIES)
            else:
                self._descriptor = descriptor
                return True


_turns: dict[Path, Turn] = {}


def turn_of(database: Path) -> Turn:
    """The one turn of this file in this process."""
    path = database.absolute()
    return _turns.setdefault(path, Turn(path))  # in one step: two threads get the same


# A fork copies locks in the state they were in; the child holds none of them.
os.register_at_fork(after_in_child=_turns.clear)
