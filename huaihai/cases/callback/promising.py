"""Who calls, and when: the next times of the body that are a promise it can keep."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huaihai.kit import clock, spoken
from huaihai.kit.clock import ZONE, local_day, local_moment
from huaihai.law import opening
from huaihai.law.calendar import held_calendar
from huaihai.law.opening import Slot
from huaihai.members import directory, staffing
from huaihai.members.models import Organisation

OFFERED = 4  # as many as one reads at a glance
BREATH = timedelta(hours=1)  # between a call that nobody took and the next


def caller_at(place: str) -> Organisation | None:
    """The body that calls somebody at this place: that of the county if somebody works there, else that of its city."""
    body = directory.body_at(place)
    if body is None or (body.is_computerised and staffing.has_people(body, on=clock.today())):
        return body
    return body.city


def times(body: Organisation, now: datetime) -> list[Slot]:
    """What it can promise now, the next first."""
    local = now.astimezone(ZONE).replace(tzinfo=None)
    return opening.slots(body.opening, local, calendar=held_calendar(), most=OFFERED) or opening.slots(
        opening.DEFAULT, local, calendar=held_calendar(), most=OFFERED
    )


def next_time(body: Organisation, promised_from: datetime, now: datetime) -> Slot:
    """When it tries again after a call that nobody took; not before the time that was promised."""
    return times(body, max(now + BREATH, promised_from))[0]


def moments(slot: Slot) -> tuple[datetime, datetime]:
    """From and until, in our zone."""
    return (
        local_moment(slot.start.date(), slot.start.time()),
        local_moment(slot.until.date(), slot.until.time()),
    )


def in_words(start: datetime, until: datetime, *, now: datetime) -> str:
    """今天 17:00 以前; 明天（星期二）9:00–12:00; 12 月 4 日（星期五）9:00–12:00."""
    ahead = (local_day(start) - local_day(now)).days
    if ahead == 0:
        return _hours(_("today"), start, until, now)
    if ahead == 1:
        tomorrow = _("tomorrow (%(weekday)s)") % {"weekday": spoken.day_of_week(local_day(start))}
        return _hours(tomorrow, start, until, now)
    return in_full(start, until, now=now)


def in_full(start: datetime, until: datetime, *, now: datetime) -> str:
    """As a message says it that may be read on another day: 12 月 1 日（星期二）9:00–12:00."""
    on = local_day(start)
    facts = {"day": spoken.day(on, today=local_day(now)), "weekday": spoken.day_of_week(on)}
    return _hours(_("%(day)s (%(weekday)s)") % facts, start, until, now)


def _hours(day: str, start: datetime, until: datetime, now: datetime) -> str:
    facts = {"day": day, "from": _clock(start), "until": _clock(until)}
    words = _("%(day)s before %(until)s") if start <= now else _("%(day)s %(from)s–%(until)s")
    return words % facts


def _clock(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    return f"{local.hour}:{local:%M}"
