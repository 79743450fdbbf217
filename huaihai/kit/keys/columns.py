"""Every column of the database that holds something sealed, or by which it is found."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import chain
from typing import Any, Protocol

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from huaihai import reactions
from huaihai.kit import sealing, sessions
from huaihai.kit.fields import BlindIndexField, Sealed, SealedTextField, resealed
from huaihai.kit.keys import owners
from huaihai.kit.keys.owners import Owner
from huaihai.kit.keys.rings import ALLIANCE

type Model = type[models.Model]
type Row = Mapping[str, Any]


@dataclass(frozen=True)
class SealedColumn:
    """`place` says to what it is sealed, `owner` to whom it belongs, from the row's key ("pk") and the other columns
    that it names in `needs`.

    What it holds may be a text, contents, or JSON with sealed texts in it.
    """

    model: Model
    name: str
    place: Callable[[Row], str]
    needs: tuple[str, ...] = ()
    owner: Callable[[Row], Owner] = lambda _row: ALLIANCE

    def is_old(self, row: Row) -> bool:
        """Whether something in it is sealed with another key than what belongs to its owner is now."""
        names = keys_of(row[self.name])
        return bool(names) and names != {sealing.key_for(self.owner(row))}

    def renewed(self, row: Row) -> Any:
        """What it holds, under the current key. Raises CannotOpen."""
        return _renewed(row[self.name], self.place(row), self.owner(row))


@dataclass(frozen=True)
class IndexColumn:
    """A blind index beside what it is of."""

    model: Model
    field: BlindIndexField

    @property
    def name(self) -> str:
        return self.field.attname

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.field.source,)

    def is_old(self, row: Row) -> bool:
        """Whether it was made with another key. What cannot be opened keeps its index."""
        try:
            return bool(self.renewed(row) != row[self.name])
        except sealing.CannotOpen:
            return False

    def renewed(self, row: Row) -> str:
        """What it has to be. Raises CannotOpen."""
        source: Any = self.model._meta.get_field(self.field.source)
        return self.field.of(source.read_alone(row[self.field.source], of=row["pk"]) or "")


class Column(Protocol):
    """A column that a new key changes."""

    @property
    def model(self) -> Model: ...

    @property
    def name(self) -> str: ...

    @property
    def needs(self) -> tuple[str, ...]: ...

    def is_old(self, row: Row) -> bool: ...

    def renewed(self, row: Row) -> Any: ...


def by_model() -> dict[Model, list[Column]]:
    """All of them; `reactions.SEALED_COLUMNS` names those that are no sealed field."""
    found: dict[Model, list[Column]] = defaultdict(list)
    has_own_finding = bool(sealing.ring().finding)
    for model in apps.get_models():
        found[model] += of(model)
        for field in model._meta.local_concrete_fields:
            if isinstance(field, BlindIndexField) and has_own_finding:
                found[model].append(IndexColumn(model, field))
    for column in (_of_sessions(), *chain.from_iterable(map(_named, reactions.SEALED_COLUMNS))):
        found[column.model].append(column)
    return {model: some for model, some in found.items() if some}


def of(model: Model) -> list[Column]:
    """The sealed fields of one model."""
    fields = model._meta.local_concrete_fields
    return [_of_field(model, field) for field in fields if isinstance(field, SealedTextField)]


def _of_field(model: Model, field: SealedTextField) -> SealedColumn:
    return SealedColumn(
        model,
        field.attname,
        lambda row: field.place_in(row["pk"]),
        owners.needs(model),
        partial(owners.of_values, model),
    )


def _of_sessions() -> SealedColumn:
    return SealedColumn(Session, "session_data", lambda row: sessions.place_of(row["pk"]))


def _named(name: str) -> list[Column]:
    module, _, function = name.rpartition(".")
    columns: list[Column] = getattr(import_module(module), function)()
    return columns


def keys_of(value: Any) -> set[str]:
    """The names of the keys with which something in it is sealed."""
    if isinstance(value, dict):
        return {key for one in value.values() for key in keys_of(one)}
    if isinstance(value, list):
        return {key for one in value for key in keys_of(one)}
    if isinstance(value, bytes | memoryview):
        return {sealing.key_of_bytes(bytes(value))} - {""}
    return {sealing.key_of(value)} - {""} if isinstance(value, str) else set()


def _renewed(value: Any, place: str, owner: Owner) -> Any:
    if isinstance(value, dict):
        return {name: _renewed(one, place, owner) for name, one in value.items()}
    if isinstance(value, list):
        return [_renewed(one, place, owner) for one in value]
    if not keys_of(value):
        return value
    if isinstance(value, str):
        return resealed(Sealed(value), place=place, owner=owner)
    return sealing.seal_bytes(sealing.unseal_bytes(bytes(value), place=place), place=place, owner=owner)
