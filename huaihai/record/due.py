"""What has fallen due: one idempotent run over all rooms, with a brake against implausibly many acts."""

import logging
import traceback
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from itertools import islice

from huaihai.reactions import DUE
from huaihai.record import outbox

log = logging.getLogger(__name__)
Act = Callable[[], None]


class Braked(RuntimeError):
    """More has fallen due than is plausible; nothing was done. Somebody must look and release the brake."""


class SomeFailed(RuntimeError):
    """The run went to its end, but not everything could be done. The log tells where; the next run tries again."""

    def __init__(self, *, acts: int, failed: int) -> None:
        super().__init__(f"{failed} of {acts} acts failed; the others were done")
        self.acts, self.failed = acts, failed


@dataclass(frozen=True)
class Done:
    """How many acts a run did."""

    acts: int


def fall_due(*, at: datetime, brake: int | None, without: Collection[str] = ()) -> Done:
    """Ask each room what has fallen due by `at` and do it. `brake` is the most a run may do (None: no brake);
    `without` names entries of `DUE` that are left to a later run.

    Raises Braked before doing anything. One act that fails stops no other, nor does a room that cannot tell what
    has fallen due: SomeFailed comes at the end.
    """
    acts = _all(at, without)
    held = list(acts if brake is None else islice(acts, brake + 1))
    if brake is not None and len(held) > brake:
        raise Braked(f"more than {brake} acts have fallen due")
    with outbox.by_itself():
        failed = sum(not _is_done(act) for act in held)
    if failed:
        raise SomeFailed(acts=len(held), failed=failed)
    return Done(len(held))


def _all(at: datetime, without: Collection[str] = ()) -> Iterator[Act]:
    for name in (one for one in DUE if one not in without):
        module, _, function = name.rpartition(".")
        yield from _asked(getattr(import_module(module), function), at)


def _asked(room: Callable[[datetime], Iterator[Act]], at: datetime) -> Iterator[Act]:
    """What a room yields; if it breaks off, the last act is to fail in its stead, so that it is counted."""
    try:
        yield from room(at)
    except Exception as error:  # noqa: BLE001 # the other rooms' acts are still due
        yield _failing(error)


def _failing(error: Exception) -> Act:
    def fail() -> None:
        raise error

    return fail


def _is_done(act: Act) -> bool:
    try:
        act()
    except Exception as error:  # noqa: BLE001 # whatever it is, the other acts are still due
        where = traceback.extract_tb(error.__traceback__)[-1]
        # Neither the message nor the arguments: they may hold what a person wrote.
        what = getattr(error, "for_the_log", "") or type(error).__name__
        log.error("what fell due failed: %s in %s:%s", what, where.filename, where.lineno)
        return False
    return True
