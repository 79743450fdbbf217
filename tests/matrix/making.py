"""Rows that the demo's year has none of: every field filled with something, so that an address leads somewhere."""

import itertools
import re
import uuid
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from huaihai.kit import clock


def a_row[M: models.Model](model: type[M], **given: Any) -> M:
    """One row with what is given, and something in every other field that needs it."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    left = [field for name, field in fields.items() if name not in given and _has_to_be_said(field)]
    values = {field.name: _something(field) for field in left} | given
    for _try in fields:
        row = model(**values)
        try:
            with connection.cursor() as cursor, transaction.atomic():
                cursor.execute("PRAGMA ignore_check_constraints = ON")
                row.save_base(force_insert=True)
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
        except IntegrityError as error:
            values |= _another(model, str(error), values)
        else:
            MADE.add((model, row.pk))
            return row
    raise AssertionError(f"no row of {model._meta.label} can be made of {given}")


def _another(model: type[models.Model], error: str, values: dict[str, Any]) -> dict[str, Any]:
    """Another value for a column in which no two rows may say the same."""
    columns = re.findall(rf"{model._meta.db_table}\.(\w+)", error) if "UNIQUE" in error else []
    fields = [
        field for field in model._meta.concrete_fields if field.column in columns and not field.primary_key
    ]
    for field in sorted(fields, key=lambda one: bool(one.remote_field)):
        if field.remote_field and field.null:
            return {field.name: None}
        if field.remote_field:
            taken = model._default_manager.values(str(field.attname))
            return {field.name: field.remote_field.model._default_manager.exclude(pk__in=taken).first()}
        if isinstance(field, models.IntegerField):
            return {field.name: next(_NUMBERS)}
        if isinstance(field, models.CharField):
            return {field.name: uuid.uuid4().hex[: field.max_length]}
        if isinstance(field, models.UUIDField):
            return {field.name: uuid.uuid4()}
    raise AssertionError(f"{model._meta.label}: {error} ({sorted(values)})")


MADE: set[tuple[type[models.Model], Any]] = set()  # by this test
_NUMBERS = itertools.count(1_000)


def _has_to_be_said(field: Any) -> bool:
    is_own = field.primary_key and field.has_default()
    return not (is_own or isinstance(field, models.AutoField) or field.null or field.has_default())


def _something(field: Any) -> Any:
    if field.remote_field:
        return field.remote_field.model._default_manager.order_by("pk").first()
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.CharField | models.TextField):
        return _words(field)
    return next((make() for kind, make in SOMETHING.items() if isinstance(field, kind)), "x")


def _words(field: Any) -> str:
    if field.blank and not field.unique:
        return ""
    must_differ = field.unique or "code" in field.name
    return uuid.uuid4().hex[: field.max_length] if must_differ else "x"


SOMETHING: dict[type[Any], Callable[[], Any]] = {  # a moment is a day, too: it comes first
    models.DateTimeField: clock.now,
    models.DateField: clock.today,
    models.UUIDField: uuid.uuid4,
    models.IntegerField: lambda: 1,
    models.BooleanField: lambda: False,
    models.JSONField: dict,
    models.BinaryField: bytes,
    models.FloatField: lambda: 1.0,
    models.DecimalField: lambda: 1,
}
