"""The demo's rows as text: a file a table, its columns in the first line, then one row a line, as JSON. Large files
are compressed.

What is sealed in the database stands open here: nothing in it is real, and an installation seals it with its own key.
"""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models

from huaihai.kit.keys import owners
from huaihai.kit.rows import Field, Model, spelled
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


@dataclass(frozen=True)
class Table:
    """The rows of one table's file; `columns` as its first line names them."""

    name: str
    columns: list[str]
    lines: Iterator[str]

    @property
    def rows(self) -> Iterator[list[Any]]:
        return map(json.loads, self.lines)


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
        yield _line([spelled(field, value, key) for field, value in zip(fields, values, strict=True)])


def _kept_fields(model: Model) -> list[Field]:
    left_out = OWN_COLUMNS.get(model._meta.db_table, ())
    return [field for field in model._meta.concrete_fields if field.column not in left_out]


def _line(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"
