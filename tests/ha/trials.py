"""Counted trials: each passes or fails, and the next one follows."""
# ruff: noqa: T201 # it takes minutes, and says how far it is

import time
import traceback
from collections.abc import Callable


class Trials:
    """What `seed` begins with can be done again; `only`: names, with commas between."""

    def __init__(self, seed: int, only: str = "") -> None:
        self.seed, self._only = seed, tuple(filter(None, only.split(",")))
        self.passed = self.failed = 0

    def wants(self, name: str) -> bool:
        return not self._only or name.startswith(self._only)

    def run(self, name: str, trial: Callable[[], object], *, always: bool = False) -> None:
        if not always and not self.wants(name):
            return
        began = time.monotonic()
        try:
            result = trial()
        except Exception:  # noqa: BLE001 # it is told, and the next trial follows
            self.count(name, False)
            print(traceback.format_exc(), flush=True)
            return
        self.count(name, True)
        print(f"{name}: {result or 'as it should be'} ({time.monotonic() - began:.1f} s)", flush=True)

    def count(self, name: str, is_good: bool) -> None:
        """Of a trial that ran by itself."""
        if is_good:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {name} (seed {self.seed})", flush=True)
