"""Rows of any table as JSON, and back into a database: of this kind or another one, under its own keys.

What is sealed in the database stands open here. Keys, moments and numbers are spelled alike by both databases.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import batched, repeat
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import connection, models

from huaihai.kit import sealing
from huaihai.kit.fields import Sealed, SealedTextField
from huaihai.kit.keys import owners
from huaihai.kit.keys.owners import Owner

AT_ONCE = 1_000  # rows
type Model = type[models.Model]
type Field = "models.Field[Any, Any]"
type Change = Callable[[Any, Any, Owner], Any]  # of a value, the key of its row, and to whom that belongs


def spelled(field: Field, value: Any, key: Any) -> Any:
    """A value as JSON can say it; `key` is that of its row. Raises CannotOpen."""
    match value:
        case Sealed() if isinstance(field, SealedTextField):
            return field.opened(sealing.unseal(value, place=field.place_in(key)))
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    return value


def for_database(model: Model, columns: list[str], rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Spelled rows as the database takes them, in the order of these columns."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    place = columns.index(str(model._meta.pk.column))
    changes = [_change_for(fields[column]) for column in columns]
    for some in batched(rows, AT_ONCE):
        for row, owner in zip(some, _owners_of(model, columns, some), strict=True):
            key = row[place]
            for number, change in enumerate(changes):
                if change is not None and row[number] is not None:
                    row[number] = change(row[number], key, owner)
            yield row


def insert(model: Model, columns: list[str], rows: Iterable[list[Any]], *, or_replace: bool = False) -> None:
    """Spelled rows, put in past their model; `or_replace`: the place of those with the same key. Names come from our
    own models."""
    quote = connection.ops.quote_name
    names, places = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608
    if or_replace:
        key = str(model._meta.pk.column)
        new = ", ".join(f"{quote(one)} = excluded.{quote(one)}" for one in columns if one != key)
        statement += f" ON CONFLICT ({quote(key)}) DO " + (f"UPDATE SET {new}" if new else "NOTHING")
    with connection.cursor() as cursor:
        for some in batched(for_database(model, columns, rows), AT_ONCE):
            cursor.executemany(statement, some)


def defer_references() -> None:
    """Until the transaction ends a row may name one that is not in yet."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys = ON")


def count_on(tables: Iterable[Model]) -> None:
    """Numbers that the database gives follow those of the rows that are in."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(sql)


def _owners_of(model: Model, columns: list[str], rows: Sequence[list[Any]]) -> Iterable[Owner]:
    """To whom they belong, as rows say that are in already."""
    needed = ("pk", *owners.needs(model))
    if len(needed) == 1:
        return repeat("", len(rows))
    fields: list[Any] = [model._meta.pk, *(_field_of(model, name) for name in needed[1:])]
    places = [columns.index(str(field.column)) for field in fields]
    known = [
        {name: field.to_python(row[at]) for name, field, at in zip(needed, fields, places, strict=True)}
        for row in rows
    ]
    owners.learn(model, known)
    return [owners.of_values(model, row) for row in known]


def _field_of(model: Model, attname: str) -> Field:
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


# As Django keeps them there; PostgreSQL takes them as they are written.
IN_SQLITE: dict[type[Any], Change] = {
    models.UUIDField: lambda value, _key, _owner: value.replace("-", ""),
    models.DateTimeField: lambda value, _key, _owner: value.replace("T", " ").removesuffix("+00:00"),
}


def _change_for(field: Field) -> Change | None:
    """What is done to a value of the file before the database takes it; None for one that it takes as it is."""
    if isinstance(field, SealedTextField):
        return partial(_sealed, field)
    plain = field
    while isinstance(plain, models.ForeignKey):
        plain = plain.target_field
    for kind, change in IN_SQLITE.items():
        if isinstance(plain, kind) and connection.vendor == "sqlite":
            return change
    if isinstance(plain, models.BinaryField):
        return lambda value, _key, _owner: base64.b64decode(value)
    if isinstance(plain, models.JSONField):
        return lambda value, _key, _owner: plain.get_db_prep_save(value, connection)
    if isinstance(plain, models.DecimalField):
        return lambda value, _key, _owner: plain.get_db_prep_save(plain.to_python(value), connection)
    return None


def _sealed(field: SealedTextField, value: Any, key: Any, owner: Owner) -> str:
    """An empty text or dictionary is not sealed."""
    return sealing.seal(field.closed(value), place=field.place_in(key), owner=owner) if value else ""
