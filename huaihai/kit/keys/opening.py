"""What one ring opens of a database, without any other key: all that is sealed for its owner, and of a case of another
city that this one leads what the key in the case's row opens.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.db import models

from huaihai import reactions
from huaihai.kit import sealing
from huaihai.kit.keys import columns
from huaihai.kit.keys.columns import Row, SealedColumn
from huaihai.kit.keys.rings import Ring
from huaihai.kit.sealing import Keys

AT_ONCE = 200  # rows


@dataclass
class Found:
    """How many values of a column are sealed, and how many of them were opened."""

    sealed: int = 0
    opened: int = 0


def keys_of(ring: Ring) -> dict[str, bytes]:
    """Its keys, and those of single cases that its city was given."""
    module, _, name = reactions.KEYS_GIVEN.rpartition(".")
    given: Callable[[Keys], Mapping[str, bytes]] = getattr(import_module(module), name)
    return {**ring.keys, **given(ring.keys)}


def everything(ring: Ring, tell: Callable[[str], object] = lambda _line: None) -> Iterator[tuple[str, Found]]:
    """Each column with what was found in it; `tell` gets a line of JSON for each value that was opened."""
    keys = keys_of(ring)
    for model, some in columns.by_model().items():
        for column in some:
            if isinstance(column, SealedColumn):
                found, name = Found(), f"{model._meta.db_table}.{column.name}"
                for row in _rows(column):
                    for opened in _opened(row[column.name], column.place(row), keys):
                        found.sealed += 1
                        if opened is not None:
                            found.opened += 1
                            line = {"column": name, "row": str(row["pk"]), "text": opened}
                            tell(json.dumps(line, ensure_ascii=False))
                yield name, found


def _rows(column: SealedColumn) -> Iterator[Row]:
    names = {column.name, *column.needs}
    return models.QuerySet(column.model).order_by("pk").values("pk", *sorted(names)).iterator(AT_ONCE)


def _opened(value: Any, place: str, keys: Keys) -> Iterator[str | None]:
    """Each sealed text in it, opened; None for one that these keys do not open."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _opened(one, place, keys)
    elif columns.keys_of(value):
        try:
            if isinstance(value, str):
                yield sealing.unseal(value, place=place, keys=keys)
            else:
                contents = sealing.unseal_bytes(bytes(value), place=place, keys=keys)
                yield contents.decode(errors="replace")
        except sealing.CannotOpen:
            yield None
