"""Periods as people write them: days, ISO weeks and months, put in order and given the day they begin on."""

import re
from datetime import date, timedelta

from huaihai.insight.scanning.grains import DAY, MONTH, WEEK, Grain

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
        raise ValueError("days, weeks and months are mixed: " + ", ".join(sorted(kinds)))
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
