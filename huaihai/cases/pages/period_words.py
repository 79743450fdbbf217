"""A span of days in words: 2026 年第 4 季度, or from one day to another."""

from django.utils.translation import gettext as _

from huaihai.cases.periods import Period, name_of
from huaihai.kit import spoken


def span(period: Period) -> str:
    """How the span is called in the reader's language."""
    year, _dash, number = name_of(period).partition("-")
    if number:
        return _("quarter %(number)s of %(year)s") % {"number": number, "year": year}
    days = {"since": spoken.full_day(period.since), "until": spoken.full_day(period.until)}
    return _("%(since)s to %(until)s") % days
