"""Spans of days that lists and reports are about: a quarter, or from one day to another, both included."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from huaihai.kit import spoken
from huaihai.kit.clock import local_moment

_QUARTER = re.compile(r"(20[0-9]{2})-([1-4])", re.ASCII)
_MONTHS = 3
_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Period:
    """From one day to another, both included, in the alliance's own time."""

    since: date
    until: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The moment it begins, and the moment after its end."""
        return local_moment(self.since), local_moment(self.until + timedelta(days=1))

    @property
    def query(self) -> dict[str, str]:
        """How an address names it."""
        name = name_of(self)
        return {"quarter": name} if name else {"since": str(self.since), "until": str(self.until)}


def quarter(year: int, number: int) -> Period:
    """The first to fourth quarter of a year."""
    first = date(year, _MONTHS * (number - 1) + 1, 1)
    after = date(year + number // 4, _MONTHS * number % 12 + 1, 1)
    return Period(first, after - timedelta(days=1))


def quarter_of(day: date) -> Period:
    """The quarter that this day lies in."""
    return quarter(day.year, (day.month - 1) // _MONTHS + 1)


def name_of(period: Period) -> str:
    """2026-4, or "" for what is no quarter."""
    year, number = period.since.year, (period.since.month - 1) // _MONTHS + 1
    return f"{year}-{number}" if period == quarter(year, number) else ""


def quarters_back(today: date, first: date) -> list[Period]:
    """The quarters from today's back to the one with the day `first`."""
    held = [quarter_of(today)]
    while held[-1].since > first:
        held.append(quarter_of(held[-1].since - timedelta(days=1)))
    return held


def read(quarter_asked: str, since: str, until: str) -> Period | None:
    """What an address asks for: a quarter (2026-4) or two days (2026-01-01); None for what is neither."""
    found = _QUARTER.fullmatch(quarter_asked)
    if found:
        return quarter(int(found[1]), int(found[2]))
    try:
        period = Period(date.fromisoformat(since), date.fromisoformat(until))
    except ValueError:
        return None
    return period if _EARLIEST <= period.since <= period.until <= _LATEST else None


def span(period: Period) -> str:
    """How the span is called in the reader's language."""
    year, _dash, number = name_of(period).partition("-")
    if number:
        return _("quarter %(number)s of %(year)s") % {"number": number, "year": year}
    days = {"since": spoken.full_day(period.since), "until": spoken.full_day(period.until)}
    return _("%(since)s to %(until)s") % days
