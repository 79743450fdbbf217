"""For every model of every room: the log commits to its rows, they have fingerprints in events, or it says why not."""

from importlib import import_module

from django.apps import apps
from django.db import models

from huaihai import reactions
from huaihai.desk.sealed.rows import SealedModel
from huaihai.record.verify.commitments import committed

LEFT_OUT = {
    name: reason for module in reactions.COMMITTED for name, reason in import_module(module).LEFT_OUT.items()
}


def _models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model.__module__.startswith("huaihai.")]


def test_every_model_is_committed_or_says_why_not() -> None:
    named = {rows.model for rows in committed()} | LEFT_OUT.keys()

    missing = {one._meta.label for one in _models() if not issubclass(one, SealedModel)} - named
    assert not missing, "name them in committed.py of their room"


def test_nothing_is_named_that_is_not_there_nor_twice() -> None:
    there = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    kinds = [(rows.model, rows.kind) for rows in committed()]

    assert {rows.model for rows in committed()} | LEFT_OUT.keys() <= there
    assert not {rows.model for rows in committed()} & LEFT_OUT.keys()
    assert len(kinds) == len(set(kinds))
    assert all(LEFT_OUT.values())


def test_ways_and_columns_are_there() -> None:
    for rows in committed():
        names = {column.name for column in rows.model_class._meta.concrete_fields}
        assert set(rows.free.split()) < names, rows
        assert str(rows.all().values_list(rows.by).query), rows
