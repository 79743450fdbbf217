"""Which report is asked for: its period, and for staff its place."""

from collections.abc import Sequence
from datetime import date

from huaihai import alliance
from huaihai.governance import standing
from huaihai.insight.models import MonthCount
from huaihai.insight.releases.periods import quarter_of
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.numbers import ALL
from huaihai.members.actors import Actor

type Choice = tuple[str, str]
MOST_MONTHS = 24
LAST_MONTH = 12  # of a year


def places_of(actor: Actor, *, on: date) -> list[Choice]:
    """The places whose full numbers the actor may read: the own city, or all for the office and auditors."""
    if actor.kind != "officer" or actor.organisation is None:
        return []
    codes = [city.code for city in alliance.load().cities]
    if actor.organisation.kind == "alliance" or standing.is_office(actor, on=on):
        return [(code, keys.place(code)) for code in (ALL, *codes)]
    city = actor.organisation.city
    return [(city.region_code, keys.place(city.region_code))] if city and city.region_code in codes else []


def periods(today: date) -> Sequence[Choice]:
    """Months that are over and counted, newest first, with their quarters and years, in one query."""
    months = MonthCount.objects.filter(axis=ALL, county="", month__lt=today.replace(day=1))
    known = months.order_by("-month").values_list("month", flat=True).distinct()[:MOST_MONTHS]
    found: list[str] = []
    for month in known:
        found.append(f"{month:%Y-%m}")
        if month.month % 3 == 0:
            found.append(quarter_of(month))
        if month.month == LAST_MONTH:
            found.append(f"{month:%Y}")
    return [(one, keys.period(one)) for one in found]
