"""A cache in memory that forgets nothing before its time: tries that are counted, codes that were used.

When it is full of what still counts, it takes nothing new in: whoever floods it frees nobody.
"""

import pickle
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache

SWEEP_EVERY_SECONDS = 1.0


class KeptCache(LocMemCache):
    """`add` says False also if there is no room; `set` then keeps nothing."""

    # Django's own, which its stubs leave out.
    _cache: OrderedDict[str, bytes]
    _max_entries: int
    _lock: Lock
    _has_expired: Callable[[str], bool]
    _delete: Callable[[str], bool]

    _swept_at = 0.0

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        key = self.make_and_validate_key(key, version=version)
        pickled = pickle.dumps(value, self.pickle_protocol)
        with self._lock:
            if not self._has_expired(key):
                return False
            self._set(key, pickled, timeout)
            return key in self._cache

    def _set(self, key: str, value: bytes, timeout: Any = DEFAULT_TIMEOUT) -> None:
        if key in self._cache or self._has_room():
            super()._set(key, value, timeout)  # type: ignore[misc]  # likewise

    def _has_room(self) -> bool:
        if len(self._cache) >= self._max_entries and time.monotonic() - self._swept_at > SWEEP_EVERY_SECONDS:
            self._swept_at = time.monotonic()
            for ended in [key for key in self._cache if self._has_expired(key)]:
                self._delete(ended)
        return len(self._cache) < self._max_entries

    def _cull(self) -> None:
        """Nothing goes early."""
