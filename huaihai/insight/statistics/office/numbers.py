"""Live numbers for staff, from the rollups: four queries, however many cases there are."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.papers.document import Table
from huaihai.insight.axes import Axis
from huaihai.insight.rollups import reading
from huaihai.insight.rollups.reading import Measures
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.charts import Chart, Kind, Series
from huaihai.insight.statistics.office.choosing import AXES, STRETCHES, Chosen, chosen
from huaihai.kit import clock


@require_safe
@readers
def numbers(request: HttpRequest) -> HttpResponse:
    """Received, open and the outcomes: by month, or by one axis."""
    wanted = chosen(request.GET, actor_of(request), today=clock.today())
    months = reading.months(since=wanted.since, until=wanted.until, place=wanted.place)
    whole = sum(months.values(), Measures())
    context: dict[str, Any] = {
        **frame(request, "insight"),
        "wanted": wanted,
        "axes": list(AXES.items()),
        "stretches": list(STRETCHES.items()),
        "whole": whole,
        "outcomes": [(name, whole.outcome(outcome)) for outcome, name in keys.OUTCOMES.items()],
        "counted_at": reading.counted_at(),
    }
    if wanted.axis is Axis.ALL:
        context["charts"] = [_by_month(months), _outcomes_by_month(months)]
    else:
        totals = reading.totals(wanted.axis, since=wanted.since, until=wanted.until, place=wanted.place)
        context["charts"] = [_by_key(wanted, totals)]
    return render(request, "insight/statistics/office/numbers.html", context)


def _by_month(months: Mapping[date, Measures]) -> Chart:
    told = [f"{month:%Y-%m}" for month in months]
    return Chart(
        kind=Kind.LINES,
        title=_("Complaints received, month by month"),
        labels=tuple(map(keys.period, told)),
        short=tuple(map(keys.short_period, told)),
        series=(
            Series(_("Received"), tuple(float(one.received) for one in months.values())),
            Series(_("Of these still open"), tuple(float(one.open) for one in months.values())),
        ),
        label_head=pgettext("column", "Month"),
    )


def _outcomes_by_month(months: Mapping[date, Measures]) -> Chart:
    newest_first = list(reversed(list(months.items())))
    return Chart(
        kind=Kind.STACKED,
        title=_("What became of the complaints of each month, so far"),
        labels=tuple(keys.period(f"{month:%Y-%m}") for month, _measures in newest_first),
        series=tuple(
            Series(str(name), tuple(float(one.outcome(outcome)) for _month, one in newest_first))
            for outcome, name in keys.OUTCOMES.items()
        ),
        label_head=pgettext("column", "Month"),
    )


def _by_key(wanted: Chosen, totals: Mapping[str, Measures]) -> Chart:
    order = [key for key in keys.keys(wanted.axis) if key in totals]
    if wanted.axis not in keys.ORDERED:
        order.sort(key=lambda key: (key == "none", -totals[key].received))
    title = str(keys.AXES[wanted.axis])
    return Chart(
        kind=Kind.BARS,
        title=title,
        labels=tuple(keys.name(wanted.axis, key) for key in order),
        series=(Series(_("Received"), tuple(float(totals[key].received) for key in order)),),
        table=_table(wanted.axis, title, {key: totals[key] for key in order}),
        is_open=True,
    )


def _table(axis: Axis, title: str, totals: Mapping[str, Measures]) -> Table:
    head = (str(keys.COLUMN[axis]), _("Received"), *(str(name) for name in keys.OUTCOMES.values()))
    rows = tuple(
        (keys.name(axis, key), f"{one.received:,}", *(f"{one.outcome(of):,}" for of in keys.OUTCOMES))
        for key, one in totals.items()
    )
    return Table(title, head, rows, frozenset(range(1, len(head))))
