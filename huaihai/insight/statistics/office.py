"""What staff read: live numbers from the rollups, and the way to the room's other pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.drawing.hundred import Part
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.measured import By, Mark, Measured
from huaihai.desk.papers import charts
from huaihai.desk.papers.document import Chart, Series, Table
from huaihai.governance import standing
from huaihai.insight import definitions
from huaihai.insight.axes import Axis
from huaihai.insight.board import days
from huaihai.insight.months import later
from huaihai.insight.rollups import facts as rollups_facts
from huaihai.insight.rollups.facts import ALL, Measures
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.writing import LOOKS, OUTCOME_TONES
from huaihai.kit import clock
from huaihai.members.actors import Actor

STRETCHES: Final = {
    "3": pgettext_lazy("months", "3 months"),
    "6": pgettext_lazy("months", "6 months"),
    "12": pgettext_lazy("months", "12 months"),
    "24": pgettext_lazy("months", "24 months"),
}
USUAL: Final = "12"
AXES: Final = {
    Axis.ALL.value: gettext_lazy("Month by month"),
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
        since=later(until, 1 - int(stretch)),
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


@require_safe
@readers
def numbers(request: HttpRequest) -> HttpResponse:
    """Received, open and the outcomes: by month, or by one axis."""
    wanted = chosen(request.GET, actor_of(request), today=clock.today())
    months = rollups_facts.months(since=wanted.since, until=wanted.until, place=wanted.place)
    whole = sum(months.values(), Measures())
    counted_at = rollups_facts.counted_at()
    live = Live(wanted, clock.local_day(counted_at).isoformat() if counted_at else "")
    context: dict[str, Any] = {
        **frame(request, "insight"),
        "wanted": wanted,
        "axes": list(AXES.items()),
        "stretches": list(STRETCHES.items()),
        "whole": whole,
        "received": live.marked(whole.received, "received"),
        "outcomes": [
            (name, live.marked(whole.outcome(outcome), outcome)) for outcome, name in keys.OUTCOMES.items()
        ],
        "dots": [
            Part(str(keys.OUTCOMES[one]), whole.outcome(one), look, live.marked(whole.outcome(one), one))
            for one, look in LOOKS.items()
        ],
        "days": days.spread(wanted.since, wanted.until) if wanted.place == ALL else None,
        "counted_at": counted_at,
    }
    if wanted.axis is Axis.ALL:
        context["charts"] = {
            "received": _by_month(months, live),
            "outcomes": _outcomes_by_month(months, live),
        }
    else:
        totals = rollups_facts.totals(wanted.axis, since=wanted.since, until=wanted.until, place=wanted.place)
        context["charts"] = {"received": _by_key(live, totals)}
    if (file := charts.asked(request, context["charts"])) is not None:
        return file
    return render(request, "insight/statistics/office/numbers.html", context)


@dataclass(frozen=True)
class Live:
    """What these numbers are, for their marks: the place and the months that were chosen, the day of the count."""

    wanted: Chosen
    counted: str

    def mark(self, measure: str, first: date, last: date, key: str = "") -> Mark:
        part = f".{self.wanted.axis}.{key}" if key else ""
        return Mark(
            f"{measure}{part}",
            self.wanted.place,
            definitions.of_months(By.RECEIVED, first, last, self.counted),
        )

    def marked(self, value: int, measure: str, key: str = "") -> str:
        """A number over all these months."""
        mark = self.mark(measure, self.wanted.since, self.wanted.until, key)
        return Measured(f"{value:,}", mark)

    def by_month(self, name: str, measure: str, months: Sequence[date], values: Sequence[int]) -> Series:
        """A number month by month."""
        marks = tuple(self.mark(measure, month, month) for month in months)
        return Series(name, tuple(map(float, values)), marks=marks)


def _by_month(months: Mapping[date, Measures], live: Live) -> Chart:
    told = [f"{month:%Y-%m}" for month in months]
    return Chart(
        shape="lines",
        caption=_("Complaints received, month by month"),
        labels=tuple(map(keys.period, told)),
        short=tuple(map(keys.short_period, told)),
        series=(
            live.by_month(_("Received"), "received", [*months], [one.received for one in months.values()]),
            live.by_month(_("Of these still open"), "open", [*months], [one.open for one in months.values()]),
        ),
        is_running=True,
        label_head=pgettext("column", "Month"),
    )


def _outcomes_by_month(months: Mapping[date, Measures], live: Live) -> Chart:
    newest_first = list(reversed(list(months.items())))
    return Chart(
        shape="stacked",
        caption=_("What became of the complaints of each month, so far"),
        labels=tuple(keys.period(f"{month:%Y-%m}") for month, _measures in newest_first),
        series=tuple(
            replace(
                live.by_month(
                    str(name),
                    outcome,
                    [month for month, _measures in newest_first],
                    [one.outcome(outcome) for _month, one in newest_first],
                ),
                tone=OUTCOME_TONES[outcome],
            )
            for outcome, name in keys.OUTCOMES.items()
        ),
        label_head=pgettext("column", "Month"),
    )


def _by_key(live: Live, totals: Mapping[str, Measures]) -> Chart:
    wanted = live.wanted
    order = [key for key in keys.keys(wanted.axis) if key in totals]
    if wanted.axis not in keys.ORDERED:
        order.sort(key=lambda key: (key == "none", -totals[key].received))
    title = str(keys.AXES[wanted.axis])
    return Chart(
        caption=title,
        labels=tuple(keys.name(wanted.axis, key) for key in order),
        series=(Series(_("Received"), tuple(float(totals[key].received) for key in order)),),
        table=_table(live, title, {key: totals[key] for key in order}),
        is_open=True,
    )


def _table(live: Live, title: str, totals: Mapping[str, Measures]) -> Table:
    axis = live.wanted.axis
    head = (str(keys.COLUMN[axis]), _("Received"), *(str(name) for name in keys.OUTCOMES.values()))
    rows = tuple(
        (
            keys.name(axis, key),
            live.marked(one.received, "received", key),
            *(live.marked(one.outcome(of), of, key) for of in keys.OUTCOMES),
        )
        for key, one in totals.items()
    )
    return Table(title, head, rows, frozenset(range(1, len(head))))


@dataclass(frozen=True)
class Door:
    """A page: the name of its URL, what it is called, what one does there."""

    name: str
    label: str | Promise
    text: str | Promise

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.name)


DOORS: Final = (
    Door(
        "office-insight-numbers",
        gettext_lazy("Live numbers"),
        gettext_lazy("Received, still open and what became of it, month by month."),
    ),
    Door(
        "office-alarms",
        gettext_lazy("Early warning"),
        gettext_lazy("What rises faster than chance explains; judge it, warn, or look closer."),
    ),
    Door(
        "office-callbacks",
        gettext_lazy("Calling back"),
        gettext_lazy("Ask a few of those who never told us what became of it."),
    ),
    Door(
        "standard",
        gettext_lazy("One standard"),
        gettext_lazy("Whether like cases have like results in all cities."),
    ),
    Door(
        "office-redecisions",
        gettext_lazy("Decided twice"),
        gettext_lazy("The same file, two mediators who do not see each other."),
    ),
    Door(
        "office-board",
        pgettext_lazy("insight", "Nine in one, measured"),
        gettext_lazy("The nine goals with their numbers and targets."),
    ),
    Door(
        "office-narratives",
        gettext_lazy("People's own words"),
        gettext_lazy("Read what consumers agreed to share, before it goes out."),
    ),
    Door(
        "office-releases",
        gettext_lazy("Publishing numbers"),
        gettext_lazy("What was published, what comes next, corrections."),
    ),
    Door(
        "office-insight-reports",
        gettext_lazy("Monthly and yearly reports"),
        gettext_lazy("To read, print, or send upward as Word or Excel."),
    ),
)


def doors(actor: Actor) -> list[Door]:
    """Those that are open for the reader: stories come from complaint files."""
    hidden = "" if actor.may_open_files else "office-narratives"
    return [door for door in DOORS if door.name != hidden]


@require_safe
@readers
def room(request: HttpRequest) -> HttpResponse:
    """The way to every subject."""
    return render(
        request,
        "insight/statistics/office/room.html",
        {**frame(request, "insight"), "doors": doors(actor_of(request))},
    )
