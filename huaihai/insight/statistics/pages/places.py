"""Statistics by city and county."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.papers.document import Table
from huaihai.insight.axes import Axis
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.charts import Chart
from huaihai.insight.statistics.deriving import Spot
from huaihai.insight.statistics.numbers import ALL, Numbers, before
from huaihai.insight.statistics.pages import asking, frame, writing
from huaihai.insight.statistics.pages.outcomes import outcome_chart
from huaihai.insight.statistics.source import GRAINS, QUARTERS, Told, told
from huaihai.insight.statistics.tiles import Tiles
from huaihai.kit import guards


@require_safe
@guards.public
def places(request: HttpRequest) -> HttpResponse:
    """Cities of the alliance; the counties of one of them."""
    title = _("Complaints by city and county")
    found = frame.asked(request)
    if found is None:
        return frame.none_yet(request, title)
    newest = next(reversed(found.periods(QUARTERS)), "")
    asked = asking.read(request, found, tuple(reversed(GRAINS)), default=newest)
    periods = (asked.period, before(asked.period)) if asked.period else ()
    numbers = found.numbers(*({"axis": Axis.ALL, "period": period} for period in periods))
    context: dict[str, Any] = {
        "asked": asked,
        "tiles": rate_tiles(numbers, asked.period) if asked.period else None,
        "cities": _cities_table(numbers, asked.period) if asked.period else None,
        "standard_url": frame.link("standard"),
        "outcomes": _outcomes(numbers, asked.period) if asked.period else None,
        "counties": _counties_table(numbers, asked) if asked.period and asked.place != ALL else None,
        "has_counties": "Q" in asked.period or "-" not in asked.period,
    }
    return frame.page(request, "places.html", found, title, context)


def rate_tiles(numbers: Numbers, period: str) -> Tiles:
    """Complaints for each 100,000 residents, in the diagram of the cities."""
    cities = [_told(numbers, period, city.code) for city in alliance.load().cities]
    return Tiles(
        title=writing.since(period, _("Complaints for each 100,000 residents")),
        values={one.place: writing.drawn(one.figures.get("rate", "")) for one in cities},
        value_name=_("For each 100,000 residents"),
        digits=2,
        withheld=frozenset(one.place for one in cities if writing.is_withheld(one.received)),
        note=residents_note(),
    )


def residents_note() -> str:
    """Where the number of residents is from."""
    return _(
        "Residents on 1 November 2020, seventh national census. More complaints for each resident do not mean that "
        "more is wrong there: where complaining is easy, people complain more."
    )


def _told(numbers: Numbers, period: str, place: str) -> Told:
    spot = Spot(Axis.ALL, period, place, ALL)
    return told(numbers, spot, before=numbers.get(Axis.ALL, before(period), place, ALL, "received"))


def _cities_table(numbers: Numbers, period: str) -> Table:
    codes = [*(city.code for city in alliance.load().cities), ALL]
    rows = tuple(_city_row(_told(numbers, period, code)) for code in codes)
    head = (
        pgettext("column", "City"),
        _("Received"),
        _("For each 100,000 residents"),
        _("Period before"),
        pgettext("statistics", "Change"),
    )
    return Table(writing.since(period, _("Complaints by city")), head, rows, frozenset({1, 2, 3, 4}))


def _city_row(one: Told) -> tuple[str, ...]:
    return (
        keys.place(one.place),
        writing.count(one.received),
        writing.plain(one.figures.get("rate")),
        writing.count(one.before),
        writing.change(one.figures.get("change_before")),
    )


def _outcomes(numbers: Numbers, period: str) -> Chart | None:
    rows = [
        (keys.place(city.code), Spot(Axis.ALL, period, city.code, ALL)) for city in alliance.load().cities
    ]
    title = writing.since(period, _("What became of the complaints"))
    return outcome_chart(numbers, title, pgettext("column", "City"), rows)


def _counties_table(numbers: Numbers, asked: asking.Asked) -> Table | None:
    city = alliance.load().city(asked.place)
    rows = tuple(
        (
            keys.place(county.code),
            writing.count(numbers.get(Axis.ALL, asked.period, county.code, ALL, "received")),
            writing.count(numbers.get(Axis.ALL, before(asked.period), county.code, ALL, "received")),
        )
        for county in city.counties
        if numbers.get(Axis.ALL, asked.period, county.code, ALL, "received") is not None
    )
    if not rows:
        return None
    title = _("Complaints by county and zone: %(city)s") % {"city": keys.place(city.code)}
    head = (pgettext("column", "County or zone"), _("Received"), _("Period before"))
    return Table(writing.since(asked.period, title), head, rows, frozenset({1, 2}))
