"""What others read of releases: the latest, standing cells, corrections. Only public numbers."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from huaihai.insight.models import Cell, Correction, PublishedTable, Release
from huaihai.insight.releases.tables import grain_of


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


def cells(
    *,
    axis: str | None = None,
    period: str | None = None,
    place: str | None = None,
    key: str | None = None,
    measure: str | None = None,
    release: Release | None = None,
) -> list[CellRow]:
    """The cells that answer to all that is asked, in the order of the file; one query."""
    asked = {"axis": axis, "period": period, "place": place, "key": key, "measure": measure}
    rows = standing(release).filter(**{name: value for name, value in asked.items() if value is not None})
    return sorted(CellRow(*row) for row in rows.order_by().values_list(*CellRow._fields))


def value(
    axis: str, period: str, place: str, key: str, measure: str, *, release: Release | None = None
) -> int | None:
    """This number; None where it is withheld or not published."""
    found = cells(axis=axis, period=period, place=place, key=key, measure=measure, release=release)
    return found[0].value if found else None


def periods(grain: str) -> list[str]:
    """The months, quarters or years ("month", "quarter", "year") of which anything is published, the oldest first."""
    rows = standing().filter(axis="all", place="all", measure="received").order_by()
    found = rows.values_list("period", flat=True).distinct()
    return sorted(period for period in found if grain_of(period) == grain)


def corrections() -> QuerySet[Correction]:
    """Every published number that was changed, the newest first, with its release."""
    return Correction.objects.select_related("release")


def tables(release: Release) -> Sequence[tuple[str, str, str]]:
    """(table, period, rung) of everything published up to this release, sorted."""
    rows = PublishedTable.objects.filter(release__number__lte=release.number)
    return sorted(rows.values_list("table", "period", "rung"))
