"""What others read of releases: the latest, standing cells, corrections. Only public numbers."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from huaihai.insight.models import Cell, Correction, PublishedTable, Release


class CellRow(NamedTuple):
    """A published number; `value` None where it is withheld."""

    axis: str
    period: str
    place: str
    key: str
    measure: str
    value: int | None


def latest() -> Release | None:
    """The newest release; None before the first."""
    return Release.objects.order_by("-number").first()


def standing(release: Release | None = None) -> QuerySet[Cell]:
    """The cells as they stand now, or as they stood in this release."""
    if release is None:
        return Cell.objects.filter(end__isnull=True)
    ended = Q(end__isnull=True) | Q(end__number__gt=release.number)
    return Cell.objects.filter(ended, begin__number__lte=release.number)


def cells(release: Release | None = None, /, **asked: str) -> list[CellRow]:
    """The cells that answer to all that is asked (`axis`, `period`, …), in the order of the file; one query."""
    rows = standing(release).filter(**asked).order_by()
    return sorted(CellRow(*row) for row in rows.values_list(*CellRow._fields))


def corrections() -> QuerySet[Correction]:
    """Every published number that was changed, the newest first, with its release."""
    return Correction.objects.select_related("release")


def tables(release: Release) -> Sequence[tuple[str, str, str]]:
    """(table, period, rung) of everything published up to this release, sorted."""
    rows = PublishedTable.objects.filter(release__number__lte=release.number)
    return sorted(rows.values_list("table", "period", "rung"))
