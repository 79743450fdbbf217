"""Each city's steps against their clocks: counted once a month has ended, read as traffic lights.

Only clocks that the body itself must keep: those of a business or a consumer say nothing about a city.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.db.models import Sum

from huaihai.governance import rules
from huaihai.insight.models import StepCount
from huaihai.insight.months import later
from huaihai.kit.clock import local_day
from huaihai.members.models import Organisation
from huaihai.record.models import Clock

CLOCKS: Final = ("forward", "take", "decide", "serve", "mediate", "check_back", "remedy")
NOT_A_STEP: Final = ("withdraw", "recall")  # the consumer ended it, or the home body took it back
FEWEST: Final = 10  # clocks; fewer get no colour
MONTHS_SHOWN: Final = 3


class Colour(StrEnum):
    """How a step stands. Never told by colour alone."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"  # too few to say


@dataclass(frozen=True)
class Light:
    """One step in one city over the months shown."""

    clock: str
    due: int
    in_time: int
    colour: Colour

    @property
    def percent(self) -> int:
        """Whole per cent in time, rounded down: 94.9 % does not pass for 95."""
        return 100 * self.in_time // self.due if self.due else 0


def count_month(month: date, *, at: datetime) -> None:
    """Count the clocks whose last day fell into this month (its first day), which has ended.

    Of a month without any a row of nobody remains: it is known that it was counted.
    """
    after = later(month, 1)
    cities = {node.path: node.region_code for node in Organisation.objects.cities()}
    of_owner = {
        node.record_key: next((code for path, code in cities.items() if node.path.startswith(path)), "")
        for node in Organisation.objects.all()
    }
    due: Counter[tuple[str, str]] = Counter()
    in_time: Counter[tuple[str, str]] = Counter()
    clocks = Clock.objects.filter(
        name__in=CLOCKS, subject__startswith="case:", due_on__gte=month, due_on__lt=after
    ).filter(paused_on=None)
    clocks = clocks.exclude(ended_by__in=NOT_A_STEP)
    for owner, name, due_on, ended_at in clocks.values_list("owner", "name", "due_on", "ended_at").iterator():
        if city := of_owner.get(owner, ""):
            due[city, name] += 1
            in_time[city, name] += ended_at is not None and local_day(ended_at) <= due_on
    rows = [
        StepCount(month=month, city=city, clock=name, due=count, in_time=in_time[city, name])
        for (city, name), count in sorted(due.items())
    ]
    nothing = StepCount(month=month, city="", clock="", due=0, in_time=0)
    with transaction.atomic():
        StepCount.objects.filter(month=month).delete()
        StepCount.objects.bulk_create(rows or [nothing])


def lights(today: date) -> tuple[date | None, dict[str, list[Light]]]:
    """The last month counted (None: none yet), and for each city's code its steps, over the last months, in one
    query and the limits of the colours in force today."""
    last = StepCount.objects.order_by("-month").values_list("month", flat=True).first()
    if last is None:
        return None, {}
    since = later(last, 1 - MONTHS_SHOWN)
    rows = (
        StepCount.objects.filter(month__gte=since)
        .order_by()
        .values_list("city", "clock")
        .annotate(due=Sum("due"), in_time=Sum("in_time"))
    )
    held = {(city, clock): (due, in_time) for city, clock, due, in_time in rows}
    green, amber = rules.number(rules.LIGHT_GREEN, on=today), rules.number(rules.LIGHT_AMBER, on=today)
    cities = [node.region_code for node in Organisation.objects.cities()]
    return last, {
        city: [_light(clock, *held.get((city, clock), (0, 0)), green, amber) for clock in CLOCKS]
        for city in cities
    }


def colour_of(due: int, in_time: int, green: int, amber: int) -> Colour:
    """The colour of so many clocks kept out of so many; the limits are whole per cent."""
    if due < FEWEST:
        return Colour.NONE
    if 100 * in_time >= green * due:
        return Colour.GREEN
    return Colour.AMBER if 100 * in_time >= amber * due else Colour.RED


def _light(clock: str, due: int, in_time: int, green: int, amber: int) -> Light:
    return Light(clock, due, in_time, colour_of(due, in_time, green, amber))
