"""The numbers of dashboards, from the rollups alone: one query each, however many cases there are.

Months are first days, both ends included. A place is "all", a member city's code, or a county's or zone's; counties
have the axes all, category and nature only (`statement.OF_COUNTIES`). Staff read this; nothing of it is published.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, QuerySet, Sum

from huaihai import alliance
from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.models import DayCounted, MonthCount
from huaihai.insight.models.rollups import EVERYWHERE
from huaihai.insight.months import between
from huaihai.insight.rollups import statement
from huaihai.insight.rollups.tables import LARGEST, NAMES, Measures

__all__ = ["ALL", "Measures"]

ALL: Final = "all"  # every city together
_TOLD: Final[Mapping[str, Any]] = {
    f"all_{name}": Max(name) if name == LARGEST else Sum(name) for name in NAMES
}  # in the order of Measures


def totals(axis: str, *, since: date, until: date, place: str = ALL) -> dict[str, Measures]:
    """By key of the axis, over these months. Raises ValueError for an axis that counties do not have."""
    rows = _rows(axis, since, until, place).values_list("key")
    return {row[0]: _measures(row[1:]) for row in rows.annotate(**_TOLD)}


def whole(*, since: date, until: date, place: str = ALL) -> Measures:
    """All cases over these months."""
    return totals(Axis.ALL, since=since, until=until, place=place).get(WHOLE, Measures())


def months(*, since: date, until: date, place: str = ALL) -> dict[date, Measures]:
    """All cases month by month; a month in which nothing was received is there too."""
    rows = _rows(Axis.ALL, since, until, place).values_list("month").annotate(**_TOLD)
    found = {row[0]: _measures(row[1:]) for row in rows}
    return {month: found.get(month, Measures()) for month in between(since, until)}


def places(*, since: date, until: date, within: str = ALL) -> dict[str, Measures]:
    """All cases by city, or by county and zone within a city, over these months."""
    rows = MonthCount.objects.filter(axis=Axis.ALL, month__gte=since, month__lte=until)
    if within == ALL:
        told = rows.filter(county="").values_list("city")
    else:
        told = rows.filter(city=within).exclude(county="").values_list("county")
    return {row[0]: _measures(row[1:]) for row in told.annotate(**_TOLD).order_by()}


def counted_at() -> datetime | None:
    """When the numbers were last brought up to date; None before the first time."""
    last: datetime | None = DayCounted.objects.aggregate(last=Max("counted_at"))["last"]
    return last


def _rows(axis: str, since: date, until: date, place: str) -> "QuerySet[MonthCount, MonthCount]":
    rows = MonthCount.objects.filter(axis=axis, month__gte=since, month__lte=until).order_by()
    if place == ALL:
        return rows.filter(county=EVERYWHERE)
    if place in alliance.load().city_codes:
        return rows.filter(county="", city=place)
    if axis not in statement.OF_COUNTIES:
        raise ValueError(f"counties are not counted by {axis}")
    return rows.filter(county=place)


def _measures(row: tuple[Any, ...]) -> Measures:
    return Measures(*row)
