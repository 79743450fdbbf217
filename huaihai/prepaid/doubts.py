"""Entries of cards that their holders doubt and about which nobody has decided."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from huaihai.prepaid import books
from huaihai.prepaid.models import CardEntry

type Rows = QuerySet[CardEntry, Any]


def all_doubts() -> Rows:
    """The oldest first."""
    after = CardEntry.objects.filter(of=OuterRef("pk")).order_by()
    is_doubted, is_over = after.filter(kind=books.DOUBT), after.filter(kind__in=[books.UNDO, books.SETTLE])
    rows: Rows = CardEntry.objects.filter(Exists(is_doubted), ~Exists(is_over))
    return rows.select_related("card").order_by("noted_at", "pk")
