"""An alarm as a chart over the weeks, and on the diagram of tiles."""

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.insight.alarms import cases
from huaihai.insight.alarms.places import Places
from huaihai.insight.models import Alarm
from huaihai.insight.statistics.charts import Chart, Kind, Series
from huaihai.insight.statistics.tiles import Tiles
from huaihai.kit import spoken

WEEKS: Final = 26
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)


def over_time(alarm: Alarm, known: Places) -> Chart:
    """Complaints a week over half a year, to the last day that was looked at; expected where the alarm lies."""
    last = alarm.seen.day
    weeks = [last - (WEEKS - number) * WEEK + DAY for number in range(WEEKS)]
    counted = cases.by_day(alarm, known, weeks[0], last)
    observed = tuple(float(sum(counted[first + n * DAY] for n in range(7))) for first in weeks)
    a_week = alarm.expected / ((alarm.until - alarm.since).days + 1) * 7
    expected = tuple(a_week if _meets(alarm, first) else None for first in weeks)
    return Chart(
        kind=Kind.LINES,
        title=_("Complaints about this in these places, week by week"),
        labels=tuple(spoken.full_day(first) for first in weeks),
        short=tuple(f"{first:%m-%d}" for first in weeks),
        series=(
            Series(pgettext("alarm", "received"), observed),
            Series(pgettext("alarm", "expected"), expected),
        ),
        unit=_("complaints a week"),
        digits=1,
        label_head=_("Week from"),
        note=_(
            "The expected number is worked out from the time before, and drawn for the weeks of the alarm."
        ),
    )


def on_tiles(alarm: Alarm, known: Places) -> Tiles:
    """How many of its cases each city has."""
    values: dict[str, float | None] = {}
    for code, (observed, _expected) in alarm.by_place.items():
        if (place := known.by_code.get(code)) is not None:
            city = place.city.region_code
            values[city] = (values.get(city) or 0.0) + float(observed)
    return Tiles(
        title=_("Where the complaints of this alarm come from"),
        values=values,
        value_name=pgettext("alarm", "Complaints"),
        digits=0,
    )


def _meets(alarm: Alarm, first: date) -> bool:
    return first <= alarm.until and alarm.since < first + WEEK
