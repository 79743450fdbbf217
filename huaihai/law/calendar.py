"""Working days and rest days of the country, from dated notices; provisional where no notice exists yet.

A working day is one of the week (`week` of its pack.toml) that is no holiday, plus the days of rest that a notice tells
people to work (domain rules T-7, T-8). A year before the first notice raises. A year after the last one is computed
from the week and the holidays of `calendar.toml`, and is provisional.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from huaihai.law.errors import CalendarNotHeld
from huaihai.law.notices import ONE_DAY, HolidayNotice, held_notices
from huaihai.law.week import rests, working_days
from huaihai.packs import country_folder, shapes
from huaihai.packs.files import Reading
from huaihai.packs.flaws import PackError

WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class DayKind:
    """What a day is: worked or not, why (in words), and whether a notice says so."""

    on: date
    is_working: bool
    is_holiday: bool
    provisional: bool
    why_zh: str
    why_en: str


class Calendar:
    """The days of the notices it was given. Immutable; `with_notice` returns a new one."""

    def __init__(self, notices: Iterable[HolidayNotice]) -> None:
        by_year = {notice.year: notice for notice in notices}
        if not by_year:
            raise ValueError("a calendar needs at least one holiday notice")
        self._notices, self._week = by_year, working_days()
        self.first_year = min(by_year)
        self.last_year = max(by_year)
        self._off: dict[date, str] = {}
        self._workdays: dict[date, str] = {}
        for notice in by_year.values():
            self._off |= notice.off
            self._workdays |= notice.workdays

    @property
    def notices(self) -> tuple[HolidayNotice, ...]:
        """The notices held, oldest first."""
        return tuple(self._notices[year] for year in sorted(self._notices))

    def with_notice(self, notice: HolidayNotice) -> "Calendar":
        """This calendar with another year loaded, or a year's notice replaced."""
        return Calendar([*(held for held in self.notices if held.year != notice.year), notice])

    def is_provisional(self, on: date) -> bool:
        """Whether no notice for this day's year is held yet."""
        return on.year not in self._notices

    def is_working_day(self, on: date) -> bool:
        return self.kind(on).is_working

    def is_rest_day(self, on: date) -> bool:
        return not self.kind(on).is_working

    def kind(self, on: date) -> DayKind:
        """What this day is and why. Raises CalendarNotHeld before the first notice or past the table."""
        if on.year < self.first_year:
            raise CalendarNotHeld(
                f"no calendar is held for {on.year}: the first notice held is that of {self.first_year}",
                f"没有 {on.year} 年的放假安排：现有通知从 {self.first_year} 年开始",
            )
        provisional = self.is_provisional(on)
        weekday = on.weekday()
        if name := self._workdays.get(on):
            why_zh = f"{WEEKDAYS_ZH[weekday]}，{name}调休上班"
            why_en = f"{WEEKDAYS_EN[weekday]} worked to make up for {_in_english(name)}"
            return DayKind(on, True, False, provisional, why_zh, why_en)
        if name := self._off.get(on) or (statutory_days(on.year).get(on) if provisional else None):
            why_zh = f"{name}放假" + ("（暂按法定节假日推算）" if provisional else "")
            why_en = f"{_in_english(name)} holiday" + (" (computed, no notice yet)" if provisional else "")
            return DayKind(on, False, True, provisional, why_zh, why_en)
        is_worked = weekday in self._week
        return DayKind(on, is_worked, False, provisional, WEEKDAYS_ZH[weekday], WEEKDAYS_EN[weekday])


def is_weekend(on: date) -> bool:
    """Whether the week of the country rests on this day, holidays and make-up days left out."""
    return rests(on)


@cache
def held_calendar() -> Calendar:
    """The calendar of the notices that the country's pack holds."""
    return Calendar(held_notices())


@dataclass(frozen=True)
class Statutory:
    """A holiday that the law sets: from so many days `before` its day on, so many days."""

    name: str
    en: str
    on: str
    days: int = 1
    before: int = 0

    def first_on(self, year: int) -> date:
        """Raises CalendarNotHeld for a year that the table of festivals has not."""
        named = FIXED.fullmatch(self.on)
        day = (
            date(year, int(named[1]), int(named[2])) if named else _festivals(country_folder(), year)[self.on]
        )
        return day - self.before * ONE_DAY


FIXED: Final = re.compile(r"(\d\d)-(\d\d)")


def statutory_days(year: int) -> dict[date, str]:
    """The statutory days of a year and, where the law says so, those made up for on a weekend (放假办法 2, 6).

    Which working days are given for a holiday on a weekend is the notice's business; here they are the
    next ones after the holiday. Raises CalendarNotHeld outside the table of festivals.
    """
    return _statutory_days(country_folder(), year)


@cache
def _statutory_days(folder: Path, year: int) -> dict[date, str]:
    is_made_up, holidays = _statutory(folder)
    off: dict[date, str] = {}
    to_make_up: list[tuple[date, str]] = []
    for holiday in holidays:
        first_on = holiday.first_on(year)
        for day in (first_on + timedelta(days=n) for n in range(holiday.days)):
            if rests(day) or day in off:
                to_make_up.append((day, holiday.name))
            off[day] = holiday.name if day not in off else f"{off[day]}、{holiday.name}"
    for statutory_on, name in to_make_up if is_made_up else ():
        day = statutory_on
        while day in off or rests(day):
            day += ONE_DAY
        off[day] = name
    return off


@cache
def _statutory(folder: Path) -> tuple[bool, tuple[Statutory, ...]]:
    reading = Reading(folder)
    table = reading.toml("calendar.toml", shapes.CALENDAR)
    if reading.flaws:
        raise PackError.of(folder, reading.flaws)
    return table["made_up"], tuple(Statutory(**row) for row in table["holiday"])


def _festivals(folder: Path, year: int) -> Mapping[str, date]:
    held = _festivals_in(folder)
    if year not in held:
        raise CalendarNotHeld(
            f"no calendar is held for {year}: the festival table ends with {max(held)}",
            f"没有 {year} 年的放假安排：节日表只到 {max(held)} 年",
        )
    return held[year]


@cache
def _festivals_in(folder: Path) -> Mapping[int, Mapping[str, date]]:
    rows = csv.DictReader((folder / "festivals.csv").read_text("utf-8-sig").splitlines())
    return {
        int(row.pop("year")): {name: date.fromisoformat(day) for name, day in row.items()} for row in rows
    }


def _in_english(names: str) -> str:
    _made_up, holidays = _statutory(country_folder())
    english = {holiday.name: holiday.en for holiday in holidays}
    return " and ".join(english.get(name, name) for name in names.split("、"))
