"""How many days it took until cases ended, as whole days counted each month by night."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huaihai.desk.drawing.ruler import Spread
from huaihai.desk.drawing.ruler import spread as spread_of
from huaihai.desk.measured import ALL, By, Mark, Measured
from huaihai.insight import definitions
from huaihai.insight.board.arithmetic import DAYS_KEY, LEAST_PEOPLE
from huaihai.insight.models import MeasureReading
from huaihai.insight.statistics import keys
from huaihai.kit.clock import local_day


@dataclass(frozen=True)
class Days:
    """The days of some months: what the ruler shows."""

    spread: Spread
    caption: str
    median: str


def spread(first: date, last: date) -> Days | None:
    """From one month (its first day) to another; None where too few ended. One query."""
    rows = list(MeasureReading.objects.filter(key=DAYS_KEY, month__gte=first, month__lte=last))
    counted: Counter[int] = Counter()
    for row in rows:
        counted.update({int(day): times for day, times in row.facts.get("days", {}).items()})
    found = spread_of(counted)
    if found is None or found.count < LEAST_PEOPLE:
        return None
    as_of = max(row.computed_at for row in rows)
    at = definitions.of_months(By.ENDED, first, last, local_day(as_of).isoformat())
    caption = _(
        "Days from receipt to the end: %(n)s cases ours to solve, ended from %(since)s to %(until)s"
    ) % {
        "n": f"{found.count:,}",
        "since": keys.period(f"{first:%Y-%m}"),
        "until": keys.period(f"{last:%Y-%m}"),
    }
    return Days(found, caption, Measured(str(found.median), Mark("days-to-close", ALL, at)))
