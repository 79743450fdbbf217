"""The numbers of one report, published ones or all of them, and its tables and charts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai import alliance
from huaihai.desk.drawing.numbers import NOTHING
from huaihai.desk.papers.document import Chart, Series, Table
from huaihai.insight.axes import NOT_STATED, WHOLE, Axis, Outcome
from huaihai.insight.models import DayCounted
from huaihai.insight.releases.tables import months_of
from huaihai.insight.rollups import facts as rollups_facts
from huaihai.insight.rollups.tables import Measures
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.deriving import (
    ALL,
    OUTCOMES,
    Cell,
    Number,
    Numbers,
    Spot,
    before,
    figures_of,
    year_before,
)
from huaihai.insight.statistics.facts import Snapshot, residents
from huaihai.insight.statistics.writing import count, marked, outcome_table
from huaihai.kit.clock import local_day

CROSSED = (Axis.CATEGORY, Axis.NATURE, Axis.CHANNEL, Axis.REMEDY, Axis.AMOUNT, Axis.DAYS)
MONEY = "recovered_fen"


@dataclass(frozen=True)
class Source:
    """What one report is made from. `is_public`: only published numbers; `as_of`: when they were counted."""

    period: str
    place: str
    numbers: Numbers
    is_public: bool
    as_of: datetime
    counted: str  # as marks say it


def public(found: Snapshot, period: str) -> Source:
    """The alliance's report from what is published, for three periods: this one, the one before, a year before."""
    asked = [{"period": one} for one in _periods(period)]
    return Source(
        period, ALL, found.numbers(*asked), is_public=True, as_of=found.release.made_at, counted=found.counted
    )


def staff(period: str, place: str, *, at: datetime) -> Source:
    """The report of a city, or of all, with every number as it stands in the rollups; `at` if nothing is counted."""
    cells = [cell for one in _periods(period) for cell in _counted(one, place)]
    counted = DayCounted.objects.order_by("-counted_at").values_list("counted_at", flat=True).first()
    as_of = counted or at
    return Source(period, place, Numbers(cells), is_public=False, as_of=as_of, counted=counted_on(as_of))


def counted_on(at: datetime) -> str:
    """The day of a count, as marks say it."""
    return local_day(at).isoformat()


def within(city: str) -> list[str]:
    """The places that a report of this place tells apart: the cities, or a city's counties and zones."""
    held = alliance.load()
    if city == ALL:
        return list(held.city_codes)
    return [county.code for county in held.city(city).counties]


def _periods(period: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((period, before(period), year_before(period))))


def _counted(period: str, place: str) -> Iterator[Cell]:
    months = months_of(period)
    since, until = months[0], months[-1]
    yield from _of(Axis.ALL, period, place, WHOLE, rollups_facts.whole(since=since, until=until, place=place))
    for axis in CROSSED:
        for key, measures in rollups_facts.totals(axis, since=since, until=until, place=place).items():
            yield from _of(axis, period, place, key, measures)
    yield from _places(period, place, since, until)


def _places(period: str, place: str, since: date, until: date) -> Iterator[Cell]:
    found = rollups_facts.places(since=since, until=until, within=place)
    for code in within(place):
        yield from _of(Axis.ALL, period, code, WHOLE, found.get(code, Measures()))


def _of(axis: str, period: str, place: str, key: str, measures: Measures) -> Iterator[Cell]:
    for name in ("received", *OUTCOMES, MONEY):
        yield Cell(axis, period, place, key, name, int(getattr(measures, name)))


MOST_BARS: Final = 12
MOST_RISEN: Final = 3
LEAST_TO_RISE: Final = 20  # complaints now; fewer are no hot spot
RISEN_FROM: Final = Decimal(10)  # percent


def by_key(source: Source, axis: Axis) -> Table | None:
    """Every key of an axis with its number, share, and change; None where nothing is known of the axis."""
    rows = []
    for key in _keys(source, axis):
        now = _received(source, axis, key)
        spot = Spot(axis, source.period, source.place, key)
        figures = figures_of(source.numbers, residents(), spot)
        rows.append(
            (
                keys.name(axis, key),
                marked(count(now), "received", spot, source.counted),
                _percent(figures.get("share")),
                _signed(figures.get("change_before")),
                _signed(figures.get("change_year")),
            )
        )
    if not rows:
        return None
    note = _("one complaint may ask for several things") if axis == Axis.REMEDY else ""
    caption = f"{keys.AXES[axis]}{pgettext('note', ' (%s)') % note if note else ''}"
    return _known(
        Table(
            caption=caption,
            head=(
                str(keys.COLUMN[axis]),
                pgettext("column", "Complaints"),
                pgettext("column", "Share"),
                pgettext("column", "Against the period before"),
                pgettext("column", "Against the year before"),
            ),
            rows=tuple(rows),
            numbers=frozenset({1, 2, 3, 4}),
        )
    )


def by_place(source: Source, places: Sequence[str]) -> Table | None:
    """Every city, or every county of a city: number, rate, change, and what consumers confirmed.

    None where no number of a place is published; columns of which nothing is known are left out.
    """
    if all(source.numbers.get(Axis.ALL, source.period, place, WHOLE, "received") is None for place in places):
        return None
    rows = []
    for place in places:
        spot = Spot(Axis.ALL, source.period, place, WHOLE)
        now = source.numbers.get(*spot, "received")
        figures = figures_of(source.numbers, residents(), spot)
        rows.append(
            (
                keys.place(place),
                marked(count(now), "received", spot, source.counted),
                marked(figures.get("rate", ""), "rate", spot, source.counted),
                _signed(figures.get("change_before")),
                marked(
                    count(source.numbers.get(*spot, Outcome.CONFIRMED)),
                    Outcome.CONFIRMED,
                    spot,
                    source.counted,
                ),
            )
        )
    return _known(
        Table(
            caption=_("By the place of the consumer"),
            head=(
                pgettext("column", "Place"),
                pgettext("column", "Complaints"),
                pgettext("column", "For 100,000 residents"),
                pgettext("column", "Against the period before"),
                pgettext("column", "Confirmed as solved"),
            ),
            rows=tuple(rows),
            numbers=frozenset({1, 2, 3, 4}),
        )
    )


def outcomes(source: Source) -> Table | None:
    """The six outcomes, never added to one another; None where they are not published."""
    spot = Spot(Axis.ALL, source.period, source.place, WHOLE)
    if all(source.numbers.get(*spot, outcome) is None for outcome in keys.OUTCOMES):
        return None
    return outcome_table(_("What became of the complaints"), source.numbers, spot, source.counted)


def chart(source: Source, axis: Axis, title: str) -> Chart:
    """The largest keys of an axis as bars."""
    known = [
        (key, number)
        for key in _keys(source, axis)
        if isinstance(number := _received(source, axis, key), int)
    ]
    largest = sorted(known, key=lambda pair: -pair[1])[:MOST_BARS]
    return Chart(
        caption=title,
        labels=tuple(keys.name(axis, key) for key, _number in largest),
        series=(Series(pgettext("column", "Complaints"), tuple(float(number) for _key, number in largest)),),
        digits=0,
        label_head=str(keys.COLUMN[axis]),
    )


def risen(source: Source, axis: Axis) -> list[tuple[str, str]]:
    """The keys that rose most, in percent, among those with numbers enough."""
    found = []
    for key in _keys(source, axis):
        now = _received(source, axis, key)
        spot = Spot(axis, source.period, source.place, key)
        change = figures_of(source.numbers, residents(), spot).get("change_before")
        if isinstance(now, int) and now >= LEAST_TO_RISE and change and Decimal(change) >= RISEN_FROM:
            found.append((key, change))
    return sorted(found, key=lambda pair: -Decimal(pair[1]))[:MOST_RISEN]


def _keys(source: Source, axis: Axis) -> list[str]:
    """Keys of which something is known, the largest first where they have no order of their own."""
    there = [key for key in keys.keys(axis) if _received(source, axis, key) is not None]
    if axis in keys.ORDERED:
        return there
    return sorted(there, key=lambda key: (key == NOT_STATED, -_size(_received(source, axis, key))))


def _known(table: Table) -> Table:
    """The table without the columns of which nothing is known; names and numbers stay."""
    kept = [
        place
        for place in range(len(table.head))
        if place < 2 or any(row[place] not in {"", NOTHING} for row in table.rows)
    ]
    return Table(
        caption=table.caption,
        head=tuple(table.head[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
        numbers=frozenset(now for now, place in enumerate(kept) if place in table.numbers),
    )


def _size(number: Number) -> int:
    return number if isinstance(number, int) else 0


def _received(source: Source, axis: Axis, key: str) -> Number:
    return source.numbers.get(axis, source.period, source.place, key, "received")


def _percent(value: str | None) -> str:
    return "" if value is None else f"{value}%"


def _signed(value: str | None) -> str:
    if value is None:
        return ""
    return f"{value}%" if value.startswith("-") else f"+{value}%"
