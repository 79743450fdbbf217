"""What time does: pieces of photos that never arrived whole are forgotten after two months."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from huaihai.supervision.models import PhotoUpload

FORGOTTEN_AFTER = timedelta(days=60)  # a phone may lie in a drawer for a while; it sends them again whole
MANY = 100


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """Photos that were begun long ago."""
    old = PhotoUpload.objects.filter(begun_at__lte=at - FORGOTTEN_AFTER)
    keys = list(old.values_list("pk", flat=True)[:MANY])
    if keys:
        yield partial(_forget, keys)


def _forget(keys: list[UUID]) -> None:
    PhotoUpload.objects.filter(pk__in=keys).delete()
