"""What has fallen due: one idempotent run over all rooms, with a brake against implausibly many acts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from itertools import islice

from huaihai.reactions import DUE

Act = Callable[[], None]


class Braked(RuntimeError):
    """More has fallen due than is plausible; nothing was done. Somebody must look and release the brake."""


@dataclass(frozen=True)
class Done:
    """How many acts a run did."""

    acts: int


def fall_due(*, at: datetime, brake: int | None) -> Done:
    """Ask each room what has fallen due by `at` and do it. `brake` is the most a run may do (None: no brake).

    Raises Braked before doing anything.
    """
    acts = _all(at)
    held = list(acts if brake is None else islice(acts, brake + 1))
    if brake is not None and len(held) > brake:
        raise Braked(f"more than {brake} acts have fallen due")
    for act in held:
        act()
    return Done(len(held))


def _all(at: datetime) -> Iterator[Act]:
    for name in DUE:
        module, _, function = name.rpartition(".")
        yield from getattr(import_module(module), function)(at)
