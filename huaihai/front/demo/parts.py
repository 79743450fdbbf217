"""The year played by several processes at once, where the database is SQLite: it takes one writer at a time.

Each process plays the complaints of its own home cities, through the real actions, in its own copy of the
database; then the new rows of all copies are put into the database in one transaction. That works because no two
copies write to the same row: cases, events, clocks and messages belong to one complaint, file numbers to one home
city, and the businesses that several parts meet are written down before the copies are made.
"""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

APPS = ("members", "mfa", "businesses", "cases", "record")
CHANGED = "members_organisation"  # rows that were there before: counties get their computers
MOST = 4

type Play = Callable[[int], None]
type Model = type[models.Model]


def number_of_parts() -> int:
    """One process for each core; one alone inside a transaction, and where the database has many writers."""
    is_possible = connection.vendor == "sqlite" and not connection.in_atomic_block
    return min(MOST, len(os.sched_getaffinity(0))) if is_possible else 1


@contextmanager
def played(count: int, prepare: Callable[[], None], play: Play) -> Iterator[list[str]]:
    """Prepare a copy, play each part in a copy of that, and attach them all, by the names handed out.

    Raises RuntimeError if a part fails; the database itself is untouched then.
    """
    folder = Path(connection.settings_dict["NAME"]).parent
    with TemporaryDirectory(prefix="demo-", dir=folder) as name, ExitStack() as attached:
        base = Path(name) / "base.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(base)])
        with _working_in(base):
            prepare()
        files = [Path(shutil.copy(base, base.with_name(f"part{part}.sqlite3"))) for part in range(count)]
        _play_all(files, play)
        for file in (base, *files):
            attached.enter_context(_attached(file))
        yield [file.stem for file in (base, *files)]


def put_together(names: list[str]) -> None:
    """Insert the new rows of all copies, in the caller's transaction. The first copy is what the others began as."""
    base, *parts = names
    tables = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(f"INSERT OR REPLACE INTO main.{CHANGED} SELECT * FROM {base}.{CHANGED}")  # noqa: S608
        for model in tables:
            _insert_new(cursor, base, model, {})
        held = {model: _highest(cursor, base, model) for model in tables if _counts_up(model)}
        for part in parts:
            moves = {m: (top, _highest(cursor, "main", m) - top) for m, top in held.items()}
            for model in tables:
                _insert_new(cursor, part, model, moves)


def _insert_new(cursor: CursorWrapper, part: str, model: Model, moves: dict[Model, tuple[int, int]]) -> None:
    """Rows of the copy that are not here yet. Keys that count up are moved behind those that are here.

    The statements hold names of our own tables and numbers counted here: nothing that anybody typed.
    """
    table, key = model._meta.db_table, model._meta.pk.column
    names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    values = ", ".join(_moved(field, moves) for field in model._meta.concrete_fields)
    held = f'SELECT "{key}" FROM main."{table}"'  # noqa: S608
    is_new = f'"{key}" > {moves[model][0]}' if model in moves else f'"{key}" NOT IN ({held})'
    cursor.execute(
        f'INSERT INTO main."{table}" ({names}) SELECT {values} FROM {part}."{table}" WHERE {is_new}'  # noqa: S608
    )


def _moved(field: "models.Field[object, object]", moves: dict[Model, tuple[int, int]]) -> str:
    counted = field.model if field.primary_key else field.related_model
    if counted not in moves:
        return f'"{field.column}"'
    top, by = moves[counted]
    return f'CASE WHEN "{field.column}" > {top} THEN "{field.column}" + {by} ELSE "{field.column}" END'


def _counts_up(model: Model) -> bool:
    return isinstance(model._meta.pk, models.AutoField)


def _highest(cursor: CursorWrapper, name: str, model: Model) -> int:
    sql = f'SELECT COALESCE(MAX("{model._meta.pk.column}"), 0) FROM {name}."{model._meta.db_table}"'  # noqa: S608
    cursor.execute(sql)
    return int(cursor.fetchone()[0])


@contextmanager
def _attached(file: Path) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE %s AS {file.stem}", [str(file)])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DETACH DATABASE {file.stem}")


@contextmanager
def _working_in(file: Path) -> Iterator[None]:
    """Everything inside goes to this file instead of the database."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = file
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _play_all(files: list[Path], play: Play) -> None:
    """All parts at once, each in a process of its own that begins as a copy of this one."""
    connection.close()  # a connection must not be shared with a child
    context = multiprocessing.get_context("fork")
    children = [
        context.Process(target=_play_in, args=(file, play, part), daemon=True)
        for part, file in enumerate(files)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        raise RuntimeError("a part of the demo's year could not be played")


def _play_in(file: Path, play: Play, part: int) -> None:
    with _working_in(file):
        play(part)
