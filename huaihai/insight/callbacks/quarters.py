"""Quarters by name ("2026-Q1"), and when what became of their cases is complete. No Django."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

NAME = re.compile(r"(20[0-9]{2})-Q([1-4])", re.ASCII)
OUTCOMES_AFTER = timedelta(days=90)  # decision 0016: what became of it stands so long after the quarter's end
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Quarter:
    """The year, and 1 to 4."""

    year: int
    number: int

    @classmethod
    def named(cls, name: str) -> "Quarter":
        """The quarter of this name. Raises ValueError."""
        found = NAME.fullmatch(name)
        if found is None:
            raise ValueError(f"{name} is no quarter")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which this day lies."""
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.after.first_on - ONE_DAY

    @property
    def after(self) -> "Quarter":
        """The next one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        """The one before."""
        return Quarter.of(self.first_on - ONE_DAY)

    @property
    def draw_from(self) -> date:
        """The first day on which its outcomes are complete."""
        return self.last_on + OUTCOMES_AFTER + ONE_DAY


def latest_complete(on: date) -> Quarter:
    """The last quarter whose outcomes are complete on this day."""
    found = Quarter.of(on).before
    while found.draw_from > on:
        found = found.before
    return found
