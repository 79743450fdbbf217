"""Whether the business itself goes on, in numbers: complaints come in, letters leave, what falls due is done, search
and log keep up. Read by `/metrics` and `huaihai doctor`; it names no person and no case.
"""

import time
from collections.abc import Callable, Iterator
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
LOOKED_BACK: Final = timedelta(days=28)
# So many complaints should have come since the last one: by chance none comes in one of a thousand such times.
SURELY_SILENT: Final = 7.0
SENT_WITHIN, BEHIND_WITHIN, TIMER_WITHIN = timedelta(minutes=15), timedelta(minutes=15), timedelta(hours=3)
ASKED_AGAIN: Final = 15.0  # seconds: several may watch


@dataclass(frozen=True)
class Probe:
    """One number; `says` is what it means, in words for an operator."""

    name: str
    value: float
    is_wrong: bool
    says: str


def all_of(*, at: datetime) -> list[Probe]:
    """All of them, at most fifteen seconds old. Raises django.db.Error without the database."""
    with _lock:
        made_at, found = _Last.probes
        if time.monotonic() - made_at > ASKED_AGAIN:
            found = [one for probe in PROBES for one in probe(at)]
            _Last.probes = time.monotonic(), found
        return found


class _Last:
    """What was found last, and when."""

    probes: tuple[float, list[Probe]] = (-ASKED_AGAIN * 2, [])
    first: dict[str, tuple[object, float]] = {}  # of what waits, and since when it is the first


_lock = Lock()


def intake(at: datetime) -> Iterator[Probe]:
    """No complaint in busy hours: how many would have come since the last one at the pace of the last four weeks."""
    received = Case.objects.filter(submitted_at__isnull=False)
    last = (
        received.filter(submitted_at__lte=at)
        .order_by("-submitted_at")
        .values_list("submitted_at", flat=True)
        .first()
    )
    before = received.filter(submitted_at__gt=at - LOOKED_BACK, submitted_at__lte=at).count()
    hours = _busy_hours(at - LOOKED_BACK, at)
    missed = _busy_hours(last, at) * before / hours if last and hours else 0.0
    yield Probe(
        "complaints_missed",
        round(missed, 1),
        missed >= SURELY_SILENT and _is_busy(at),
        f"since the last complaint {missed:.0f} should have come at the usual pace: is filing broken?",
    )


def messages(at: datetime) -> Iterator[Probe]:
    """Letters that should have left and did not; those that were given up within a day."""
    waiting = OutboxMessage.objects.exclude(channel=OutboxMessage.Channel.CALL).filter(
        sent_at=None, gave_up_at=None
    )
    # One that is tried again has its time pushed forward: since when it waits, its first day says.
    late = waiting.filter(Q(next_try_at__lte=at - SENT_WITHIN) | Q(attempts__gt=0))
    number = late.count()
    oldest = late.aggregate(at=Min("created_at"))["at"]
    yield Probe("messages_late", number, number > 0, f"{number} messages should have left and did not")
    age = (at - oldest).total_seconds() if oldest else 0.0
    yield Probe(
        "messages_oldest_seconds", age, age > 3600, f"the oldest of them waits for {age / 3600:.1f} hours"
    )
    # None is tried for longer than three days, and by the day of its writing there is an index.
    recent = OutboxMessage.objects.filter(created_at__gt=at - timedelta(days=4), sent_at=None)
    lost = recent.filter(gave_up_at__gt=at - timedelta(days=1)).count()
    yield Probe("messages_given_up", lost, lost > 0, f"{lost} messages were given up within a day")


def due(at: datetime) -> Iterator[Probe]:
    """Whether what falls due is looked for: the timer notes the clock that it believes each hour."""
    believed = TrustedMoment.objects.values_list("at", flat=True).first()
    age = (at - believed).total_seconds() if believed and not settings.DEMO else 0.0
    words = f"nobody has looked for {age / 3600:.1f} hours what falls due: does a timer run (huaihai serve)?"
    yield Probe("timer_silent_seconds", max(age, 0.0), age > TIMER_WITHIN.total_seconds(), words)
    doubted = clock_doubt.standing() is not None
    yield Probe("clock_doubted", doubted, doubted, "the clock is doubted, so nothing falls due")


def behind(_at: datetime) -> Iterator[Probe]:
    """Words that the search does not know yet, events that the log does not have yet."""
    for name, rows, words in (
        ("index_behind", Case.objects.filter(to_index=True), "files wait for the search"),
        ("log_behind", Event.objects.filter(is_in_log=False), "events wait for the log"),
    ):
        number, first = rows.count(), rows.order_by("pk").values_list("pk", flat=True).first()
        yield Probe(name, number, _is_stuck(name, first), f"{number} {words}: does a worker run?")


def files(_at: datetime) -> Iterator[Probe]:
    """Whether the store of files answers, where it is on another machine."""
    if settings.BUCKET:
        try:
            store().has("originals", "0" * 64)
            is_away = False
        except OSError:
            is_away = True
        yield Probe("store_away", is_away, is_away, "the store of files does not answer")


PROBES: Final[tuple[Callable[[datetime], Iterator[Probe]], ...]] = (intake, messages, due, behind, files)


def _is_stuck(name: str, first: object) -> bool:
    """Whether the same row has been the first one that waits for a quarter of an hour."""
    now = time.monotonic()
    known, since = _Last.first.get(name, (None, now))
    if first is None or first != known:
        _Last.first[name] = first, now
        return False
    return now - since > BEHIND_WITHIN.total_seconds()


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
        day += timedelta(days=1)
    return hours
