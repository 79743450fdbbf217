"""Everything that is sealed, sealed anew with the current key, some rows at a time, while the desk works.

What is under the current key already is only looked at, so that a run that was stopped goes on where it was. Rows that
somebody else changes right now are left for the next pass; of those in hand each is read again under its lock, so
that no change is lost.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from huaihai.kit import sealing, versions
from huaihai.kit.filestore import sealed as files
from huaihai.kit.keys import columns, owners
from huaihai.kit.keys.columns import Column, IndexColumn, Model, Row

AT_ONCE = 100  # rows: on SQLite all other writers wait for them
AT_ONCE_OF_CONTENTS = 10  # rows that hold files or long texts
PAUSE_SECONDS = 0.005  # after each batch, for other writers
MOST_PASSES = 20
BETWEEN_PASSES_SECONDS = 0.2


@dataclass
class Resealed:
    """How much was sealed anew, how much is left (others held it), and what does not open."""

    rows: int = 0
    files: int = 0
    left: int = 0
    damaged: set[str] = field(default_factory=set)


def everything(tell: Callable[[str], None] = lambda _line: None) -> Resealed:
    """Passes over all tables and files until one finds nothing under an old key. `tell` gets a line for each table in
    which there was something."""
    done = Resealed()
    for _pass in range(MOST_PASSES):
        before, done.left = done.rows + done.files, 0
        for model, some in columns.by_model().items():
            so_far = done.rows
            _table(model, some, done)
            if done.rows > so_far:
                words = _("%(table)s: %(rows)d rows sealed anew")
                tell(words % {"table": model._meta.db_table, "rows": done.rows - so_far})
        _files(done)
        if done.rows + done.files == before and not done.left:
            break
        time.sleep(BETWEEN_PASSES_SECONDS)
    if done.rows:
        versions.changed()  # processes hold rows in memory, sealed as they were
    return done


def these(model: Model, **which: Any) -> None:
    """What of these rows bears another key than what belongs to their owner, in the caller's transaction."""
    some = columns.of(model)
    rows = list(_asked(model, some).filter(**which))
    owners.learn(model, rows)
    for row in rows:
        changed = {column.name: column.renewed(row) for column in some if column.is_old(row)}
        if changed:
            models.QuerySet(model).filter(pk=row["pk"]).update(**changed)


def _table(model: Model, some: list[Column], done: Resealed) -> None:
    for rows in _batches(model, some):
        owners.learn(model, rows)
        old = [row["pk"] for row in rows if _is_old(row, some, done)]
        if not old:
            continue
        with transaction.atomic():
            held = list(
                _asked(model, some)
                .filter(pk__in=old)
                .order_by("pk")
                .select_for_update(skip_locked=True, no_key=True)
            )
            done.rows += sum(_row(model, some, row, done) for row in held)
        done.left += len(old) - len(held)  # others hold them, or they are gone: the next pass looks
        time.sleep(PAUSE_SECONDS)


def _batches(model: Model, some: list[Column]) -> Iterator[list[Row]]:
    has_contents = any(isinstance(field, models.BinaryField) for field in model._meta.concrete_fields)
    asked, last = _asked(model, some).order_by("pk"), None
    while True:
        beyond = asked if last is None else asked.filter(pk__gt=last)
        rows: list[Row] = list(beyond[: AT_ONCE_OF_CONTENTS if has_contents else AT_ONCE])
        if not rows:
            return
        yield rows
        last = rows[-1]["pk"]


def _asked(model: Model, some: list[Column]) -> "models.QuerySet[Any, Any]":
    """Past the model's own manager, which may refuse to change what is only added."""
    names = {name for column in some for name in (column.name, *column.needs)}
    return models.QuerySet(model).values("pk", *sorted(names))


def _is_old(row: Row, some: list[Column], done: Resealed) -> bool:
    return any(column.is_old(row) and _name(row, column) not in done.damaged for column in some)


def _row(model: Model, some: list[Column], row: Row, done: Resealed) -> bool:
    changed: dict[str, Any] = {}
    for column in some:
        if column.is_old(row):
            try:
                changed[column.name] = column.renewed(row)
            except sealing.CannotOpen:
                done.damaged.add(_name(row, column))
    if not changed:
        return False
    indexes = [column for column in some if isinstance(column, IndexColumn)]
    try:
        with transaction.atomic() if indexes else nullcontext():
            models.QuerySet(model).filter(pk=row["pk"]).update(**changed)
    except IntegrityError:  # one that came while its index was of the other key
        done.damaged.add(f"{model._meta.db_table} of {row['pk']}, which another row repeats")
        return False
    return True


def _name(row: Row, column: Column) -> str:
    return f"{column.model._meta.db_table}.{column.name} of {row['pk']}"


def _files(done: Resealed) -> None:
    for one in files.all_files():
        try:
            if one.name not in done.damaged:
                done.files += files.reseal(one.name)
        except FileNotFoundError:  # erased meanwhile
            continue
        except sealing.CannotOpen:
            done.damaged.add(one.name)
