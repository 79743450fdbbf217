"""The numbers of dashboards, from the rollups alone: one query each, however many cases there are.

Months are first days, both ends included. A place is "all", a member city's code, or a county's or zone's; counties
have the axes all, category and nature only (`statement.OF_COUNTIES`). Staff read this; nothing of it is published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max, Min, Q, QuerySet, Sum

from huaihai import alliance
from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.models import DayCount, DayCounted, MixCount, MonthCount
from huaihai.insight.models.rollups import EVERYWHERE
from huaihai.insight.months import between
from huaihai.insight.rollups import statement
from huaihai.insight.rollups.tables import LARGEST, NAMES, Measures

__all__ = ["ALL", "Measures", "Mix"]

ALL: Final = "all"  # every city together
_TOLD: Final[Mapping[str, Any]] = {
    f"all_{name}": Max(name) if name == LARGEST else Sum(name) for name in NAMES
}  # in the order of Measures


@dataclass(frozen=True, slots=True)
class Mix:
    """The cases that a city handles of one kind: what comparisons adjust by. `in_60_days` ended in so many days."""

    city: str
    category: str
    nature: str
    amount: str
    measures: Measures
    in_60_days: int


def totals(axis: str, *, since: date, until: date, place: str = ALL) -> dict[str, Measures]:
    """By key of the axis, over these months. Raises ValueError for an axis that counties do not have."""
    rows = _rows([axis], since, until, place).values_list("key")
    return {row[0]: _measures(row[1:]) for row in rows.annotate(**_TOLD)}


def by_axis(
    axes: Iterable[str], *, since: date, until: date, place: str = ALL
) -> dict[str, dict[str, Measures]]:
    """Axis → key → measures, several axes in one query: what a whole page asks. Raises ValueError as `totals`."""
    asked = sorted(axes)
    found: dict[str, dict[str, Measures]] = {axis: {} for axis in asked}
    for row in _rows(asked, since, until, place).values_list("axis", "key").annotate(**_TOLD):
        found[row[0]][row[1]] = _measures(row[2:])
    return found


def whole(*, since: date, until: date, place: str = ALL) -> Measures:
    """All cases over these months."""
    return totals(Axis.ALL, since=since, until=until, place=place).get(WHOLE, Measures())


def months(
    axis: str = Axis.ALL, *, since: date, until: date, place: str = ALL, key: str = WHOLE
) -> dict[date, Measures]:
    """Month by month under one key; a month in which nothing was received is there too."""
    rows = _rows([axis], since, until, place).filter(key=key).values_list("month").annotate(**_TOLD)
    found = {row[0]: _measures(row[1:]) for row in rows}
    return {month: found.get(month, Measures()) for month in between(since, until)}


def by_month(axis: str, *, since: date, until: date, place: str = ALL) -> dict[str, dict[date, Measures]]:
    """Month by month under every key: key → month → measures; without the months in which there were none."""
    found: dict[str, dict[date, Measures]] = {}
    for row in _rows([axis], since, until, place).values_list("key", "month").annotate(**_TOLD):
        found.setdefault(row[0], {})[row[1]] = _measures(row[2:])
    return found


def places(
    axis: str = Axis.ALL, *, since: date, until: date, key: str = WHOLE, within: str = ALL
) -> dict[str, Measures]:
    """By city, or by county and zone within a city, under one key over these months."""
    rows = MonthCount.objects.filter(axis=axis, month__gte=since, month__lte=until, key=key)
    if within == ALL:
        told = rows.filter(county="").values_list("city")
    else:
        _of_county(axis)
        told = rows.filter(city=within).exclude(county="").values_list("county")
    return {row[0]: _measures(row[1:]) for row in told.annotate(**_TOLD).order_by()}


def places_by_key(axis: str, *, since: date, until: date) -> dict[str, dict[str, Measures]]:
    """City → key → measures over these months: the table of cities by category, nature, channel …"""
    found: dict[str, dict[str, Measures]] = {}
    rows = MonthCount.objects.filter(axis=axis, county="", month__gte=since, month__lte=until).order_by()
    for row in rows.values_list("city", "key").annotate(**_TOLD):
        found.setdefault(row[0], {})[row[1]] = _measures(row[2:])
    return found


def days(
    *, since: date, until: date, place: str = ALL, category: str = "", nature: str = ""
) -> dict[date, int]:
    """Cases received day by day, both ends included; days without any are left out. "" means every one."""
    rows = DayCount.objects.filter(day__gte=since, day__lte=until)
    if place != ALL:
        rows = rows.filter(Q(city=place) if _is_city(place) else Q(county=place))
    chosen = {name: value for name, value in (("category", category), ("nature", nature)) if value}
    return dict(rows.filter(**chosen).order_by().values_list("day").annotate(n=Sum("received")))


def mix(*, since: date, until: date) -> list[Mix]:
    """The cases that each city handles by category, nature and amount, over these months."""
    rows = MixCount.objects.filter(month__gte=since, month__lte=until).order_by()
    mixes: Any = rows.values_list("city", "category", "nature", "amount").annotate(
        **_TOLD, timely=Sum("in_60_days")
    )
    return [
        Mix(city, category, nature, amount, _measures(tuple(told[:-1])), told[-1])
        for city, category, nature, amount, *told in mixes
    ]


def span() -> tuple[date, date] | None:
    """The first and the last month in which something was received."""
    ends = MonthCount.objects.filter(axis=Axis.ALL, county=EVERYWHERE).aggregate(
        first=Min("month"), last=Max("month")
    )
    return (ends["first"], ends["last"]) if ends["first"] else None


def counted_at() -> datetime | None:
    """When the numbers were last brought up to date; None before the first time."""
    last: datetime | None = DayCounted.objects.aggregate(last=Max("counted_at"))["last"]
    return last


def _rows(axes: Sequence[str], since: date, until: date, place: str) -> "QuerySet[MonthCount, MonthCount]":
    rows = MonthCount.objects.filter(axis__in=axes, month__gte=since, month__lte=until).order_by()
    if place == ALL:
        return rows.filter(county=EVERYWHERE)
    if _is_city(place):
        return rows.filter(county="", city=place)
    for axis in axes:
        _of_county(axis)
    return rows.filter(county=place)


def _of_county(axis: str) -> None:
    if axis not in statement.OF_COUNTIES:
        raise ValueError(f"counties are not counted by {axis}")


def _is_city(place: str) -> bool:
    return place in alliance.load().city_codes


def _measures(row: tuple[Any, ...]) -> Measures:
    return Measures(*row)
