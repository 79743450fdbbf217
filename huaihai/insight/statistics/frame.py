"""What every page of statistics shows and lets choose: release, citation and data; period and city."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.desk.papers import charts
from huaihai.insight.models import Release
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.deriving import ALL
from huaihai.insight.statistics.facts import MONTHS, QUARTERS, YEARS, Snapshot, snapshot
from huaihai.kit import clock, spoken
from huaihai.kit.network import whole
from huaihai.kit.templatetags.kit import platform_name
from huaihai.kit.ways import way

type Choice = tuple[str, str]  # its value, its name


@dataclass(frozen=True)
class Chosen:
    """The period and place of a page, what else may be chosen, and what had to be changed (`said`)."""

    period: str
    place: str
    periods: Sequence[tuple[str, Sequence[Choice]]]  # grouped by length
    places: Sequence[Choice]
    said: str = ""


def chosen(
    request: HttpRequest,
    found: Snapshot,
    grains: Sequence[str],
    *,
    default: str = "",
) -> Chosen:
    """What this address asks for. `default` is the period without a choice, else the newest of the first length."""
    known = {grain: list(reversed(found.periods(grain))) for grain in grains}
    every = [period for grain in grains for period in known[grain]]
    period, place = request.GET.get("period", ""), request.GET.get("place", ALL)
    said = []
    if period and period not in every:
        said.append(_("There is nothing published for this period, so the newest is shown."))
    if period not in every:
        period = default or next(iter(every), "")
    places = _places()
    if place not in dict(places):
        said.append(_("We do not know this city, so all cities are shown."))
        place = ALL
    return Chosen(period, place, _grouped(known), places, " ".join(said))


def _places() -> list[Choice]:
    return [(ALL, keys.place(ALL)), *((city.code, keys.place(city.code)) for city in alliance.load().cities)]


def _grouped(known: dict[str, list[str]]) -> list[tuple[str, Sequence[Choice]]]:
    names = {YEARS: _("Years"), QUARTERS: _("Quarters"), MONTHS: _("Months")}
    return [
        (names[grain], [(period, keys.period(period)) for period in periods])
        for grain, periods in known.items()
        if periods
    ]


PARAMETER = "release"
HASH_LENGTH = 16


def snapshot_asked(request: HttpRequest) -> Snapshot | None:
    """The release that the address names, else the latest."""
    return snapshot(request.GET.get(PARAMETER))


def page(
    request: HttpRequest, template: str, found: Snapshot, title: str, context: dict[str, Any]
) -> HttpResponse:
    """A page about this release, with the box that says how to cite it; or one of its charts as a file."""
    if (file := charts.asked(request, context)) is not None:
        return file
    shared = {
        "snapshot": found,
        "title": title,
        "made_on": clock.local_day(found.release.made_at),
        "citation": citation(found.release, title, address(request, found.release)),
        "data_url": way("data"),
        "kept": "" if found.is_latest else f"{PARAMETER}={found.release.number}",
    }
    return render(request, f"insight/statistics/{template}", {**shared, **context})


def none_yet(request: HttpRequest, title: str) -> HttpResponse:
    """Before the first release."""
    return render(request, "insight/statistics/none.html", {"title": title})


def address(request: HttpRequest, release: Release) -> str:
    """Where this page stays as it is now: its choices, and the release by number."""
    query = request.GET.copy()
    query[PARAMETER] = str(release.number)
    where = f"{request.path}?{query.urlencode()}"
    return whole(request, where)


def citation(release: Release, title: str, at: str) -> str:
    """One line to copy: who says it, what, which release, of which day, how its file is known, where."""
    words = _(
        "%(platform)s: %(title)s. Release %(number)s of %(day)s (file SHA-256 %(hash)s…). %(address)s"
    ) % {
        "platform": platform_name(alliance.load()),
        "title": title,
        "number": release.number,
        "day": spoken.full_day(clock.local_day(release.made_at)),
        "hash": release.file_hash[:HASH_LENGTH],
        "address": at,
    }
    demo = _("Demonstration: the numbers are made up.") if release.is_demo else ""
    return "\n".join(filter(None, (words, demo)))
