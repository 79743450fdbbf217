"""People who file complaints with a photo through the proxy, one after the other, and send again until they are
answered; and messages that are to leave meanwhile."""

import threading
import time
from collections.abc import Callable
from typing import Any, Final, Self
from uuid import uuid4

FILERS: Final = 3
REST: Final = 0.6  # seconds between two complaints of one person
ENDS_WITHIN: Final = 200.0


class Load:
    """From `with` to its end."""

    def __init__(self, world: Any, port: int, *, messages: bool = False) -> None:
        self._world, self._port, self._has_messages = world, port, messages
        self._over, self._making, self._mark = threading.Event(), threading.Lock(), uuid4().hex[:8]
        self.faults: list[str] = []
        self._before, self._queued = len(world.done.numbers), 0
        work = [self._file] * FILERS + [self._queue] * messages
        self._threads = [threading.Thread(target=self._run, args=(one,), daemon=True) for one in work]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: object, *_more: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(ENDS_WITHIN)
        alive = sum(thread.is_alive() for thread in self._threads)
        if kind is None and (self.faults or alive):
            raise AssertionError(f"{alive} still wait; {self.faults}")

    @property
    def acknowledged(self) -> int:
        """Complaints whose number somebody has seen."""
        return len(self._world.done.numbers) - self._before

    def more(self, number: int, seconds: float = 60.0) -> None:
        """Until so many more are acknowledged. Raises AssertionError if they are not in time."""
        so_far = self.acknowledged
        until(lambda: self.faults or self.acknowledged >= so_far + number, seconds)
        if self.faults:
            raise AssertionError(self.faults)

    def _file(self) -> None:
        task = again(self._task)
        task.browser.port = self._port
        task.do(task.browser)

    def _task(self) -> Any:
        with self._making:
            return self._world.task("intake")

    def _queue(self) -> None:
        """An outcome that nobody knows is asked for again under the same key."""
        from huaihai.kit import clock
        from huaihai.record import outbox

        key = f"ha:{self._mark}:{self._queued}"
        again(
            lambda: outbox.queue(
                effect_key=key,
                subject=f"ha:{self._mark}",
                channel="email",
                address=f"{self._queued}@example.com",
                text="one of many",
                at=clock.now(),
            )
        )
        self._queued += 1

    def _run(self, work: Callable[[], None]) -> None:
        from django.db import connection

        try:
            while not self._over.is_set():
                work()
                self._over.wait(REST)
        except Exception as error:  # noqa: BLE001 # the trial tells it
            self.faults.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()


def again[T](work: Callable[[], T], seconds: float = 90.0) -> T:
    """What this process itself asks of the database, which may be away."""
    from django.db import InterfaceError, InternalError, OperationalError, connection

    end = time.monotonic() + seconds
    while True:
        try:
            return work()
        except (OperationalError, InterfaceError, InternalError):
            connection.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def until(is_so: Callable[[], object], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError("it does not go on")
        time.sleep(0.1)
