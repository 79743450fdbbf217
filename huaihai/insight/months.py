"""Months as their first days; and one month as it can be told at a moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huaihai.cases.periods import Period
from huaihai.kit.clock import local_day

_YEAR = 12


def first_day(day: date) -> date:
    """The month of this day."""
    return day.replace(day=1)


def later(month: date, by: int) -> date:
    """The month so many months later (negative: earlier)."""
    count = month.year * _YEAR + month.month - 1 + by
    return date(count // _YEAR, count % _YEAR + 1, 1)


def between(first: date, last: date) -> list[date]:
    """The months from one to another, both included."""
    count = (last.year - first.year) * _YEAR + last.month - first.month
    return [later(first, by) for by in range(count + 1)]


@dataclass(frozen=True)
class Span:
    """One month as it can be told at a moment."""

    month: date
    at: datetime

    @property
    def period(self) -> Period:
        """From its first day to its last."""
        return Period(self.month, later(self.month, 1) - timedelta(days=1))

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The moment it begins, and the moment after its end."""
        return self.period.bounds

    @property
    def over_until(self) -> date:
        """The last day of it that is over."""
        return min(self.period.until, local_day(self.at) - timedelta(days=1))

    @property
    def is_now(self) -> bool:
        """Whether the moment lies in it."""
        return first_day(local_day(self.at)) == self.month
