"""What an officer looks at: a place, an axis, a stretch of months. Nonsense falls back to the usual."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai import alliance
from huaihai.governance import standing
from huaihai.insight.axes import Axis
from huaihai.insight.rollups.reading import ALL
from huaihai.insight.statistics import keys
from huaihai.members.actors import Actor

STRETCHES: Final = {
    "3": pgettext_lazy("months", "3 months"),
    "6": pgettext_lazy("months", "6 months"),
    "12": pgettext_lazy("months", "12 months"),
    "24": pgettext_lazy("months", "24 months"),
}
USUAL: Final = "12"
AXES: Final = {
    Axis.ALL.value: _("Month by month"),
    **{axis.value: label for axis, label in keys.AXES.items()},
}


@dataclass(frozen=True)
class Chosen:
    """`since` and `until` are first days of months, both included."""

    place: str
    axis: Axis
    stretch: str
    since: date
    until: date
    places: Sequence[tuple[str, str]]


def chosen(asked: QueryDict, actor: Actor, *, today: date) -> Chosen:
    """Raises Http404 for a city that is not the officer's own; the secretariat and auditors look at every one."""
    places = _places(actor, today)
    place = asked.get("place", ALL)
    if place not in dict(places):
        raise Http404
    axis, stretch = asked.get("axis", Axis.ALL.value), asked.get("months", USUAL)
    stretch = stretch if stretch in STRETCHES else USUAL
    until = today.replace(day=1)
    return Chosen(
        place=place,
        axis=Axis(axis) if axis in AXES else Axis.ALL,
        stretch=stretch,
        since=_back(until, int(stretch) - 1),
        until=until,
        places=places,
    )


def _places(actor: Actor, today: date) -> list[tuple[str, str]]:
    own = actor.organisation.city if actor.organisation is not None else None
    sees_all = standing.is_office(actor, on=today) or "auditor" in actor.roles
    codes = [
        city.code
        for city in alliance.load().cities
        if sees_all or (own is not None and city.code == own.region_code)
    ]
    return [(ALL, keys.place(ALL)), *((code, keys.place(code)) for code in codes)]


def _back(month: date, months: int) -> date:
    count = month.year * 12 + month.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
