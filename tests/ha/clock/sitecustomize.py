"""A process of the program whose clock is out by as many seconds as stand in the file that HA_CLOCK names.

Python looks for this module at its start, where its folder stands in PYTHONPATH. libfaketime does the same below
PostgreSQL, but its wrappers of the locks that threads of Python wait at lose wakes.
"""

import os
import sys
import time
from datetime import timedelta
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

AGAIN = 1.0  # seconds after which the file is read again
PATCHED = ("huaihai.kit.clock", "django.utils.timezone")
_right, _held = time.time, [0.0, 0.0]  # how far the clock is out, and when that was read


def out_by() -> float:
    """Seconds, ahead if positive."""
    if time.monotonic() - _held[1] > AGAIN:
        with open(os.environ["HA_CLOCK"], encoding="ascii") as file:  # noqa: PTH123 # before anything is there
            _held[:] = float(file.read()), time.monotonic()
    return _held[0]


class _Patches(MetaPathFinder):
    """The modules that say what time it is say it wrong."""

    def find_spec(self, fullname: str, _path: Any = None, _target: Any = None) -> ModuleSpec | None:
        if fullname not in PATCHED:
            return None
        sys.meta_path.remove(self)
        try:
            spec = find_spec(fullname)
        finally:
            sys.meta_path.insert(0, self)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    def __init__(self, real: Loader) -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._real.exec_module(module)
        right = module.now
        vars(module)["now"] = lambda: right() + timedelta(seconds=out_by())


if "HA_CLOCK" in os.environ:
    time.time = lambda: _right() + out_by()
    sys.meta_path.insert(0, _Patches())
