"""Periods as people write them, put in order; and what differs between days, weeks and months."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _


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
    first_year: int  # periods in which a new series is only learnt from
    quarter: int  # periods of three months
    rising: int  # the last periods that must plainly hold more than the three months before
    most: float  # chance of an alarm for one series in one period, however few series there are
    fewest: int = 3  # cases in the window; fewer are never an alarm
    own_weekdays: bool = False


DAY: Final = Grain(
    "day",
    1.0,
    53,
    14,
    (0.02, 0.05, 0.15),
    (1, 3, 7, 14),
    12,
    7,
    1 / 60,
    365,
    91,
    7,
    0.004,
    fewest=5,
    own_weekdays=True,
)
WEEK: Final = Grain("week", 7.0, 53, 8, (0.05, 0.15, 0.4), (1, 2, 4), 5, 3, 1 / 30, 52, 13, 1, 0.012)
MONTH: Final = Grain("month", 30.44, 12, 8, (0.1, 0.25, 0.5), (1, 3), 4, 2, 1 / 20, 12, 3, 1, 0.05)


NUMBERS = re.compile(r"^(\d{4})\D?(\d{1,2})(?:\D?(\d{1,2}))?(?:[日T ].*)?$")
CHINESE = re.compile(r"^(\d{4})年(\d{1,2})月(?:(\d{1,2})日?)?$")
ISO_WEEK = re.compile(r"^(\d{4})-?[Ww](\d{1,2})(?:-?[1-7])?$")
CHINESE_WEEK = re.compile(r"^(\d{4})年?第?(\d{1,2})周$")
TURNED = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?$")
TURNED_MONTH = re.compile(r"^(\d{1,2})[/.-](\d{4})$")
NAMED = re.compile(r"^(?:(\d{1,2})[ -])?([A-Za-z]{3})[a-z]*[ -](\d{4})$")
NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read(text: str) -> tuple[str, date]:
    """What it is ("day", "week" or "month") and the day it begins on. ValueError if it is no period.

    Of 03/04/2026, month or day first cannot be told: the month comes first unless it cannot be one.
    """
    text = text.strip()
    if found := ISO_WEEK.match(text) or CHINESE_WEEK.match(text):
        return "week", date.fromisocalendar(int(found[1]), int(found[2]), 1)
    if found := CHINESE.match(text) or NUMBERS.match(text):
        return _of(int(found[1]), int(found[2]), found[3])
    if found := TURNED_MONTH.match(text):
        return _of(int(found[2]), int(found[1]), None)
    if found := TURNED.match(text):
        first, second = int(found[1]), int(found[2])
        month, day = (first, second) if first <= 12 else (second, first)
        return "day", date(int(found[3]), month, day)
    if (found := NAMED.match(text)) and found[2].lower() in NAMES:
        return _of(int(found[3]), NAMES.index(found[2].lower()) + 1, found[1])
    raise ValueError(f"{text!r} is no day, week or month")


def _of(year: int, month: int, day: str | None) -> tuple[str, date]:
    return ("day", date(year, month, int(day))) if day else ("month", date(year, month, 1))


def grain_of(kinds: set[str], days: list[date]) -> Grain:
    """Days that are all firsts of months are months; days that all lie whole weeks apart are weeks."""
    if kinds == {"month"}:
        return MONTH
    if kinds == {"week"}:
        return WEEK
    if kinds != {"day"}:
        raise Refusal(_("days, weeks and months are mixed: %(kinds)s"), kinds=", ".join(sorted(kinds)))
    if len(days) >= 3 and (all(one.day == 1 for one in days) or all(_ends_month(one) for one in days)):
        return MONTH
    if len(days) >= 4 and all((one - days[0]).days % 7 == 0 for one in days):
        return WEEK
    return DAY


def between(first: date, last: date, grain: Grain) -> list[date]:
    """The begin of every period from the first to the last, whether or not it was in the file."""
    found = []
    while first <= last:
        found.append(first)
        first = following(first, grain)
    return found


def begin(day: date, grain: Grain) -> date:
    """The day under which a period is kept: a month under its first."""
    return day.replace(day=1) if grain is MONTH else day


def following(day: date, grain: Grain) -> date:
    """The begin of the next period."""
    if grain is MONTH:
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=7 if grain is WEEK else 1)


def spell(day: date, grain: Grain, like: str) -> str:
    """A period that is not in the file, as its neighbour `like` is written, else as ISO writes it."""
    if grain is MONTH:
        return f"{day:%Y-%m}"
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02}" if read(like)[0] == "week" else day.isoformat()


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
