"""A raw dump, and what opens in it."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models

from huaihai.cases.models import Case
from huaihai.compensation.models import Claim
from huaihai.kit.keys import columns, opening
from huaihai.kit.keys.columns import SealedColumn
from huaihai.kit.keys.rings import Ring
from huaihai.record.models import Event, OutboxMessage

type Value = tuple[str, str]  # column and key of the row

NONE = Ring("nothing", {"nothing": bytes(32)})


def opens(ring: Ring) -> set[Value]:
    """What this ring alone opens."""
    found: set[Value] = set()

    def keep(line: str) -> None:
        one = json.loads(line)
        found.add((one["column"], one["row"]))

    for _column in opening.everything(ring, keep):
        pass
    return found


def sealed() -> set[Value]:
    """All that is sealed."""
    return {(f"{column.model._meta.db_table}.{column.name}", str(row["pk"])) for column, row in _values()}


def of_cases() -> dict[Value, UUID]:
    """What is sealed of a case, found by the foreign keys and subjects of rows, and by nothing that seals."""
    ways: dict[type[models.Model], dict[str, UUID]] = {}
    found = {}
    for column, row in _values():
        model = column.model
        if model not in ways:
            ways[model] = _cases_by_row(model)
        if (case := ways[model].get(str(row["pk"]))) is not None:
            found[f"{model._meta.db_table}.{column.name}", str(row["pk"])] = case
    return found


def cities_of(case: Case) -> set[str]:
    """Home and lead."""
    bodies = [body for body in (case.home, case.lead) if body is not None]
    return {body.city.region_code for body in bodies if body.city is not None}


def misplaced() -> list[str]:
    """What is sealed with another key than what belongs to its owner; the demo's second steps bear its own."""
    return [
        f"{column.model._meta.db_table}.{column.name} of {row['pk']}"
        for column, row in _values()
        if column.is_old(row) and not _is_of_demo(row[column.name])
    ]


def _is_of_demo(value: Any) -> bool:
    return columns.keys_of(value) == {"demo-1"}


def _values() -> Iterator[tuple[SealedColumn, columns.Row]]:
    for model, some in columns.by_model().items():
        for column in some:
            if isinstance(column, SealedColumn):
                names = {column.name, *column.needs}
                for row in models.QuerySet(model).values("pk", *names):
                    if columns.keys_of(row[column.name]):
                        yield column, row


def _cases_by_row(model: type[models.Model]) -> dict[str, UUID]:
    rows: models.QuerySet[models.Model] = models.QuerySet(model)
    if model is Case:
        return {str(pk): pk for pk in rows.values_list("pk", flat=True)}
    if model in (Event, OutboxMessage):
        return dict(_by_subject(rows))
    if way := way_to_case(model):
        return {str(pk): case for pk, case in rows.values_list("pk", way) if case is not None}
    return {}


def _by_subject(rows: "models.QuerySet[models.Model]") -> Iterator[tuple[str, UUID]]:
    claims = {str(claim.pk): claim.case_id for claim in Claim.objects.all()}
    for pk, subject in rows.values_list("pk", "subject"):
        kind, _, key = subject.partition(":")
        if kind == "case":
            yield str(pk), UUID(key)
        elif kind == "claim":
            yield str(pk), claims[key]


def way_to_case(model: type[models.Model], seen: tuple[type[models.Model], ...] = ()) -> str:
    """Over keys that no row may lack: what may stand without a case belongs to none."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.null or field.related_model in seen:
            continue
        above = field.related_model
        if above is Case:
            return field.name
        if beyond := way_to_case(above, (*seen, model)):
            return f"{field.name}__{beyond}"
    return ""
