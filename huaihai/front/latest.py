"""What the home page shows of other rooms: the newest announcements and the public counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any


def announcements() -> Sequence[Any]:
    return ()


def counts(*, at: datetime) -> Any:
    return None
