"""How often something may be tried: by account, number, network or device. Nothing personal is held.

Counts stand in the database: all processes count together, a new start frees nobody, and what others do pushes nothing
out. Each process takes tries by the handful and remembers who is braked, so that whoever hammers writes little.
"""

import threading
import time
from dataclasses import dataclass

from django.db import connection

from huaihai.kit import sealing
from huaihai.kit.models import BrakeCount

HANDFULS = 20  # in which the tries of one key are taken
MOST_HELD = 20_000  # keys that a process remembers; one that is forgotten costs a statement
ASKED_AGAIN = 10.0  # seconds after which a process asks whether a key that is braked was freed by another
_COUNT = """
    INSERT INTO kit_brake_count (key, tries, ends_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET
        tries = CASE WHEN kit_brake_count.ends_at <= %s THEN 0 ELSE kit_brake_count.tries END + excluded.tries,
        ends_at = CASE WHEN kit_brake_count.ends_at <= %s THEN excluded.ends_at ELSE kit_brake_count.ends_at END
    RETURNING tries, ends_at
"""


@dataclass
class _Held:
    """What this process may still let through, and until when that counts."""

    left: int
    ends_at: float
    is_full: bool = False  # nothing comes after what is left

    def takes_one(self, now: float) -> bool:
        """Whether there is one more."""
        found = self.left > 0
        self.left -= found
        if self.is_full and not self.left:
            self.ends_at = min(self.ends_at, now + ASKED_AGAIN)
        return found


_held: dict[str, _Held] = {}
_lock = threading.Lock()


def _of(name: str, now: float) -> _Held:
    held = _held.get(name)
    return held if held is not None and held.ends_at > now else _Held(0, 0.0)


@dataclass(frozen=True)
class Brake:
    """At most `most` tries of one key in `seconds`, which begin with the first."""

    name: str
    most: int
    seconds: int

    def lets_through(self, key: str) -> bool:
        """Counts this try, and says whether it may go on."""
        name, now = self._name(key), time.time()
        with _lock:
            held = _of(name, now)
            if held.left or held.is_full:
                return held.takes_one(now)
        handful = max(1, self.most // HANDFULS)
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [name, handful, now + self.seconds, now, now])
            tries, ends_at = cursor.fetchone()
        taken = _Held(max(0, min(handful, self.most - tries + handful)), ends_at, is_full=tries >= self.most)
        with _lock:
            taken.left += _of(name, now).left  # of another thread, which was as quick
            _held.pop(name, None)
            _held[name] = taken
            if len(_held) > MOST_HELD:
                del _held[next(iter(_held))]
            return taken.takes_one(now)

    def holds(self, key: str) -> bool:
        """Whether the next try would not be let through. Counts nothing."""
        name, now = self._name(key), time.time()
        with _lock:
            held = _of(name, now)
        if held.left or held.is_full:
            return not held.left
        found = BrakeCount.objects.filter(key=name, ends_at__gt=now)
        return self.most <= (found.values_list("tries", flat=True).first() or 0)

    def give_back(self, key: str) -> None:
        """The last try was right, and so none."""
        with _lock:
            _of(self._name(key), time.time()).left += 1

    def free(self, key: str) -> None:
        """No try of this key counts any more."""
        name = self._name(key)
        BrakeCount.objects.filter(key=name).delete()
        with _lock:
            _held.pop(name, None)

    def _name(self, key: str) -> str:
        return f"{self.name}:{sealing.blind(key, purpose='brake')[:32]}"


def sweep() -> int:
    """What has run out goes; returns how many."""
    return BrakeCount.objects.filter(ends_at__lte=time.time()).delete()[0]


def forget() -> None:
    """What this process remembers; the database still knows."""
    with _lock:
        _held.clear()
