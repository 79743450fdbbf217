"""The one place that asks what time it is. Views, commands and tasks read it; everything below is told.

In the demo the calendar day is the demo's own (a row that the page's "next day" button moves), so that any
deadline can be watched to its end, and a demo started next year still opens on a living day.
"""

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

ZONE = ZoneInfo("Asia/Shanghai")
_REREAD_SECONDS = 2.0
_held: tuple[float, date] | None = None


def now() -> datetime:
    """This moment in Asia/Shanghai, on the demo's day if this is the demo."""
    real = datetime.now(ZONE)  # noqa: TID251 -- the one reader of the machine's clock
    if not settings.DEMO:
        return real
    day = demo_day()
    return real.replace(year=day.year, month=day.month, day=day.day)


def today() -> date:
    """Today in Asia/Shanghai."""
    return now().date()


def demo_day() -> date:
    """The demo's day. Reads its row again after two seconds, so that two processes agree."""
    global _held
    if _held is None or time.monotonic() - _held[0] > _REREAD_SECONDS:
        from huaihai.kit.models import DemoDay

        row = DemoDay.objects.filter(pk=1).first()
        _held = (time.monotonic(), row.today_on if row else settings.DEMO_DAY)
    return _held[1]


def set_demo_day(day: date) -> None:
    """Move the demo to this day. Raises RuntimeError outside the demo."""
    global _held
    if not settings.DEMO:
        raise RuntimeError("only the demo's day can be moved")
    from huaihai.kit.models import DemoDay

    with transaction.atomic():
        DemoDay.objects.update_or_create(pk=1, defaults={"today_on": day})
    _held = None
