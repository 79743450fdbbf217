"""Counted trials: each passes or fails, and the next one follows."""
# ruff: noqa: T201 # it takes minutes, and says how far it is

import time
import traceback
from collections.abc import Callable


class Trials:
    """What `seed` begins with can be done again."""

    def __init__(self, seed: int, only: str = "") -> None:
        self.seed, self._only = seed, only
        self.passed = self.failed = 0

    def run(self, name: str, trial: Callable[[], object]) -> None:
        if self._only and not name.startswith(self._only):
            return
        began = time.monotonic()
        try:
            told = trial()
        except Exception:  # noqa: BLE001 # it is told, and the next trial follows
            self.failed += 1
            print(f"FAILED {name} (seed {self.seed})\n{traceback.format_exc()}", flush=True)
            return
        self.passed += 1
        print(f"{name}: {told or 'as it should be'} ({time.monotonic() - began:.1f} s)", flush=True)
