"""The public pages of statistics, each of one release: the whole, cities and counties, corrected numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.drawing.tiles import of_cities
from huaihai.desk.papers.document import Chart, Table
from huaihai.insight.axes import Axis
from huaihai.insight.models import Correction
from huaihai.insight.releases import facts as releases_facts
from huaihai.insight.statistics import frame, keys, writing
from huaihai.insight.statistics.deriving import ALL, Numbers, Spot, before
from huaihai.insight.statistics.facts import GRAINS, MONTHS, QUARTERS, Published, Snapshot, published
from huaihai.insight.statistics.writing import are_published, outcome_chart, outcome_table
from huaihai.kit import guards, spoken
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way


@require_safe
@guards.same_for_all
def places(request: HttpRequest) -> HttpResponse:
    """Cities of the alliance; the counties of one of them."""
    title = _("Complaints by city and county")
    found = frame.snapshot_asked(request)
    if found is None:
        return frame.none_yet(request, title)
    newest = next(reversed(found.periods(QUARTERS)), "")
    asked = frame.chosen(request, found, tuple(reversed(GRAINS)), default=newest)
    periods = (asked.period, before(asked.period)) if asked.period else ()
    numbers = found.numbers(*({"axis": Axis.ALL, "period": period} for period in periods))
    context: dict[str, Any] = {
        "asked": asked,
        "tiles": rate_tiles(numbers, asked.period) if asked.period else None,
        "cities": _cities_table(numbers, asked.period, found.counted) if asked.period else None,
        "standard_url": way("standard"),
        "outcomes": _outcomes(numbers, asked.period, found.counted) if asked.period else None,
        "counties": _counties_table(numbers, asked, found.counted)
        if asked.period and asked.place != ALL
        else None,
        "has_counties": "Q" in asked.period or "-" not in asked.period,
    }
    return frame.page(request, "places.html", found, title, context)


def rate_tiles(numbers: Numbers, period: str) -> Chart:
    """Complaints for each 100,000 residents, in the diagram of the cities."""
    cities = [_published(numbers, period, city.code) for city in alliance.load().cities]
    return of_cities(
        writing.since(period, _("Complaints for each 100,000 residents")),
        {one.place: writing.drawn(one.figures.get("rate", "")) for one in cities},
        _("For each 100,000 residents"),
        hidden={one.place for one in cities if writing.is_withheld(one.received)},
        digits=2,
        note=residents_note(),
    )


def residents_note() -> str:
    """Where the number of residents is from."""
    return _(
        "Residents on 1 November 2020, seventh national census. More complaints for each resident do not mean that "
        "more is wrong there: where complaining is easy, people complain more."
    )


def _published(numbers: Numbers, period: str, place: str) -> Published:
    spot = Spot(Axis.ALL, period, place, ALL)
    return published(numbers, spot, before=numbers.get(Axis.ALL, before(period), place, ALL, "received"))


def _cities_table(numbers: Numbers, period: str, counted: str) -> Table:
    codes = [*(city.code for city in alliance.load().cities), ALL]
    rows = tuple(_city_row(_published(numbers, period, code), period, counted) for code in codes)
    head = (
        pgettext("column", "City"),
        _("Received"),
        _("For each 100,000 residents"),
        _("Period before"),
        pgettext("statistics", "Change"),
    )
    return Table(writing.since(period, _("Complaints by city")), head, rows, frozenset({1, 2, 3, 4}))


def _city_row(one: Published, period: str, counted: str) -> tuple[str, ...]:
    spot = Spot(Axis.ALL, period, one.place, ALL)
    return (
        keys.place(one.place),
        writing.marked(writing.count(one.received), "received", spot, counted),
        writing.marked(writing.plain(one.figures.get("rate")), "rate", spot, counted),
        writing.marked(writing.count(one.before), "received", spot._replace(period=before(period)), counted),
        writing.change(one.figures.get("change_before")),
    )


def _outcomes(numbers: Numbers, period: str, counted: str) -> Chart | None:
    rows = [
        (keys.place(city.code), Spot(Axis.ALL, period, city.code, ALL)) for city in alliance.load().cities
    ]
    title = writing.since(period, _("What became of the complaints"))
    return outcome_chart(numbers, title, pgettext("column", "City"), rows, counted)


def _counties_table(numbers: Numbers, asked: frame.Chosen, counted: str) -> Table | None:
    city = alliance.load().city(asked.place)
    rows = tuple(
        (
            keys.place(county.code),
            *(
                writing.marked(writing.count(numbers.get(*spot, "received")), "received", spot, counted)
                for spot in (
                    Spot(Axis.ALL, period, county.code, ALL)
                    for period in (asked.period, before(asked.period))
                )
            ),
        )
        for county in city.counties
        if numbers.get(Axis.ALL, asked.period, county.code, ALL, "received") is not None
    )
    if not rows:
        return None
    title = _("Complaints by county and zone: %(city)s") % {"city": keys.place(city.code)}
    head = (pgettext("column", "County or zone"), _("Received"), _("Period before"))
    return Table(writing.since(asked.period, title), head, rows, frozenset({1, 2}))


TREND = 24  # months, at most
LATE = 6  # quarters looked through for the newest with outcomes


@require_safe
@guards.same_for_all
def overview(request: HttpRequest) -> HttpResponse:
    """All cities together, then each."""
    title = _("Consumer complaints in numbers")
    found = frame.snapshot_asked(request)
    if found is None:
        return frame.none_yet(request, title)
    whole = found.numbers({"axis": Axis.ALL, "place": ALL})
    context = {
        **_received(found, whole),
        **_outcomes_by_quarter(found, whole),
        **_cities(found),
        "axes": [(axis.value, label) for axis, label in keys.AXES.items()],
    }
    return frame.page(request, "overview.html", found, title, context)


def _received(found: Snapshot, whole: Numbers) -> dict[str, Any]:
    months, quarters = found.periods(MONTHS)[-TREND:], found.periods(QUARTERS)
    newest = [*months[-1:], *quarters[-1:]]
    return {
        "newest": [_newest(whole, period, found.counted) for period in newest],
        "months": months_chart(whole, list(months), found.counted) if len(months) > 1 else None,
    }


def _newest(whole: Numbers, period: str, counted: str) -> dict[str, str]:
    spot = Spot(Axis.ALL, period, ALL, ALL)
    told_ = published(whole, spot)
    return {
        "period": keys.period(period),
        "received": writing.marked(writing.count(told_.received), "received", spot, counted),
        "rate": writing.marked(writing.plain(told_.figures.get("rate")), "rate", spot, counted),
        "change": told_.figures.get("change_before", "") and writing.change(told_.figures["change_before"]),
        "change_year": told_.figures.get("change_year", "") and writing.change(told_.figures["change_year"]),
    }


def months_chart(whole: Numbers, months: list[str], counted: str) -> Chart:
    """Complaints received, month by month."""
    spots = [Spot(Axis.ALL, month, ALL, ALL) for month in months]
    return Chart(
        shape="lines",
        caption=_("Complaints received, month by month"),
        labels=tuple(map(keys.period, months)),
        short=tuple(map(keys.short_period, months)),
        series=(writing.series(_("Received"), "received", whole, spots, counted),),
        label_head=pgettext("column", "Month"),
    )


def _outcomes_by_quarter(found: Snapshot, whole: Numbers) -> dict[str, Any]:
    """Of the newest quarter whose outcomes are published, and of those before it."""
    quarters = [
        quarter
        for quarter in found.periods(QUARTERS)
        if are_published(whole, Spot(Axis.ALL, quarter, ALL, ALL))
    ][-LATE:]
    if not quarters:
        return {"outcomes": None}
    newest = quarters[-1]
    spot = Spot(Axis.ALL, newest, ALL, ALL)
    figures = published(whole, spot).figures
    money = whole.get(Axis.ALL, newest, ALL, ALL, "recovered_fen")
    return {
        "outcomes": outcome_chart(
            whole,
            _("What became of the complaints of each quarter"),
            pgettext("column", "Received in"),
            [(keys.period(quarter), Spot(Axis.ALL, quarter, ALL, ALL)) for quarter in reversed(quarters)],
            found.counted,
        ),
        "outcomes_table": _outcome_table(whole, spot, found.counted),
        "dots": writing.hundred(whole, spot, found.counted),
        "outcomes_of": keys.period(newest),
        "bounds": _bounds(figures, spot, found.counted),
        "called": _called(whole, newest),
        "recovered": writing.marked(spoken.figures(money), "recovered", spot, found.counted)
        if isinstance(money, int)
        else None,
    }


def _called(whole: Numbers, quarter: str) -> dict[str, str] | None:
    found = {
        name: whole.get(Axis.ALL, quarter, ALL, ALL, name)
        for name in ("unknown", "called", "reached", "solved")
    }
    if found["called"] is None:
        return None
    return {name: writing.count(number) for name, number in found.items()}


def _bounds(figures: dict[str, str], spot: Spot, counted: str) -> dict[str, str] | None:
    """The share solved, at least and at most, and its estimate; None where one of the two is not known."""
    if "solved_low" not in figures or "solved_high" not in figures:
        return None
    of = {"solved_low": "solved", "solved_high": "solved.most", "solved_estimate": "solved.estimate"}
    said = {
        f"{name}_words": writing.marked(f"{figures[name]}%", of[name], spot, counted)
        for name in of
        if name in figures
    }
    return {**figures, **said}


def _outcome_table(whole: Numbers, spot: Spot, counted: str) -> Table:
    return outcome_table(writing.since(spot.period, _("What became of the complaints")), whole, spot, counted)


def _cities(found: Snapshot) -> dict[str, Any]:
    quarters = found.periods(QUARTERS)
    if not quarters:
        return {"tiles": None}
    return {"tiles": rate_tiles(found.numbers({"axis": Axis.ALL, "period": quarters[-1]}), quarters[-1])}


@require_safe
@guards.same_for_all
def corrections(request: HttpRequest) -> HttpResponse:
    """All corrections, the newest first."""
    title = _("Corrections")
    found = frame.snapshot_asked(request)
    if found is None:
        return frame.none_yet(request, title)
    page = page_of(releases_facts.corrections(), request.GET.get("page"))
    rows = [_row(one) for one in page.rows]
    return frame.page(request, "corrections.html", found, title, {"page": page, "rows": rows})


@dataclass(frozen=True)
class Row:
    """A correction in words. `number` is the release that brought it."""

    what: str
    was: str
    now: str
    on: date
    number: int
    why: str


def _row(one: Correction) -> Row:
    what = (
        keys.measure(one.measure),
        "" if one.axis == "all" else keys.name(one.axis, one.key),
        keys.place(one.place),
        keys.period(one.period),
    )
    return Row(
        what=" · ".join(filter(None, what)),
        was=_number(one.measure, one.before),
        now=_number(one.measure, one.after),
        on=one.corrected_on,
        number=one.release.number,
        why=one.reason,
    )


def _number(measure: str, number: int) -> str:
    return spoken.figures(number) if measure.endswith("_fen") else f"{number:,}"
