"""Which cases are not entered yet where they must be, and in which another platform waits for an answer."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from huaihai import alliance
from huaihai.cases.models import ElsewhereNumber
from huaihai.kit import local_words

type Rows = QuerySet[Any, Any]
Platform = ElsewhereNumber.Platform


def required() -> list[Platform]:
    """The platforms into which the bodies of this alliance must enter their cases."""
    return [Platform(code) for code in alliance.load().entering]


def not_entered() -> Q:
    """Cases that lack a number of one of them. What a regulator entrusted is at 12315 already."""
    found, is_held = Q(pk__in=[]), ~Q(receipt_hash="")  # not emptied
    for platform in required():
        there = ElsewhereNumber.objects.filter(case=OuterRef("pk"), platform=platform)
        lacks = Q(~Exists(there))
        found |= lacks & Q(regulator_number="") if platform == Platform.REGULATOR else lacks
    return found & is_held


def names() -> str:
    """What they are called, in one line."""
    return local_words.listed(str(platform.label) for platform in required())


def due_there(rows: Rows) -> Rows:
    """Of these, those in which another platform waits for an answer; what it wants first stands first."""
    never = Value(date.max, DateField())
    found: Rows = rows.filter(Exists(_waiting())).annotate(there_on=Coalesce(first_day(), never))
    return found.order_by("there_on", "stage_since", "pk")


def first_day() -> Subquery:
    """Of a case, the first day on which another platform wants an answer; None where none does."""
    return Subquery(_waiting().values("due_on")[:1], output_field=DateField())


def _waiting() -> Rows:
    return ElsewhereNumber.objects.pressing().filter(case=OuterRef("pk"))


def days_there(keys: Collection[UUID]) -> dict[UUID, list[tuple[date, str]]]:
    """By case, until when another platform waits for an answer, and which; the first comes first, in one query."""
    found: dict[UUID, list[tuple[date, str]]] = {}
    rows = ElsewhereNumber.objects.pressing().filter(case__in=keys)
    days: Any = rows.values_list("case_id", "due_on", "platform")  # pressing: each has a day
    for key, due_on, platform in days:
        found.setdefault(key, []).append((due_on, str(Platform(platform).label)))
    return found


def address(case_id: UUID) -> str:
    """The page from which it is copied out for the first of the platforms; it leads back to the list."""
    return f"{reverse('desk-copy-out', args=[case_id, required()[0].value])}?from=list"
