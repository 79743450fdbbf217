"""What time does in re-decisions (`huaihai fall-due`)."""

from collections.abc import Callable, Iterator
from datetime import datetime

Act = Callable[[], object]


def due_acts(at: datetime) -> Iterator[Act]:
    """Nothing yet."""
    yield from ()
