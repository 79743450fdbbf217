"""The one place that asks what time it is. Views, commands and tasks read it; everything below is told.

In the demo the calendar day is the demo's own (a row that the page's "next day" button moves), so that any
deadline can be watched to its end, and a demo started next year still opens on a living day.
"""

import time
from datetime import date, datetime
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from huaihai import alliance

ZONE = ZoneInfo(alliance.load().country.zone)
REREAD_SECONDS = 2.0


class _Held:
    """The demo's day as last read, so that a page asks the database once."""

    day: date | None = None
    read_at = 0.0


def now() -> datetime:
    """This moment in the country's zone, on the demo's day if this is the demo."""
    real = datetime.now(ZONE)
    if not settings.DEMO:
        return real
    day = demo_day()
    return real.replace(year=day.year, month=day.month, day=day.day)


def today() -> date:
    """Today in the country's zone."""
    return now().date()


def local_day(at: datetime) -> date:
    """The day in the country's zone. `.date()` of a moment from the database would be a day in UTC."""
    return at.astimezone(ZONE).date()


def local_moment(day: date, o_clock: time_of_day = time_of_day.min) -> datetime:
    """This moment of the day in the country's zone; without an hour, its first."""
    return datetime.combine(day, o_clock, ZONE)


def demo_day() -> date:
    """The demo's day. Reads its row again after two seconds, so that two processes agree."""
    if _Held.day is None or time.monotonic() - _Held.read_at > REREAD_SECONDS:
        from huaihai.kit.models import DemoDay

        row = DemoDay.objects.filter(pk=1).first()
        _Held.day = row.today_on if row else settings.DEMO_DAY
        _Held.read_at = time.monotonic()
    return _Held.day


def set_demo_day(day: date) -> None:
    """Move the demo to this day. Raises RuntimeError outside the demo."""
    if not settings.DEMO:
        raise RuntimeError("only the demo's day can be moved")
    from huaihai.kit.models import DemoDay

    with transaction.atomic():
        DemoDay.objects.update_or_create(pk=1, defaults={"today_on": day})
    _Held.day = None
