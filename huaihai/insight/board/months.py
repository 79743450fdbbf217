"""One month of the board."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huaihai.cases.periods import Period
from huaihai.insight.months import first_day, later
from huaihai.kit.clock import local_day


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
