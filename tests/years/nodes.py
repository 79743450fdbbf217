"""Two nodes in one process, each a thread with a connection of its own. One works at a time; where a node is between
two transactions the other may do a step, and at any write or commit a node may die, or its database be away."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import local
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from huaihai.kit import brakes, versions
from huaihai.record import worker
from tests.crash.hook import WRITES
from tests.years import machine

AWAY = "the database is away"
EXPECTED = re.compile(r"the clock shows|files have no row in this database")  # what it is to say


class Killed(BaseException):
    """The process ends here; no `except Exception` hears of it."""


@dataclass
class Plan:
    """What becomes of a piece of work: at which step (0: at none) it is killed or finds no database, and in which gap
    another node does a step."""

    killed_at: int = 0
    away_at: int = 0
    gap_at: int = 0
    between: Callable[[], None] = lambda: None
    steps: int = 0
    gaps: int = 0
    was_hurt: bool = False


class _Here(local):
    plan: Plan | None = None


_here = _Here()


class Node:
    """A process of the installation."""

    def __init__(self) -> None:
        self.is_off_by = timedelta()
        self.is_at_work = False
        self.deaths = 0
        self._thread = ThreadPoolExecutor(1)

    def do[T](self, work: Callable[[], T], plan: Plan | None = None) -> T:
        """Let it work; whoever asks waits. Raises Killed, and then the node has begun anew."""
        try:
            return self._thread.submit(self._work, work, plan or Plan()).result()
        except Killed:
            self.deaths += 1
            self.end()
            self._thread = ThreadPoolExecutor(1)
            brakes.forget()
            raise

    def end(self) -> None:
        """Its thread and its connection go."""
        self._thread.submit(connections.close_all).result()
        self._thread.shutdown()

    def _work[T](self, work: Callable[[], T], plan: Plan) -> T:
        machine.here.is_off_by, _here.plan, self.is_at_work = self.is_off_by, plan, True
        versions.forget()
        try:
            return work()
        finally:
            _here.plan, self.is_at_work = None, False


def under_way() -> Plan | None:
    """What becomes of the piece of work that this thread does."""
    return _here.plan


def reached() -> None:
    """A write or a commit is about to be done, or is done."""
    plan = _here.plan
    if plan is None:
        return
    plan.steps += 1
    if plan.steps == plan.killed_at:
        plan.was_hurt = True
        raise Killed
    if plan.steps == plan.away_at:
        plan.was_hurt = True
        raise OperationalError(AWAY)


def gap() -> None:
    """This node holds nothing: another one may be quicker."""
    plan = _here.plan
    if plan is None:
        return
    plan.gaps += 1
    if plan.gaps == plan.gap_at:
        plan.between()


def install() -> None:
    """Put the hook around what a step is. The product knows nothing of it."""
    connection_created.connect(_watch, weak=False)
    commit, owner = BaseDatabaseWrapper._commit, type(connections["default"])  # type: ignore[attr-defined]
    set_autocommit = owner.set_autocommit

    def watched_commit(self: Any) -> None:
        reached()
        commit(self)
        if (
            _here.plan is not None and _here.plan.steps + 1 != _here.plan.away_at
        ):  # done is done, and answered
            reached()

    def watched_begin(self: Any, autocommit: bool, *args: Any, **more: Any) -> None:
        if not autocommit:
            gap()
        set_autocommit(self, autocommit, *args, **more)

    BaseDatabaseWrapper._commit = watched_commit  # type: ignore[attr-defined]
    owner.set_autocommit = watched_begin  # type: ignore[method-assign]


def _watch(connection: Any, **_more: object) -> None:
    if _statement not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _statement)


def _statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if _here.plan is not None and WRITES.search(sql):
        if not connection.in_atomic_block:
            gap()
        reached()
    return execute(sql, params, many, context)


class Errors(logging.Handler):
    """What the log calls an error, while nothing was hurt: a fault."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not EXPECTED.search(record.getMessage()):
            self.found.append(f"{record.getMessage()} {self.format(record) if record.exc_info else ''}")


def forget() -> None:
    """What the process remembers of another year."""
    for name in settings.CACHES:
        caches[name].clear()
    brakes.forget()
    versions.forget()
    worker._Brake.found_at = worker._Brake.doubt = None
