"""One row of every table that goes or goes along, made up: all of them arrive as they were."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, models, transaction
from pyrage import x25519

from huaihai.cases.models import Case
from huaihai.front.leaving import making, taking
from huaihai.front.leaving.making import Receiver
from huaihai.front.leaving.tests.conftest import SMALL
from huaihai.front.leaving.words import SUBJECT, Line, Model, taken
from huaihai.insight.models import NarrativeNumber
from huaihai.kit import clock
from huaihai.kit.fields import BlindIndexField, SealedFactsField
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.record import events
from huaihai.record.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db
BY = Actor.system("tests")
NUMBER = "2026-00001"
AT = datetime(2026, 11, 24, 9, 0, 0, 123456, tzinfo=UTC)
VALUES: list[tuple[type[Any], Any]] = [
    (SealedFactsField, {"b": 1, "a": ["中"]}),
    (models.JSONField, {"b": 2.5, "a": ["中", None]}),
    (models.TextField, "一行\nanother"),
    (models.BooleanField, True),
    (models.DateTimeField, AT),
    (models.DateField, date(2026, 11, 24)),
    (models.DecimalField, Decimal("1.25")),
    (models.IntegerField, 7),
    (models.BinaryField, b"\0\xff"),
    (models.UUIDField, UUID(int=7)),
]


class Made:
    """One row of each table, each naming those made before it."""

    def __init__(self) -> None:
        body = Organisation.objects.get(key=f"city:{SMALL}")
        branch = Organisation(
            key="branch:x", path=f"{body.path}x/", kind="branch", name="分会", short_name="分会", parent=body
        )
        branch.save()
        self.rows: dict[Model, Any] = {Organisation: branch}
        self.case = new_id()
        for line in taken():
            if line.model not in (Event, Organisation):
                self.rows[line.model] = self._row(line)
        for subject in (f"case:{self.case}", "org:branch:x", f"account:{self.rows[Account].pk}"):
            events.write(subject=subject, verb="tried", by=BY.key, at=AT, facts={"n": 1}, text="words")

    def _row(self, line: Line) -> Any:
        if line.model is NarrativeNumber:
            row: Any = NarrativeNumber(public_id=NUMBER)
        else:
            fields = [one for one in line.model._meta.concrete_fields if not isinstance(one, BlindIndexField)]
            given = models.AutoField
            held = {one.attname: self._value(line, one) for one in fields if not isinstance(one, given)}
            row = line.model(**held)
        models.QuerySet(line.model).bulk_create([row])
        return row

    def _value(self, line: Line, field: "models.Field[Any, Any]") -> Any:
        if field.is_relation:
            return getattr(self.rows.get(field.related_model), "pk", None)  # type: ignore[arg-type, call-overload]
        if field.primary_key and isinstance(field, models.UUIDField):
            return self.case if line.model is Case else new_id()
        if field.name == SUBJECT and line.by == SUBJECT:
            return f"case:{self.case}"
        return _made_up(field)


def _made_up(field: "models.Field[Any, Any]") -> Any:
    if field.name in ("stage", "state") and field.has_default():
        return field.get_default()
    if field.name == "public_id":
        return NUMBER
    if isinstance(field, models.CharField):
        return field.choices[0][0] if field.choices else f"x{field.name}"[: field.max_length]  # type: ignore[index]
    return next(value for kind, value in VALUES if isinstance(field, kind))


@pytest.fixture
def unchecked() -> Iterator[None]:
    """What is made up keeps to no constraint: SQLite can be told to pass over that."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks at every row")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        yield
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.usefixtures("unchecked")
def test_a_row_of_every_table_arrives_as_it_was(begin: Callable[..., None], tmp_path: Path) -> None:
    begin()
    identity, path = x25519.Identity.generate(), tmp_path / "all.age"
    with transaction.atomic():
        Made()
        to = Receiver(str(identity.to_public()))
        made = making.leave(SMALL, path, to=to, by=BY, at=clock.now())
        transaction.set_rollback(True)

    assert made["tables"].keys() == {line.model._meta.db_table for line in taken()}
    assert not OutboxMessage.objects.exists()
    taking.take_in(path, str(identity), by=BY, at=clock.now())
    assert making.root(SMALL) == made["root"]
