"""Scenes with which many tests begin are built once a process; after that their rows are put back as they were.

What they consist of does not change by this: the real actions built them, in this process, on this database, out of
the same state. Only a test in a transaction of its own gets them so; where threads meet, they are built each time.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from io import BytesIO
from typing import Any

from django.apps import apps
from django.db import connection, models

from huaihai.record.models import Event

type Rows = dict[str, dict[str, str]]  # by table and by primary key: the row's values, as SQL
FOR_NOTHING = 3  # so often a scene is kept without being asked for again; after that, only if it comes back


def remembered[**P, R](build: Callable[P, R]) -> Callable[P, R]:
    """This function, called again out of the same state with the same arguments, is done by putting rows back.

    It must change nothing but the database, and ask neither clock nor chance for anything a test looks at.
    """
    met: set[bytes] = set()
    kept: dict[bytes, _Scene] = {}
    in_use: set[bytes] = set()

    @wraps(build)
    def scene(*args: P.args, **kwargs: P.kwargs) -> R:
        if not connection.in_atomic_block or _is_by_the_real_clock(*args, *kwargs.values()):
            return build(*args, **kwargs)
        key = _state() + _as_bytes((args, kwargs))
        if key in kept:
            in_use.add(key)
            found: R = kept[key].again()
            return found
        if key not in met and len(kept) - len(in_use) >= FOR_NOTHING:
            met.add(key)
            return build(*args, **kwargs)
        before = _rows_held()
        result = build(*args, **kwargs)
        kept[key] = _Scene(_difference(before, _rows_held()), pickle.dumps(result))
        return result

    return scene


def _is_by_the_real_clock(*asked: object) -> bool:
    """Such a scene never comes again. A moment that a test has chosen is a whole second."""
    return any(isinstance(one, datetime) and one.microsecond for one in asked)


@dataclass
class _Scene:
    statements: list[str]
    result: bytes

    def again(self) -> Any:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(";".join(self.statements) or "SELECT 1")
            else:
                for statement in self.statements:
                    cursor.execute(statement)
        return pickle.loads(self.result)  # noqa: S301 # written by this process


def _state() -> bytes:
    """What tells one state of the database from another: how much each table holds, and every event."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_COME_AND_GONE)
        else:
            cursor.execute(" UNION ALL ".join(f"SELECT count(*) FROM {table.quoted}" for table in _tables()))  # noqa: S608
        counts = cursor.fetchall()
    told = Event.objects.order_by("pk").values_list("hash", flat=True)
    return pickle.dumps((counts, list(told)))


# PostgreSQL takes a tenth of a second to count the rows of two hundred tables. It keeps books of what this transaction
# put in and took out; the first column lets the next transaction begin with empty books.
_COME_AND_GONE = """
    SELECT pg_stat_force_next_flush()::text, oid,
        pg_stat_get_xact_tuples_inserted(oid) - pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class
    WHERE relkind = 'r' AND pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_deleted(oid) > 0
    ORDER BY oid
"""


def _as_bytes(held: object) -> bytes:
    into = BytesIO()
    _Naming(into).dump(held)
    return into.getvalue()


class _Naming(pickle.Pickler):
    """Takes a row for its name: the same row is the same argument, whatever is known of it by now."""

    def persistent_id(self, obj: object) -> object:
        return (obj._meta.label, str(obj.pk)) if isinstance(obj, models.Model) else None


@dataclass
class _Table:
    name: str
    quoted: str
    key: str
    is_numbered: bool  # by the database
    columns: list[str]


@cache
def _tables() -> list[_Table]:
    quote = connection.ops.quote_name
    found = {
        model._meta.db_table: _Table(
            model._meta.db_table,
            quote(model._meta.db_table),
            quote(str(model._meta.pk.column)),
            isinstance(model._meta.pk, models.AutoField),
            [
                quote(field.column)
                for field in model._meta.concrete_fields
                if field.column and not field.generated
            ],
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return list(found.values())


def _rows_held() -> Rows:
    """Every row of the tables that hold any, asked for at once."""
    rows: Rows = {}
    tables = _tables_in_use()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(map(_drawn, tables)) or "SELECT '', '', '' WHERE 1 = 0")
        for table, key, row in cursor.fetchall():
            rows.setdefault(table, {})[key] = row
    return rows


def _tables_in_use() -> list[_Table]:
    if connection.vendor != "postgresql":
        return _filled()
    names = _filled_before() | _touched()
    return [table for table in _tables() if table.name in names]


def _filled() -> list[_Table]:
    counts = (
        f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {table.quoted})"  # noqa: S608
        for number, table in enumerate(_tables())
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return [_tables()[number] for (number,) in cursor.fetchall()]


@cache
def _filled_before() -> set[str]:
    """Tables with rows when a process keeps its first scene, such as those that Django fills by itself."""
    return {table.name for table in _filled()}


def _touched() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return {name for (name,) in cursor.fetchall()}


_WRITTEN = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_stat_get_xact_tuples_inserted(oid)
        + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid) > 0
"""


def _drawn(table: _Table) -> str:
    values = "||','||".join(map(_literal, table.columns))
    return f"SELECT '{table.name}', {_literal(table.key)}, {values} FROM {table.quoted}"  # noqa: S608


def _literal(column: str) -> str:
    return f"quote_nullable({column}::text)" if connection.vendor == "postgresql" else f"quote({column})"


def _difference(before: Rows, after: Rows) -> list[str]:
    statements = []
    for table in _tables():
        old, new = before.get(table.name, {}), after.get(table.name, {})
        if gone := [key for key, row in old.items() if new.get(key) != row]:
            statements.append(f"DELETE FROM {table.quoted} WHERE {table.key} IN ({','.join(gone)})")  # noqa: S608
        if come := [row for key, row in new.items() if old.get(key) != row]:
            values = ",".join(f"({row})" for row in come)
            statements.append(f"INSERT INTO {table.quoted} ({','.join(table.columns)}) VALUES {values}")  # noqa: S608
            if table.is_numbered and connection.vendor == "postgresql":
                statements.append(_counted_on(table))
    return statements


def _counted_on(table: _Table) -> str:
    """New rows get numbers that no row has: a test that loads rows may have set the sequence back, and that stays."""
    sequence = f"pg_get_serial_sequence('{table.name}', '{table.key.strip(chr(34))}')"
    return f"SELECT setval({sequence}, GREATEST(nextval({sequence}), (SELECT max({table.key}) FROM {table.quoted})))"  # noqa: S608
