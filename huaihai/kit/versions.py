"""What decisions alone change (bodies, their time limits, holidays) is held in each process, by a version.

The version is one row. Every change of such rows draws a new one in its own transaction, so that what is held under a
version is what the database had with it: also beside other processes, after a rollback, and in tests. Who locks a row
reads the version with it (`column`, `seen`); else it is asked once a request.
"""

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import models
from django.db.models import Subquery
from django.db.models.signals import post_delete, post_save

from huaihai.kit.models import DataVersion

ONE = "decided"  # the name of the row


class _Known(threading.local):
    """What this thread knows of the version, and whether it may keep what it reads: in a request, under a lock."""

    version = ""
    is_kept = False


_known = _Known()


def version() -> str:
    """The version in force; "" before anything was decided."""
    if _known.version:
        return _known.version
    found = _row().values_list("token", flat=True).first() or ""
    if _known.is_kept:
        _known.version = found
    return found


def column() -> Subquery:
    """The version, to be read with a row that is read anyway."""
    return Subquery(_row().values("token")[:1])


def note(token: str | None) -> None:
    """In a request that has not asked yet: this is the version, it was read with another row."""
    if _known.is_kept and not _known.version:
        _known.version = token or ""


@contextmanager
def seen(token: str | None) -> Iterator[None]:
    """A block in which this is the version: it was read with the row that the block holds."""
    was_kept = _known.is_kept
    _known.version, _known.is_kept = token or "", True
    try:
        yield
    except BaseException:
        _known.version = ""
        raise
    finally:
        _known.is_kept = _known.is_kept and was_kept
        if not _known.is_kept:
            _known.version = ""


def changed() -> None:
    """Draw a new version, in the caller's transaction: what stood under the old one no longer counts."""
    row = DataVersion(name=ONE, token=secrets.token_hex(16))
    DataVersion.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["name"], update_fields=["token"]
    )
    _known.version, _known.is_kept = "", False  # until it is known whether it is committed


def by_version[T](load: Callable[[], T]) -> Callable[[], T]:
    """This function, asked again under another version only. What it returns is shared: nobody may change it."""
    held: tuple[str, T] | None = None

    def kept() -> T:
        nonlocal held
        now = version()
        if held is not None and held[0] == now:
            return held[1]
        found = load()
        if now:
            held = (now, found)
        return found

    return kept


class VersionedQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows that are held by version: changing many at once draws a new one, as saving one does."""

    def update(self, **values: Any) -> int:
        done = super().update(**values)
        changed()
        return done

    def bulk_create(self, objs: Iterable[M], *args: Any, **options: Any) -> list[M]:
        made = super().bulk_create(objs, *args, **options)
        changed()
        return made


def versioned[M: type[models.Model]](model: M) -> M:
    """A model whose rows are held by version; its query set is a `VersionedQuerySet`."""
    for signal in (post_save, post_delete):
        signal.connect(_draw, sender=model, dispatch_uid=f"version of {model.__name__}")
    return model


def forget(**_signal: Any) -> None:
    """Outside requests the version is asked each time."""
    _known.version, _known.is_kept = "", False


def _draw(**_signal: Any) -> None:
    changed()


def _begin(**_signal: Any) -> None:
    _known.version, _known.is_kept = "", True


def _row() -> models.QuerySet[DataVersion]:
    return DataVersion.objects.filter(pk=ONE)


request_started.connect(_begin)
request_finished.connect(forget)
