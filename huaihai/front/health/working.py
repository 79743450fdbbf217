"""Whether the business itself goes on, in numbers: complaints come in, letters leave, what falls due is done, search
and log keep up. Read by `/metrics` and `huaihai doctor`; `findings` says what is wrong. It names no person and no case.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from django.conf import settings
from django.db.models import Min, Q

from huaihai.cases.models import Case
from huaihai.kit.clock import ZONE
from huaihai.kit.filestore.stores import store
from huaihai.record import clock_doubt, clocks
from huaihai.record.models import Event, OutboxMessage, TrustedMoment

OPENS, CLOSES = 9, 18  # the hours in which people complain
LOOKED_BACK, DAY = timedelta(days=28), timedelta(days=1)
LATE: Final = timedelta(minutes=15)
ASKED_AGAIN: Final = 15.0  # seconds: several may watch


@dataclass(frozen=True)
class Work:
    """Under the names of `/metrics`."""

    at: datetime
    complaints_missed: float  # that should have come since the last one, at the pace of the last four weeks
    messages_late: int  # that should have left a quarter of an hour ago
    messages_oldest_seconds: float  # for which the oldest of them waits
    messages_given_up: int  # within a day
    timer_silent_seconds: (
        float  # since the timer, which does it each hour, last noted the clock that it believes
    )
    clock_doubted: str  # why; "" if it is believed
    index_behind: int  # files that the search does not know yet
    log_behind: int  # events that the log does not have yet
    store_away: bool  # the store of files, on another machine, does not answer
    is_busy: bool = True  # people complain at this hour
    stuck: tuple[str, ...] = ()  # which of the numbers do not get on


def lately(*, at: datetime) -> Work:
    """At most fifteen seconds old. Raises django.db.Error without the database."""
    with _lock:
        made_at, work = _Last.work
        if work is None or time.monotonic() - made_at > ASKED_AGAIN:
            work = ask(at=at)
            _Last.work = time.monotonic(), work
        return work


class _Last:
    """What was found last, and when; the first case that waits for the search, and since when it is the first."""

    work: tuple[float, Work | None] = (0.0, None)
    first: tuple[object, float] = (None, 0.0)


_lock = Lock()


def ask(*, at: datetime) -> Work:
    """Asked of the database now. Raises django.db.Error."""
    unsent = OutboxMessage.objects.filter(sent_at=None)
    # One that is tried again has its time pushed forward: since when it waits, its first day says.
    tried = Q(attempts__gt=0, created_at__lte=at - LATE)
    waiting = unsent.exclude(channel=OutboxMessage.Channel.CALL).filter(gave_up_at=None)
    late = waiting.filter(Q(next_try_at__lte=at - LATE) | tried)
    # None is tried for longer than three days, and by the day of its writing there is an index.
    given_up = unsent.filter(created_at__gt=at - 4 * DAY, gave_up_at__gt=at - DAY)
    believed = TrustedMoment.objects.values_list("at", flat=True).first()
    to_log, to_index = Event.objects.filter(is_in_log=False), Case.objects.filter(to_index=True)
    stuck = {
        "log_behind": _seconds(to_log.aggregate(at=Min("at"))["at"], at) > LATE.total_seconds(),
        "index_behind": _is_first_still(to_index.order_by("pk").values_list("pk", flat=True).first()),
    }
    return Work(
        at=at,
        complaints_missed=_missed(at),
        messages_late=late.count(),
        messages_oldest_seconds=_seconds(late.aggregate(at=Min("created_at"))["at"], at),
        messages_given_up=given_up.count(),
        timer_silent_seconds=0.0 if settings.DEMO else _seconds(believed, at),
        clock_doubted=doubt.in_words() if (doubt := clock_doubt.standing()) else "",
        index_behind=to_index.count(),
        log_behind=to_log.count(),
        store_away=_is_store_away(),
        is_busy=_is_busy(at),
        stuck=tuple(name for name, is_stuck in stuck.items() if is_stuck),
    )


def _missed(at: datetime) -> float:
    received = Case.objects.filter(submitted_at__lte=at)
    last = received.order_by("-submitted_at").values_list("submitted_at", flat=True).first()
    before = received.filter(submitted_at__gt=at - LOOKED_BACK).count()
    hours = _busy_hours(at - LOOKED_BACK, at)
    return round(_busy_hours(last, at) * before / hours, 1) if last and hours else 0.0


def _is_store_away() -> bool:
    if settings.BUCKET:
        try:
            store().has("originals", "0" * 64)
        except OSError:
            return True
    return False


def _seconds(since: datetime | None, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0


def _is_first_still(first: object) -> bool:
    """Whether the same one has waited as the first for a quarter of an hour."""
    moment = time.monotonic()
    if first is None or first != _Last.first[0]:
        _Last.first = first, moment
        return False
    return moment - _Last.first[1] > LATE.total_seconds()


def _is_busy(at: datetime) -> bool:
    local = at.astimezone(ZONE)
    return OPENS <= local.hour < CLOSES and clocks.calendar().is_working_day(local.date())


def _busy_hours(since: datetime, until: datetime) -> float:
    """Hours of business between two moments."""
    calendar, hours = clocks.calendar(), 0.0
    day = since.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < until:
        if calendar.is_working_day(day.date()):
            opens, closes = day.replace(hour=OPENS), day.replace(hour=CLOSES)
            hours += max(0.0, (min(closes, until) - max(opens, since)).total_seconds() / 3600)
        day += DAY
    return hours
