"""The demo's day moves on, and what falls due on each day passed is done and told as if it had come by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.conf import settings

from huaihai.kit import clock
from huaihai.record import due, outbox

FEW_MINUTES_PAST_MIDNIGHT = time(0, 5)
MESSAGES_A_DAY = 1_000
TAKES_SECONDS = (  # done on the last day only: somebody waits
    "huaihai.insight.alarms.nightly.due_acts",
    "huaihai.insight.indexing.verbs.due_acts",
)


@dataclass(frozen=True)
class Passed:
    """What happened: the day it is now, how many acts fell due, how many messages went out."""

    day: date
    acts: int
    messages: int


def move_on(days: int) -> Passed:
    """Let so many days pass, one by one. Raises record.due.Braked, with the days before it passed."""
    acts = messages = 0
    passing = list(_next(clock.demo_day(), days))
    for day in passing:
        morning = clock.local_moment(day, FEW_MINUTES_PAST_MIDNIGHT)
        clock.set_demo_day(day)
        without = () if day == passing[-1] else TAKES_SECONDS
        acts += due.fall_due(at=morning, brake=settings.FALL_DUE_BRAKE, without=without).acts
        messages += outbox.send_waiting(at=clock.now(), limit=MESSAGES_A_DAY)
    return Passed(clock.demo_day(), acts, messages)


def _next(day: date, days: int) -> Iterator[date]:
    for number in range(1, days + 1):
        yield day + timedelta(days=number)
