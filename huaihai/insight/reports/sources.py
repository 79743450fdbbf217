"""The numbers of one report: published ones from a release, or all of them from the rollups."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from huaihai import alliance
from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.models import DayCounted
from huaihai.insight.releases.periods import months_of
from huaihai.insight.rollups import reading
from huaihai.insight.rollups.measures import Measures
from huaihai.insight.statistics.deriving import OUTCOMES
from huaihai.insight.statistics.numbers import ALL, Cell, Numbers, before, year_before
from huaihai.insight.statistics.source import Snapshot

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


def public(found: Snapshot, period: str) -> Source:
    """The alliance's report from what is published, for three periods: this one, the one before, a year before."""
    asked = [{"period": one} for one in _periods(period)]
    return Source(period, ALL, found.numbers(*asked), is_public=True, as_of=found.release.made_at)


def staff(period: str, place: str, *, at: datetime) -> Source:
    """The report of a city, or of all, with every number as it stands in the rollups; `at` if nothing is counted."""
    cells = [cell for one in _periods(period) for cell in _counted(one, place)]
    counted = DayCounted.objects.order_by("-counted_at").values_list("counted_at", flat=True).first()
    return Source(period, place, Numbers(cells), is_public=False, as_of=counted or at)


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
    yield from _of(Axis.ALL, period, place, WHOLE, reading.whole(since=since, until=until, place=place))
    for axis in CROSSED:
        for key, measures in reading.totals(axis, since=since, until=until, place=place).items():
            yield from _of(axis, period, place, key, measures)
    yield from _places(period, place, since, until)


def _places(period: str, place: str, since: date, until: date) -> Iterator[Cell]:
    found = reading.places(since=since, until=until, within=place)
    for code in within(place):
        yield from _of(Axis.ALL, period, code, WHOLE, found.get(code, Measures()))


def _of(axis: str, period: str, place: str, key: str, measures: Measures) -> Iterator[Cell]:
    for name in ("received", *OUTCOMES, MONEY):
        yield Cell(axis, period, place, key, name, int(getattr(measures, name)))
