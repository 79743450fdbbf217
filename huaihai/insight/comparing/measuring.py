"""What is compared between cities, and the nightly acts that compare them and count their steps."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F, Min, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.insight.comparing import steps
from huaihai.insight.comparing.adjusting import Stratum, compare
from huaihai.insight.models import Comparison, MixCount, StepCount
from huaihai.insight.months import first_day, later
from huaihai.insight.rollups import counting
from huaihai.kit.clock import local_day
from huaihai.record import events
from huaihai.record.models import Clock

COMPLETE_AFTER: Final = timedelta(days=90)  # from the last day of a year: then nearly all cases have ended
MONTHS: Final = 12
LAST_MONTH: Final = 6  # of the years that are compared: July to June


@dataclass(frozen=True)
class Measure:
    """Hits out of cases, as sums of columns of `MixCount`.

    `is_of_people`: it tells what became of people's cases, so that few of them are not told; else how bodies work.
    """

    key: str
    label: Promise | str
    meaning: Promise | str
    hits: tuple[str, ...]
    cases: tuple[str, ...]
    is_of_people: bool = False


MEASURES: Final = (
    Measure(
        "confirmed",
        _("Share solved"),
        _(
            "Out of the cases that were ours to solve: not those taken back, passed on or joined. What nobody has "
            "confirmed does not count as solved."
        ),
        hits=("confirmed",),
        cases=("confirmed", "not_solved", "unknown", "open"),
        is_of_people=True,
    ),
    Measure(
        "in_60_days",
        _("Ended within 60 days"),
        _("Out of all cases received, whatever became of them."),
        hits=("in_60_days",),
        cases=("received",),
    ),
)
BY_KEY: Final = {measure.key: measure for measure in MEASURES}


def strata(measure: Measure, through: date) -> list[Stratum]:
    """The cases of the twelve months that end with this one (its first day), by city and mix, in one query."""
    since = later(through, 1 - MONTHS)
    rows = (
        MixCount.objects.filter(month__gte=since, month__lte=through)
        .order_by()
        .values_list("city", "category", "nature", "amount")
        .annotate(cases=Sum(_plus(measure.cases)), hits=Sum(_plus(measure.hits)))
        .filter(cases__gt=0)
    )
    return [
        Stratum(city, (category, nature, amount), cases, hits)
        for city, category, nature, amount, cases, hits in rows
    ]


def complete_years(first: date, today: date) -> Iterable[date]:
    """The last months, as first days, of the years from this month on that are complete by today: each begins in
    July, so that no two have a month in common, and nothing is told by their difference."""
    month = first
    while True:
        after = later(month, 1)
        if after - timedelta(days=1) + COMPLETE_AFTER > today:
            return
        if month.month == LAST_MONTH:
            yield month
        month = after


def _plus(names: tuple[str, ...]) -> F:
    whole = F(names[0])
    for name in names[1:]:
        whole = whole + F(name)  # type: ignore[assignment]  # a combination of columns is summed like one
    return whole


PROGRAM = "system:comparing"


def due_acts(at: datetime) -> Iterator[Callable[[], object]]:
    """One act a year (July to June) that is complete and not compared yet, and one a month whose steps are not
    counted yet."""
    today = local_day(at)
    first = MixCount.objects.aggregate(first=Min("month"))["first"]
    if first is not None:
        held = set(Comparison.objects.values_list("through", flat=True))
        for through in complete_years(first, today):
            if through not in held:
                yield partial(compare_cities, through, at=at)
    for month in _months_to_count(today):
        yield partial(steps.count_month, month, at=at)


def compare_cities(through: date, *, at: datetime) -> list[Comparison]:
    """Compare the twelve months that end with this one (its first day) under every measure.

    Nothing is made where that was done before, or while days of these months wait to be counted: it is made once.
    """
    if not counting.is_counted(later(through, 1) - timedelta(days=1)):
        return []
    made = [_compared(measure, through, at) for measure in MEASURES]
    facts = {"through": through.isoformat(), "cities": max(len(one.content) for one in made)}
    try:
        with transaction.atomic():
            Comparison.objects.bulk_create(made)
            events.write(
                subject=f"comparison:{facts['through']}",
                verb="cities compared",
                by=PROGRAM,
                at=at,
                facts=facts,
            )
    except IntegrityError:  # somebody else was quicker
        return []
    return made


def _compared(measure: Measure, through: date, at: datetime) -> Comparison:
    content = [
        one.as_json()
        for one in compare(strata(measure, through))
        if one.is_enough and not (measure.is_of_people and one.is_of_few)
    ]
    return Comparison(through=through, measure=measure.key, content=content, made_at=at)


def _months_to_count(today: date) -> Iterator[date]:
    this_month = today.replace(day=1)
    last = StepCount.objects.order_by("-month").values_list("month", flat=True).first()
    if last is None:
        first = Clock.objects.filter(name__in=steps.CLOCKS, subject__startswith="case:")
        due_on = first.aggregate(first=Min("due_on"))["first"]
        if due_on is None:
            return
        last = later(first_day(due_on), -1)
    month = later(last, 1)
    while month < this_month:
        yield month
        month = later(month, 1)
