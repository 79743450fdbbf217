"""The first page of statistics: received, what became of it, how sure that is, where, and over time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.desk.papers.document import Table
from huaihai.insight.axes import Axis
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.charts import Chart, Kind, Series
from huaihai.insight.statistics.deriving import Spot
from huaihai.insight.statistics.numbers import ALL, Number, Numbers
from huaihai.insight.statistics.pages import frame, places, writing
from huaihai.insight.statistics.pages.outcomes import are_published, outcome_chart
from huaihai.insight.statistics.source import MONTHS, QUARTERS, Snapshot, told
from huaihai.kit import guards

TREND = 24  # months, at most
LATE = 6  # quarters looked through for the newest with outcomes


@require_safe
@guards.public
def overview(request: HttpRequest) -> HttpResponse:
    """All cities together, then each."""
    title = _("Consumer complaints in numbers")
    found = frame.asked(request)
    if found is None:
        return frame.none_yet(request, title)
    whole = found.numbers({"axis": Axis.ALL, "place": ALL})
    context = {
        **_received(found, whole),
        **_outcomes(found, whole),
        **_cities(found),
        "axes": [(axis.value, label) for axis, label in keys.AXES.items()],
    }
    return frame.page(request, "overview.html", found, title, context)


def _received(found: Snapshot, whole: Numbers) -> dict[str, Any]:
    months, quarters = found.periods(MONTHS)[-TREND:], found.periods(QUARTERS)
    newest = [*months[-1:], *quarters[-1:]]
    return {
        "newest": [_newest(whole, period) for period in newest],
        "months": months_chart(whole, list(months)) if len(months) > 1 else None,
    }


def _newest(whole: Numbers, period: str) -> dict[str, str]:
    told_ = told(whole, Spot(Axis.ALL, period, ALL, ALL))
    return {
        "period": keys.period(period),
        "received": writing.count(told_.received),
        "rate": writing.plain(told_.figures.get("rate")),
        "change": told_.figures.get("change_before", "") and writing.change(told_.figures["change_before"]),
        "change_year": told_.figures.get("change_year", "") and writing.change(told_.figures["change_year"]),
    }


def months_chart(whole: Numbers, months: list[str], place: str = ALL) -> Chart:
    """Complaints received, month by month."""
    values = [whole.get(Axis.ALL, month, place, ALL, "received") for month in months]
    return Chart(
        kind=Kind.LINES,
        title=_("Complaints received, month by month"),
        labels=tuple(map(keys.period, months)),
        short=tuple(map(keys.short_period, months)),
        series=(_series(_("Received"), values),),
        label_head=pgettext("column", "Month"),
    )


def _series(name: str, values: list[Number]) -> Series:
    return Series(
        name,
        tuple(map(writing.drawn, values)),
        withheld=frozenset(place for place, value in enumerate(values) if writing.is_withheld(value)),
    )


def _outcomes(found: Snapshot, whole: Numbers) -> dict[str, Any]:
    """Of the newest quarter whose outcomes are published, and of those before it."""
    quarters = [
        quarter
        for quarter in found.periods(QUARTERS)
        if are_published(whole, Spot(Axis.ALL, quarter, ALL, ALL))
    ][-LATE:]
    if not quarters:
        return {"outcomes": None}
    newest = quarters[-1]
    figures = told(whole, Spot(Axis.ALL, newest, ALL, ALL)).figures
    money = whole.get(Axis.ALL, newest, ALL, ALL, "recovered_fen")
    return {
        "outcomes": outcome_chart(
            whole,
            _("What became of the complaints of each quarter"),
            pgettext("column", "Received in"),
            [(keys.period(quarter), Spot(Axis.ALL, quarter, ALL, ALL)) for quarter in reversed(quarters)],
        ),
        "outcomes_table": _outcome_table(whole, newest, figures),
        "outcomes_of": keys.period(newest),
        "bounds": figures if "solved_low" in figures and "solved_high" in figures else None,
        "called": _called(whole, newest),
        "recovered": money if isinstance(money, int) else None,
    }


def _called(whole: Numbers, quarter: str) -> dict[str, str] | None:
    found = {
        name: whole.get(Axis.ALL, quarter, ALL, ALL, name)
        for name in ("unknown", "called", "reached", "solved")
    }
    if found["called"] is None:
        return None
    return {name: writing.count(number) for name, number in found.items()}


def _outcome_table(whole: Numbers, quarter: str, figures: dict[str, str]) -> Table:
    rows = [
        (
            str(name),
            writing.count(whole.get(Axis.ALL, quarter, ALL, ALL, outcome)),
            writing.percent(figures.get(f"share_{outcome}")),
        )
        for outcome, name in keys.OUTCOMES.items()
    ]
    return Table(
        writing.since(quarter, _("What became of the complaints")),
        (pgettext("column", "Outcome"), pgettext("column", "Cases"), pgettext("column", "Share")),
        tuple(rows),
        frozenset({1, 2}),
    )


def _cities(found: Snapshot) -> dict[str, Any]:
    quarters = found.periods(QUARTERS)
    if not quarters:
        return {"tiles": None}
    return {
        "tiles": places.rate_tiles(found.numbers({"axis": Axis.ALL, "period": quarters[-1]}), quarters[-1])
    }
