"""To whom what is sealed belongs: the alliance (""), a city ("320300"), or one case of a city ("320300.AbC…").

A model says it by `sealed_with`: the name of the row to which its own belongs ("case"), or "subject" for rows of the
record, whose subject names it (`reactions.SEALED_FOR`). What says nothing is the alliance's. At the end of the way
stands a model that knows (`Root`). What was found once is remembered: a row never goes over to another one, and a
draft, whose city may change, is noted anew each time it is read.
"""

import base64
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from typing import Any, Protocol, cast
from uuid import UUID

from django.apps import apps
from django.db import models

from huaihai import reactions
from huaihai.kit.keys.rings import ALLIANCE

REMEMBERED = 4_096  # rows
SUBJECT = "subject"

type Model = type[models.Model]
type Owner = str


class Root(Protocol):
    """A model whose rows know their owner."""

    owner_needs: tuple[str, ...]  # columns that decide

    @classmethod
    def owner_fact(cls, row: Mapping[str, Any]) -> Any:
        """What decides about the owner of a row, by these columns."""

    @classmethod
    def owner_facts(cls, keys: Collection[Any]) -> Mapping[Any, Any]:
        """That of all these rows, in one query at most."""

    @classmethod
    def owner_by(cls, key: Any, fact: Any) -> Owner:
        """Whose the row is, by that."""

    def sealed_for(self) -> Owner: ...


class _Remembered:
    facts: dict[Any, Any] = {}


def of_case(city: str, case: UUID) -> Owner:
    """One case of this city; without a city it is the alliance's like all else."""
    return f"{city}.{short(case)}" if city else ALLIANCE


def note(key: Any, fact: Any) -> None:
    """What decides about the owner of this row, as it was just read or decided: nobody has to ask for it."""
    facts = _Remembered.facts
    if len(facts) >= REMEMBERED and key not in facts:
        facts.pop(next(iter(facts), None), None)
    facts[key] = fact


def ways() -> list[Model]:
    """The models whose rows say to whom others belong, each after those on which it builds itself."""
    found = {_model(kind) for kind in reactions.SEALED_FOR}
    found |= {above for model in apps.get_models() for above in _all_above(model)}
    return sorted(found, key=lambda model: (len(_all_above(model)), model._meta.db_table))


def of_row(row: models.Model) -> Owner:
    """Whose this row is; it may be new."""
    name = _way_of(type(row))
    if name is None:
        return ALLIANCE
    if name == "":
        return cast("Root", row).sealed_for()
    if name == SUBJECT:
        return of_subject(getattr(row, SUBJECT))
    field: Any = row._meta.get_field(name)
    above = field.get_cached_value(row, default=None)
    return of_row(above) if above is not None else of_key(field.related_model, getattr(row, field.attname))


def of_subject(subject: str) -> Owner:
    """Whose the rows of the record about this subject are."""
    named = _named(subject)
    return of_key(*named) if named else ALLIANCE


def of_key(model: Model, key: Any) -> Owner:
    """Whose the row of this model with this key is."""
    if key is None:
        return ALLIANCE
    fact = _Remembered.facts.get(key)
    if fact is None:
        fact = _asked(model, [key]).get(key)
        if fact is None:
            return ALLIANCE
    if _way_of(model) == "":
        return cast("Root", model).owner_by(key, fact)
    return of_key(_above(model), fact)


def needs(model: Model) -> tuple[str, ...]:
    """The columns of a row that `of_values` looks at, beside its key."""
    name = _way_of(model)
    if name == "":
        return cast("Root", model).owner_needs
    return (_column(model, name),) if name else ()


def of_values(model: Model, row: Mapping[str, Any]) -> Owner:
    """Whose this row is, of which the values are known ("pk" is its key)."""
    name = _way_of(model)
    if name is None:
        return ALLIANCE
    if name == "":
        root = cast("Root", model)
        return root.owner_by(row["pk"], root.owner_fact(row))
    value = row[_column(model, name)]
    return of_subject(value) if name == SUBJECT else of_key(_above(model), value)


def learn(model: Model, rows: Collection[Mapping[str, Any]]) -> None:
    """Ask at once for what `of_values` wants to know of all these rows."""
    name = _way_of(model)
    if not name:
        return
    if name == SUBJECT:
        wanted = [named for row in rows if (named := _named(row[SUBJECT]))]
    else:
        wanted = [(_above(model), row[_column(model, name)]) for row in rows]
    for one in {above for above, _key in wanted}:
        _learn(one, {key for above, key in wanted if above is one and key is not None})


def _learn(model: Model, keys: Collection[Any]) -> None:
    missing = [key for key in keys if key not in _Remembered.facts]
    if missing:
        _asked(model, missing)
    if _way_of(model) != "":
        _learn(_above(model), {_Remembered.facts[key] for key in keys if key in _Remembered.facts})


def _asked(model: Model, keys: Collection[Any]) -> Mapping[Any, Any]:
    """What decides about these rows: of a root what it says, else the row above."""
    name = _way_of(model)
    if name == "":
        found = cast("Root", model).owner_facts(keys)
    else:
        rows: Any = models.QuerySet(model).filter(pk__in=keys).values_list("pk", _column(model, name or ""))
        found = dict(rows)
    for key, fact in found.items():
        note(key, fact)
    return found


@cache
def _way_of(model: Model) -> str | None:
    """The name of what leads to the owner; "" for a root, None for what is the alliance's."""
    return "" if hasattr(model, "sealed_for") else getattr(model, "sealed_with", None)


def _column(model: Model, name: str) -> str:
    return name if name == SUBJECT else str(model._meta.get_field(name).attname)  # type: ignore[union-attr]


def _all_above(model: Model) -> list[Model]:
    found = []
    while _way_of(model) not in ("", None, SUBJECT):
        model = _above(model)
        found.append(model)
    return found


def _above(model: Model) -> Model:
    field: Any = model._meta.get_field(_way_of(model) or "")
    return cast("Model", field.related_model)


@lru_cache(maxsize=256)
def _named(subject: str) -> tuple[Model, UUID] | None:
    """The row that a subject of the record names, if it is one of those by which is sealed."""
    kind, _, key = subject.partition(":")
    try:
        return (_model(kind), UUID(key)) if kind in reactions.SEALED_FOR else None
    except ValueError:
        return None


@cache
def _model(kind: str) -> Model:
    return apps.get_model(reactions.SEALED_FOR[kind])


@lru_cache(maxsize=REMEMBERED)
def short(key: UUID) -> str:
    """22 letters for its 128 bits."""
    return base64.urlsafe_b64encode(key.bytes).rstrip(b"=").decode()
