"""What failed by night is tried again after an hour, not every minute: it may take minutes each time.

Kept in the process that does the work: after a start it is tried at once.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

AGAIN_AFTER: Final = timedelta(hours=1)
_failed_at: dict[str, datetime] = {}


def patiently(name: str, act: Callable[[], object], *, at: datetime) -> Iterator[Callable[[], None]]:
    """The act, unless one of this name failed within the hour before `at`. What it raises goes on."""
    before = _failed_at.get(name)
    if before is not None and before <= at < before + AGAIN_AFTER:
        return

    def tried() -> None:
        _failed_at[name] = at  # unless it comes to its end
        act()
        _failed_at.pop(name, None)  # two runs at once: the other may have come to its end first

    yield tried
