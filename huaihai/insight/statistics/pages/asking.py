"""What a reader may choose: a period and a city. What is not to be had falls back to the nearest that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.numbers import ALL
from huaihai.insight.statistics.source import MONTHS, QUARTERS, YEARS, Snapshot

type Choice = tuple[str, str]  # its value, its name


@dataclass(frozen=True)
class Asked:
    """The period and place of a page, what else may be chosen, and what had to be changed (`said`)."""

    period: str
    place: str
    periods: Sequence[tuple[str, Sequence[Choice]]]  # grouped by length
    places: Sequence[Choice]
    said: str = ""


def read(
    request: HttpRequest,
    found: Snapshot,
    grains: Sequence[str],
    *,
    default: str = "",
    has_places: bool = True,
) -> Asked:
    """What this address asks for. `default` is the period without a choice, else the newest of the first length."""
    known = {grain: list(reversed(found.periods(grain))) for grain in grains}
    every = [period for grain in grains for period in known[grain]]
    period, place = request.GET.get("period", ""), request.GET.get("place", ALL)
    said = []
    if period and period not in every:
        said.append(_("There is nothing published for this period, so the newest is shown."))
    if period not in every:
        period = default or next(iter(every), "")
    places = _places() if has_places else []
    if place not in dict(places):
        said += (
            [_("We do not know this city, so all cities are shown.")] if place != ALL and has_places else []
        )
        place = ALL
    return Asked(period, place, _grouped(known), places, " ".join(said))


def _places() -> list[Choice]:
    return [(ALL, keys.place(ALL)), *((city.code, keys.place(city.code)) for city in alliance.load().cities)]


def _grouped(known: dict[str, list[str]]) -> list[tuple[str, Sequence[Choice]]]:
    names = {YEARS: _("Years"), QUARTERS: _("Quarters"), MONTHS: _("Months")}
    return [
        (names[grain], [(period, keys.period(period)) for period in periods])
        for grain, periods in known.items()
        if periods
    ]
