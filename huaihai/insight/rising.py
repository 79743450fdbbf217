"""Complaints that rise: a category in a city that got far more in the last week than in the eight weeks before.

Found by night (`huaihai fall-due`), never in a request, and proposed to the calendar of education as a topic. The
count of a week is compared with a Poisson distribution of the earlier mean; with ten cities and some forty
categories looked at every day the bar is high, so that chance alone seldom passes it.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from math import exp

from django.db.models import Count, Q

from huaihai.cases.models import Case
from huaihai.education.actions import proposing
from huaihai.education.models import TopicProposal
from huaihai.kit.clock import ZONE
from huaihai.law import kinds
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

Act = Callable[[], None]
WEEK = timedelta(days=7)
WEEKS_BEFORE = 8
FEWEST = 5  # complaints in the last week; fewer are never called a rise
LEAST_MEAN = 0.5  # a week; what was never complained of is not infinitely surprising
BY_CHANCE = 0.0005  # at most so likely
QUIET_DAYS = 28  # the same category is not proposed again within these
PROGRAM = Actor.system("rising")


@dataclass(frozen=True)
class Rise:
    """One category in one city: complaints in the last seven days, the mean of a week before, the chance of it."""

    topic: str
    city: str
    last_week: int
    weekly_before: float
    chance: float


def rises(at: datetime) -> list[Rise]:
    """All rises of the seven days before this moment, by category, in one query."""
    since = at - WEEK
    counted = (
        Case.objects.visible_to(PROGRAM)
        .filter(submitted_at__gt=since - WEEKS_BEFORE * WEEK, submitted_at__lte=at, home__isnull=False)
        .exclude(category="")
        .order_by()
        .values_list("category", "home__path")
        .annotate(last=Count("pk", filter=Q(submitted_at__gt=since)), all=Count("pk"))
    )
    cities = {city.path: city.key for city in Organisation.objects.cities()}
    sums: dict[tuple[str, str], list[int]] = {}
    for category, path, last, whole in counted:
        city = next((key for above, key in cities.items() if path.startswith(above)), None)
        if city is not None and category in kinds.BY_CODE:
            kept = sums.setdefault((category, city), [0, 0])
            kept[0] += last
            kept[1] += whole - last
    found = [_rise(topic, city, last, before) for (topic, city), (last, before) in sorted(sums.items())]
    return [rise for rise in found if rise.last_week >= FEWEST and rise.chance <= BY_CHANCE]


def due_acts(at: datetime) -> Iterator[Act]:
    """One act for each category that rises somewhere and was not proposed lately."""
    for topic, rows in groupby(rises(at), key=lambda rise: rise.topic):
        lately = TopicProposal.objects.filter(
            origin=TopicProposal.Origin.RISING,
            key__startswith=f"rising:{topic}:",
            proposed_at__gt=at - timedelta(days=QUIET_DAYS),
        )
        if not lately.exists():
            yield partial(_propose, topic, list(rows), at)


def tail(count: int, mean: float) -> float:
    """How likely a Poisson number of this mean is `count` or more."""
    term = exp(-mean)
    below = 0.0
    for number in range(count):
        below += term
        term *= mean / (number + 1)
    return max(0.0, 1.0 - below)


def _rise(topic: str, city: str, last: int, before: int) -> Rise:
    mean = max(before / WEEKS_BEFORE, LEAST_MEAN)
    return Rise(topic, city, last, round(before / WEEKS_BEFORE, 2), tail(last, mean))


def _propose(topic: str, rows: list[Rise], at: datetime) -> None:
    day = at.astimezone(ZONE).date()
    proposing.propose(
        f"rising:{topic}:{day.isoformat()}",
        "",  # its page says it in the reader's language, from the facts
        origin=TopicProposal.Origin.RISING,
        month=day.replace(day=1),
        topics=[topic],
        cities=[rise.city for rise in rows],
        facts=[asdict(rise) for rise in rows],
        by=PROGRAM,
        at=at,
    )
