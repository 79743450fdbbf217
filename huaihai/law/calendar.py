"""Working days and rest days of China, from dated notices; provisional where no notice exists yet.

A working day is Monday to Friday that is no holiday, plus the Saturdays and Sundays a notice tells people
to work (domain rules T-7, T-8). A year before the first notice raises. A year after the last one is
computed from weekends and the 13 statutory days of 《全国年节及纪念日放假办法》 (2024), and is provisional.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from huaihai.law.errors import CalendarNotHeld
from huaihai.law.notices import ONE_DAY, HolidayNotice, held_notices
from huaihai.packs import country_folder

SATURDAY = 5
WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOLIDAYS_EN = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}


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
        self._notices = by_year
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
        return DayKind(on, weekday < SATURDAY, False, provisional, WEEKDAYS_ZH[weekday], WEEKDAYS_EN[weekday])


def is_weekend(on: date) -> bool:
    """Whether the week of the country rests on this day, holidays and make-up days left out."""
    return on.weekday() >= SATURDAY


@cache
def held_calendar() -> Calendar:
    """The calendar of the notices that the country's pack holds."""
    return Calendar(held_notices())


@cache
def statutory_days(year: int) -> dict[date, str]:
    """The 13 statutory days of a year and the days made up for those on a weekend (放假办法 2, 6).

    Which working days are given for a holiday on a weekend is the notice's business; here they are the
    next ones after the holiday. Raises CalendarNotHeld outside the table of festivals.
    """
    festivals = _festivals()
    if year not in festivals:
        raise CalendarNotHeld(
            f"no calendar is held for {year}: the festival table ends with {max(festivals)}",
            f"没有 {year} 年的放假安排：节日表只到 {max(festivals)} 年",
        )
    spring, qingming, dragon_boat, mid_autumn = festivals[year]
    spans = (
        ("元旦", date(year, 1, 1), 1),
        ("春节", spring - ONE_DAY, 4),  # 除夕 to 初三
        ("清明节", qingming, 1),
        ("劳动节", date(year, 5, 1), 2),
        ("端午节", dragon_boat, 1),
        ("中秋节", mid_autumn, 1),
        ("国庆节", date(year, 10, 1), 3),
    )
    off: dict[date, str] = {}
    to_make_up: list[tuple[date, str]] = []
    for name, first_on, length in spans:
        for day in (first_on + timedelta(days=n) for n in range(length)):
            if day.weekday() >= SATURDAY or day in off:
                to_make_up.append((day, name))
            off[day] = name if day not in off else f"{off[day]}、{name}"
    for statutory_on, name in to_make_up:
        day = statutory_on
        while day in off or day.weekday() >= SATURDAY:
            day += ONE_DAY
        off[day] = name
    return off


@cache
def _festivals() -> dict[int, tuple[date, date, date, date]]:
    text = (country_folder() / "festivals.csv").read_text("utf-8")
    table: dict[int, tuple[date, date, date, date]] = {}
    for row in csv.DictReader(text.splitlines()):
        spring, qingming, dragon_boat, mid_autumn = (
            date.fromisoformat(row[column])
            for column in ("spring_festival", "qingming", "dragon_boat", "mid_autumn")
        )
        table[int(row["year"])] = (spring, qingming, dragon_boat, mid_autumn)
    return table


def _in_english(name: str) -> str:
    return " and ".join(HOLIDAYS_EN.get(part, part) for part in name.split("、"))
