"""The demo's rows as text: a file a table, its columns in the first line, then one row a line, as JSON. Large files
are compressed.

What is sealed in the database stands open here: nothing in it is real, and an installation seals it with its own key.
"""

import base64
import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import batched, repeat
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from huaihai.kit import sealing
from huaihai.kit.fields import Sealed, SealedTextField
from huaihai.kit.keys import owners
from huaihai.kit.keys.owners import Owner
from huaihai.members.models import Organisation

MADE_BY_DJANGO = (
    "auth",
    "contenttypes",
    "sessions",
)  # apps whose rows come with the tables, or go with a visit
ENDING = ".jsonl"
COMPRESSED = f"{ENDING}.gz"

# Tables whose rows are of one installation.
OWN = (
    "kit_key_check",
    "kit_data_version",
    "kit_brake_count",
    "cases_searchband",
    "cases_searchdoc",
    "cases_searchkey",
    "record_log_leaf",
    "record_log_tile",
    "record_log_head",
    "record_log_witness",
    "record_trusted_moment",
)

# Columns that an installation fills itself, once the rows are in.
OWN_COLUMNS = {"cases_case": ("lead_key",)}

AT_ONCE = 1_000  # rows
type Model = type[models.Model]
type Field = "models.Field[Any, Any]"
type Change = Callable[[Any, Any, Owner], Any]  # of a value, the key of its row, and to whom that belongs


@dataclass(frozen=True)
class Table:
    """The rows of one table's file; `columns` as its first line names them."""

    name: str
    columns: list[str]
    lines: Iterator[str]


def kept_models() -> dict[str, Model]:
    """Every model whose rows belong to the demo, by the name of its table."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in MADE_BY_DJANGO
        and model._meta.db_table not in OWN
        and model._meta.managed
        and not model._meta.proxy
    }
    return dict(sorted(found.items()))


def columns_of(model: Model) -> list[str]:
    """The columns of its table, in the order in which files hold them."""
    return [str(field.column) for field in _kept_fields(model)]


def read(folder: Path) -> Iterator[Table]:
    """The tables of which there is a file. Each must be read before the next one is asked for."""
    for path in sorted(folder.glob(f"*{ENDING}*"), key=_turns()):
        opened = gzip.open if path.name.endswith(COMPRESSED) else open
        with opened(path, "rt", encoding="utf-8") as file:
            yield Table(path.name.partition(".")[0], json.loads(next(file)), iter(file))


def _turns() -> Callable[[Path], tuple[int, str]]:
    """Bodies first, then the rows that say to whom others belong, then those."""
    first = [Organisation._meta.db_table, *(model._meta.db_table for model in owners.ways())]

    def turn(path: Path) -> tuple[int, str]:
        name = path.name.partition(".")[0]
        return first.index(name) if name in first else len(first), name

    return turn


def lines_of(model: Model) -> Iterator[str]:
    """The table as text, its columns first; none if it is empty."""
    fields = _kept_fields(model)
    rows: Any = models.QuerySet(model).order_by("pk").values_list("pk", *(field.attname for field in fields))
    names = True
    for key, *values in rows.iterator(1_000):
        if names:
            yield _line(columns_of(model))
            names = False
        yield _line([_spelled(field, value, key) for field, value in zip(fields, values, strict=True)])


def for_database(table: Table, model: Model) -> Iterator[list[Any]]:
    """The rows as the database takes them, in the order of the file's columns."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    place = table.columns.index(str(model._meta.pk.column))
    changes = [_change_for(fields[column]) for column in table.columns]
    for some in batched(map(json.loads, table.lines), AT_ONCE):
        for row, owner in zip(some, _owners_of(model, table.columns, some), strict=True):
            key = row[place]
            for number, change in enumerate(changes):
                if change is not None and row[number] is not None:
                    row[number] = change(row[number], key, owner)
            yield row


def _owners_of(model: Model, columns: list[str], rows: Sequence[list[Any]]) -> Iterable[Owner]:
    """To whom they belong, as rows say that are in already (`_turns`)."""
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


def _kept_fields(model: Model) -> list[Field]:
    left_out = OWN_COLUMNS.get(model._meta.db_table, ())
    return [field for field in model._meta.concrete_fields if field.column not in left_out]


def _line(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


def _spelled(field: Field, value: Any, key: Any) -> Any:
    match value:
        case Sealed() if isinstance(field, SealedTextField):
            return field.opened(sealing.unseal(value, place=_place(field, key)))
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | UUID() | Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    return value


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
    return sealing.seal(field.closed(value), place=_place(field, key), owner=owner) if value else ""


def _place(field: SealedTextField, key: Any) -> str:
    return f"{field.model._meta.db_table}.{field.column}:{key}"
