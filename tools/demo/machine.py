"""The machine as the player meets it: its clock stands still, and its chance is drawn from a seed.

Keys, codes, salts and ids come out the same each time, so that the year twice played is the same text. Nothing of
this is secret: the demo's rows and keys are published.
"""

import os
import random
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, time, tzinfo
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.utils import timezone

from demo import shape
from huaihai.kit import clock, ids

BEFORE_ANY_OTHER = datetime(2025, 1, 1, tzinfo=UTC)  # so that what an installation makes later comes after it
A_TURN = 60_000_000_000  # nanoseconds that the ids of one turn have for themselves
AN_ID = 1_000_000


class _Chance(random.Random):
    """One source for everything; `at` is the moment that the next id tells."""

    at = 0


_chance = _Chance(shape.SEED)


def turn(number: int) -> None:
    """From here on chance depends on this number alone: what came before changes nothing that comes after."""
    _chance.seed(f"{shape.SEED}:turn:{number}")
    _chance.at = int(BEFORE_ANY_OTHER.timestamp()) * 1_000_000_000 + number * A_TURN


@contextmanager
def standing() -> Iterator[None]:
    """Within this the process asks no clock and no chance but ours."""
    turn(0)
    with ExitStack() as held:
        for module, name, ours in (
            (secrets, "randbelow", _chance.randrange),
            (secrets, "randbits", _chance.getrandbits),
            (secrets, "choice", _choice),
            (secrets, "token_bytes", _bytes),
            (os, "urandom", _bytes),
            (ids, "time", SimpleNamespace(time_ns=_next_moment)),
            (clock, "datetime", _Moment),
            (timezone, "datetime", _Moment),
        ):
            held.enter_context(patch.object(module, name, ours))
        yield


class _Moment(datetime):
    """The first minute of the demo's day."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.combine(settings.DEMO_DAY, time(0, 1), clock.ZONE).astimezone(tz or clock.ZONE)


def _choice(seq: Sequence[Any]) -> Any:
    return _chance.choice(seq)


def _bytes(number: int | None = None) -> bytes:
    return _chance.randbytes(32 if number is None else number)


def _next_moment() -> int:
    _chance.at += AN_ID
    return _chance.at
