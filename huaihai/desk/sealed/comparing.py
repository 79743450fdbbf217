"""Comparing sealed rows with the fingerprints in the record, for whatever room keeps such rows.

What is held at a time are the fingerprints of one subject, and some hundreds of rows.
"""

from collections.abc import Iterator
from functools import cache
from itertools import batched
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from huaihai.desk.sealed.rows import SealedModel
from huaihai.record.models import Event

AT_ONCE = 500  # rows read at a time
# What a tampered value may raise where it is read.
UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, ValidationError)

type Recorded = dict[str, bytes]  # fingerprints by the name of a row in the record
type Compared = tuple[str, SealedModel | None, str]  # name of the row, the row, what is wrong ("": nothing)


def models_of(room: str) -> list[type[SealedModel]]:
    """Every kind of sealed row that this room keeps."""
    return [model for model in apps.get_app_config(room).get_models() if issubclass(model, SealedModel)]


@cache
def path_to(model: type[models.Model], wanted: type[models.Model]) -> str:
    """The shortest way from a row to what it belongs to, as a filter says it: "mark__inspection__project".

    Raises LookupError where there is none.
    """
    waiting: list[tuple[str, type[models.Model]]] = [("", model)]
    met = {model}
    for path, here in waiting:
        for field in here._meta.concrete_fields:
            target = field.related_model
            if not field.is_relation or not isinstance(target, type):
                continue
            if target is wanted:
                return f"{path}{field.name}"
            if target not in met and target._meta.app_label == wanted._meta.app_label:
                met.add(target)
                waiting.append((f"{path}{field.name}__", target))
    raise LookupError(f"nothing leads from a {model.__name__} to its {wanted.__name__}")


def read_record(subject: str, recorded: Recorded) -> list[str]:
    """Collect the fingerprints in a subject's chain; returns what was sealed twice, differently.

    Raises one of UNREADABLE.
    """
    twice = []
    rows = Event.objects.filter(subject=subject).order_by("number").values_list("facts", flat=True)
    for facts in rows.iterator(1):  # one event may hold 500 fingerprints
        for key, fingerprint in facts.get("sealed", ()):
            held = bytes.fromhex(fingerprint)
            if recorded.get(key, held) != held:
                twice.append(key)
            recorded[key] = held
    return twice


def compared(
    model: type[SealedModel], keys: "models.QuerySet[Any, Any]", recorded: Recorded, *, at_once: int = AT_ONCE
) -> Iterator[Compared]:
    """Each of these rows with what is wrong about it; what was met is taken out of `recorded`."""
    for pk, row in _rows(model, keys, at_once):
        key = f"{model.seal_name}:{pk}"
        held = recorded.pop(key, None)
        if held is None:
            yield key, row, _("was never recorded")
        elif row is None or held.hex() != _fingerprint(row):
            yield key, row, _("was altered")
        else:
            yield key, row, ""


def _rows(
    model: type[SealedModel], keys: "models.QuerySet[Any, Any]", at_once: int
) -> Iterator[tuple[Any, SealedModel | None]]:
    """Key and row, some hundreds at a time; None where the row cannot be read any more."""
    for chunk in batched(keys.order_by("pk").values_list("pk", flat=True).iterator(AT_ONCE), at_once):
        try:
            rows = {row.pk: row for row in model.objects.filter(pk__in=chunk)}
        except UNREADABLE:
            rows = dict(filter(None, (_alone(model, pk) for pk in chunk)))
        yield from ((pk, rows.get(pk)) for pk in chunk)


def _alone(model: type[SealedModel], pk: Any) -> tuple[Any, SealedModel] | None:
    try:
        return pk, model.objects.get(pk=pk)
    except UNREADABLE:
        return None


def _fingerprint(row: SealedModel) -> str:
    try:
        return row.fingerprint
    except UNREADABLE:
        return ""
