"""A year as it can be told on a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huaihai.kit.clock import local_moment
from huaihai.law import yearly_sheet
from huaihai.law.yearly_sheet import Action


@dataclass(frozen=True)
class Year:
    """From its first day to its last that is not to come."""

    number: int
    today: date

    @property
    def first(self) -> date:
        return date(self.number, 1, 1)

    @property
    def last(self) -> date:
        """Its last day, in the running year today: what stands, stands on this day."""
        return min(date(self.number, 12, 31), self.today)

    @property
    def is_running(self) -> bool:
        return self.today.year == self.number

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The moment it begins, and the moment after its end."""
        return moments(self.first, self.last)


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The moment the first day begins, and the moment after the last."""
    return local_moment(first), local_moment(last + timedelta(days=1))


def years(action: Action, today: date) -> list[int]:
    """The years of the action that have begun, the newest first."""
    return list(range(min(action.until_year, today.year), action.from_year - 1, -1))


def sheet_of(number: int, today: date) -> tuple[Action, Year] | None:
    """The action and one of its years; None where the country has none, or the year is not of it or to come."""
    action = yearly_sheet.action()
    if action is None or number not in years(action, today):
        return None
    return action, Year(number, today)


def newest(today: date) -> tuple[Action, int] | None:
    """The action and the newest year of its sheet."""
    action = yearly_sheet.action()
    found = years(action, today) if action else []
    return (action, found[0]) if action and found else None
