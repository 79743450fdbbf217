"""Doing one subject once, and undoing it: how long it took, or how many queries it was."""

import gc
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.filling import World
from benchmarks.subjects import BY_NAME, Act, Subject
from huaihai.kit.computed import cache


def seconds(world: World, name: str) -> float:
    """How long it took: processor time on SQLite, which works in this process; on PostgreSQL the wall's."""
    timer: Callable[[], float] = time.process_time if connection.vendor == "sqlite" else time.perf_counter

    def timed(act: Act) -> float:
        gc.collect()
        began = timer()
        act()
        return timer() - began

    return _once(world, BY_NAME[name], timed)


def queries(world: World, name: str) -> int:
    """How many queries it was."""

    def counted(act: Act) -> int:
        with CaptureQueriesContext(connection) as caught:
            act()
        return len(caught)

    return _once(world, BY_NAME[name], counted)


def leave() -> None:
    """Close the database."""
    connection.close()


def _once[T](world: World, subject: Subject, observe: Callable[[Act], T]) -> T:
    """Inside a transaction that is rolled back. Raises RuntimeError if the answer is not the one expected."""
    with transaction.atomic():
        cache.clear()  # the first to ask pays
        act = subject.prepare(world)
        answers = []
        found = observe(lambda: answers.append(act()))
        transaction.set_rollback(True)
    for answer in answers:
        if answer.status_code != subject.status or subject.holds not in answer.content.decode():
            raise RuntimeError(
                f"{subject.name}: answered {answer.status_code}, or not with {subject.holds!r}"
            )
    return found
