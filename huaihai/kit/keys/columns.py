"""Every column of the database that holds something sealed, or by which it is found."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from huaihai import reactions
from huaihai.kit import sealing, sessions
from huaihai.kit.fields import BlindIndexField, Sealed, SealedTextField, resealed

type Model = type[models.Model]
type Row = Mapping[str, Any]


@dataclass(frozen=True)
class SealedColumn:
    """`place` says to what it is sealed, from the row's key ("pk") and the other columns that it names in `needs`.

    What it holds may be a text, contents, or JSON with sealed texts in it.
    """

    model: Model
    name: str
    place: Callable[[Row], str]
    needs: tuple[str, ...] = ()

    def is_old(self, row: Row) -> bool:
        """Whether something in it is sealed with another key than the current one."""
        return any(name != sealing.ring().sealing_current for name in _keys_of(row[self.name]))

    def renewed(self, row: Row) -> Any:
        """What it holds, under the current key. Raises CannotOpen."""
        return _renewed(row[self.name], self.place(row))


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


type Column = SealedColumn | IndexColumn


def by_model() -> dict[Model, list[Column]]:
    """All of them; `reactions.SEALED_COLUMNS` names those that are no sealed field."""
    found: dict[Model, list[Column]] = defaultdict(list)
    has_own_finding = bool(sealing.ring().finding)
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedTextField):
                found[model].append(SealedColumn(model, field.attname, _place_of(field)))
            elif isinstance(field, BlindIndexField) and has_own_finding:
                found[model].append(IndexColumn(model, field))
    for column in (_of_sessions(), *chain.from_iterable(map(_named, reactions.SEALED_COLUMNS))):
        found[column.model].append(column)
    return found


def _place_of(field: SealedTextField) -> Callable[[Row], str]:
    return lambda row: field.place_in(row["pk"])


def _of_sessions() -> SealedColumn:
    return SealedColumn(Session, "session_data", lambda row: sessions.place_of(row["pk"]))


def _named(name: str) -> list[SealedColumn]:
    module, _, function = name.rpartition(".")
    columns: list[SealedColumn] = getattr(import_module(module), function)()
    return columns


def _keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {key for one in value.values() for key in _keys_of(one)}
    if isinstance(value, list):
        return {key for one in value for key in _keys_of(one)}
    if isinstance(value, bytes | memoryview):
        return {sealing.key_of_bytes(bytes(value))} - {""}
    return {sealing.key_of(value)} - {""} if isinstance(value, str) else set()


def _renewed(value: Any, place: str) -> Any:
    if isinstance(value, dict):
        return {name: _renewed(one, place) for name, one in value.items()}
    if isinstance(value, list):
        return [_renewed(one, place) for one in value]
    if not _keys_of(value):
        return value
    if isinstance(value, str):
        return resealed(Sealed(value), place=place)
    return sealing.seal_bytes(sealing.unseal_bytes(bytes(value), place=place), place=place)
