"""In which form the programme runs on a day, and whose criteria count."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from huaihai.brands.models import Basis, CriteriaVersion, Entry


def basis_on(on: date) -> Basis | None:
    """The legal basis in force on this day; None: the programme is a directory of pledges, without title and rank."""
    rows = _adopted(Basis, on).filter(from_on__lte=on)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
    found: Basis | None = (
        rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).order_by("from_on", "at").first()
    )
    return found


def gives_title(on: date) -> bool:
    """Whether title, rank, score and mark exist on this day."""
    return basis_on(on) is not None


def criteria_on(on: date) -> CriteriaVersion | None:
    """The criteria that the alliance has adopted and that count on this day; None before the first."""
    rows = _adopted(CriteriaVersion, on).filter(from_on__lte=on)
    found: CriteriaVersion | None = rows.order_by("from_on", "number").last()
    return found


def has_title(entry: Entry, on: date) -> bool:
    """Whether this entry carries the title on this day."""
    return entry.holds_mark(on) and gives_title(on)


def _adopted(model: type[Basis] | type[CriteriaVersion], on: date) -> models.QuerySet[Any, Any]:
    """Rows whose resolution is in force on this day: begun, and not repealed."""
    rows: models.QuerySet[Any, Any] = model.objects.filter(resolution__in_force_from__lte=on)
    return rows.filter(Q(resolution__repealed_from__isnull=True) | Q(resolution__repealed_from__gt=on))
