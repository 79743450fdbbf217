"""Several people at the same moment: what each is answered."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def each_at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of them in threads that start together: what each gives, or the exception that it raises."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        ready.wait(timeout=120)
        try:
            return act()
        except Exception as error:  # noqa: BLE001 -- a thread's failure would be lost
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def at_once(*acts: Callable[[], object]) -> list[str]:
    """ "won" for each, or what the loser was told; in order of the alphabet."""
    return sorted(type(one).__name__ if isinstance(one, Exception) else "won" for one in each_at_once(*acts))
