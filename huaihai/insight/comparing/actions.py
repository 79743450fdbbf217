"""The nightly acts: compare the cities once a year is complete, count their steps once a month has ended."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Min

from huaihai.insight.comparing import measuring, steps
from huaihai.insight.comparing.adjusting import compare
from huaihai.insight.comparing.measuring import Measure
from huaihai.insight.models import Comparison, MixCount, StepCount
from huaihai.insight.months import first_day, later
from huaihai.insight.rollups import dirty
from huaihai.kit.clock import local_day
from huaihai.record import events
from huaihai.record.models import Clock

PROGRAM = "system:comparing"


def due_acts(at: datetime) -> Iterator[Callable[[], object]]:
    """One act a year (July to June) that is complete and not compared yet, and one a month whose steps are not
    counted yet."""
    today = local_day(at)
    first = MixCount.objects.aggregate(first=Min("month"))["first"]
    if first is not None:
        held = set(Comparison.objects.values_list("through", flat=True))
        for through in measuring.complete_years(first, today):
            if through not in held:
                yield partial(compare_cities, through, at=at)
    for month in _months_to_count(today):
        yield partial(steps.count_month, month, at=at)


def compare_cities(through: date, *, at: datetime) -> list[Comparison]:
    """Compare the twelve months that end with this one (its first day) under every measure.

    Nothing is made where that was done before, or while days of these months wait to be counted: it is made once.
    """
    if not dirty.is_counted(later(through, 1) - timedelta(days=1)):
        return []
    made = [_compared(measure, through, at) for measure in measuring.MEASURES]
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
        for one in compare(measuring.strata(measure, through))
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
