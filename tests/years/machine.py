"""The machine of a year: its clock goes only when it is moved, its chance comes from the seed, and each node of it
may have a clock of its own that is wrong."""

import os
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from operator import attrgetter
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import numpy.random  # noqa: F401 # it draws as it is read for the first time: before a year does
from django.utils import timezone

from huaihai.insight import apart
from huaihai.kit import clock, ids
from huaihai.record import outbox
from tests import computed

AN_ID = 1_000_000  # nanoseconds between two of them: those of one process rise
BILLION = 1_000_000_000


class Machine:
    """What all nodes share: the true time, and chance."""

    def __init__(self, seed: str, begins: datetime) -> None:
        self.chance = random.Random(seed)
        self.nonces = random.Random(f"nonces of {seed}")  # what a statement draws that is compiled but once
        self._now = int(begins.timestamp()) * BILLION

    @property
    def at(self) -> datetime:
        """The true time."""
        return datetime.fromtimestamp(self._now // BILLION, UTC).astimezone(clock.ZONE)

    def move(self, by: timedelta) -> None:
        self._now += int(by.total_seconds()) * BILLION

    def until(self, moment: datetime) -> None:
        """Jump there; a moment that is past is not gone back to."""
        self._now = max(self._now, int(moment.timestamp()) * BILLION)

    def seen(self) -> int:
        """What the node that asks takes for the time. It stands still: how often is asked depends on what is
        remembered."""
        return self._now + int(here.is_off_by.total_seconds()) * BILLION

    def seconds(self) -> float:
        """The same in seconds."""
        return self.seen() / BILLION

    def next(self) -> int:
        """For an id."""
        self._now += AN_ID
        return self.seen()


class _Here(threading.local):
    """By how much the clock of the node is off whose thread this is."""

    is_off_by = timedelta()


here = _Here()
_machine = Machine("before the first year", datetime(2026, 1, 1, tzinfo=UTC))


def use(machine: Machine) -> None:
    """From here on this is the machine."""
    globals()["_machine"] = machine


class _Moment(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        seen = datetime.fromtimestamp(_machine.seen() / BILLION, UTC)
        return seen.astimezone(tz) if tz else seen.astimezone(clock.ZONE).replace(tzinfo=None)


def _asked(method: str) -> Callable[..., Any]:
    """This method of whichever machine is in use."""

    def ask(*given: Any) -> Any:
        return attrgetter(method)(_machine)(*given)

    return ask


def _bytes(number: int | None = None) -> bytes:
    return _machine.chance.randbytes(32 if number is None else number)


@contextmanager
def standing() -> Iterator[None]:
    """Within this the process asks no clock and no chance but ours, and no other process to compute."""
    ours: tuple[tuple[Any, str, Any], ...] = (
        (secrets, "randbelow", _asked("chance.randrange")),
        (secrets, "randbits", _asked("chance.getrandbits")),
        (secrets, "choice", _asked("chance.choice")),
        (secrets, "token_bytes", _bytes),
        (os, "urandom", _asked("nonces.randbytes")),
        (time, "time", _asked("seconds")),
        (time, "time_ns", _asked("seen")),
        (ids, "time", SimpleNamespace(time_ns=_asked("next"))),
        (outbox, "time", SimpleNamespace(monotonic=_asked("seconds"))),
        (clock, "datetime", _Moment),
        (timezone, "datetime", _Moment),
        (apart, "run", computed.here),
    )
    with ExitStack() as held:
        for module, name, instead in ours:
            held.enter_context(patch.object(module, name, instead))
        yield
