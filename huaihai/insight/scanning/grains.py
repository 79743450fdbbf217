"""What differs between days, weeks and months: how long is remembered, looked at together, and taken for one event."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Grain:
    """Everything in periods, except `days`, the mean length of one."""

    name: str
    days: float
    year: int  # bins of the season
    enough: int  # periods before anything is judged
    rates: tuple[float, ...]  # how fast the experts forget
    windows: tuple[int, ...]  # the last periods are looked at together
    shift: int  # so many outliers on one side in a row are a new level
    quiet: int  # an event that is seen again within so many periods continues
    memory: float  # weight of the last squared error in the spread
    most: float  # chance of an alarm for one series in one period, however few series there are
    fewest: int = 3  # cases in the window; fewer are never an alarm
    own_weekdays: bool = False


DAY: Final = Grain(
    "day", 1.0, 53, 14, (0.02, 0.05, 0.15), (1, 3, 7, 14), 12, 7, 1 / 60, 0.004, fewest=5, own_weekdays=True
)
WEEK: Final = Grain("week", 7.0, 53, 8, (0.05, 0.15, 0.4), (1, 2, 4), 5, 3, 1 / 30, 0.012)
MONTH: Final = Grain("month", 30.44, 12, 8, (0.1, 0.25, 0.5), (1, 3), 4, 2, 1 / 20, 0.05)
