"""Months as their first days. Pure."""

from datetime import date

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
