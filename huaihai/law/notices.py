"""Holiday notices of the State Council: one file a year, read and checked before it moves any due date."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from huaihai.law.errors import BadNotice
from huaihai.law.week import rests
from huaihai.packs import country_folder

ONE_DAY = timedelta(days=1)
LONGEST_HOLIDAY_DAYS = 16


@dataclass(frozen=True)
class Holiday:
    """One holiday of a notice: off from the first day to the last, both included."""

    name: str
    first_on: date
    last_on: date
    workdays: tuple[date, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first_on + n * ONE_DAY for n in range((self.last_on - self.first_on).days + 1))


@dataclass(frozen=True)
class HolidayNotice:
    """A dated notice for one year, with its source."""

    year: int
    published_on: date
    source: str
    holidays: tuple[Holiday, ...]

    @property
    def off(self) -> dict[date, str]:
        """Every day off, with the holiday it belongs to."""
        return {day: holiday.name for holiday in self.holidays for day in holiday.days}

    @property
    def workdays(self) -> dict[date, str]:
        """Every Saturday or Sunday to be worked, with the holiday it makes up for."""
        return {day: holiday.name for holiday in self.holidays for day in holiday.workdays}


def parse_notice(text: str) -> HolidayNotice:
    """Read a notice from TOML. Raises BadNotice, naming the line of thought that fails.

    >>> parse_notice('''
    ... year = 2027
    ... published_on = 2026-11-30
    ... source = "…"
    ... [[holiday]]
    ... name = "元旦"
    ... from = 2027-01-01
    ... until = 2027-01-03
    ... workdays = []
    ... ''').year
    2027
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(f"this is not a TOML file: {error}", f"不是有效的 TOML 文件：{error}") from error
    year = table.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 2000 <= year <= 2100:
        raise _bad("`year` must be a year, such as 2027", "缺少 year（年份），例如 2027")
    source = table.get("source")
    if not isinstance(source, str) or not source.strip():
        raise _bad("`source` must name the notice", "缺少 source（通知名称）")
    published_on = _day(table, "published_on", "the notice", "通知")
    entries = table.get("holiday")
    if not isinstance(entries, list) or not entries:
        raise _bad("there must be at least one [[holiday]]", "至少要有一个 [[holiday]]")
    notice = HolidayNotice(year, published_on, source.strip(), tuple(_holiday(entry) for entry in entries))
    _check(notice)
    return notice


def held_notices() -> tuple[HolidayNotice, ...]:
    """The notices in the country's pack, oldest first."""
    return _notices_in(country_folder())


@cache
def _notices_in(folder: Path) -> tuple[HolidayNotice, ...]:
    texts = [path.read_text("utf-8-sig") for path in (folder / "holidays").glob("*.toml")]
    return tuple(sorted((parse_notice(text) for text in texts), key=lambda notice: notice.year))


def _holiday(entry: object) -> Holiday:
    if not isinstance(entry, Mapping):
        raise _bad("each [[holiday]] must be a table", "每个 [[holiday]] 都应是一张表")
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _bad("a [[holiday]] has no name", "有一个 [[holiday]] 没有 name（节日名称）")
    first_on = _day(entry, "from", name, name)
    last_on = _day(entry, "until", name, name)
    workdays = entry.get("workdays", [])
    if not isinstance(workdays, list) or not all(_is_day(day) for day in workdays):
        raise _bad(f"{name}: `workdays` must be a list of dates", f"{name}：workdays 应为日期列表")
    if last_on < first_on:
        raise _bad(f"{name}: ends on {last_on}, before it starts", f"{name}：结束日 {last_on} 早于开始日")
    if (last_on - first_on).days >= LONGEST_HOLIDAY_DAYS:
        raise _bad(
            f"{name}: longer than {LONGEST_HOLIDAY_DAYS} days", f"{name}：超过 {LONGEST_HOLIDAY_DAYS} 天"
        )
    return Holiday(name.strip(), first_on, last_on, tuple(sorted(workdays)))


def _check(notice: HolidayNotice) -> None:
    seen: dict[date, str] = {}
    for holiday in notice.holidays:
        for day in (*holiday.days, *holiday.workdays):
            # A notice may reach back into December (元旦 2019 began on 2018-12-30).
            if not (day.year == notice.year or (day.year == notice.year - 1 and day.month == 12)):
                raise _bad(
                    f"{holiday.name}: {day} is not in {notice.year}",
                    f"{holiday.name}：{day} 不在 {notice.year} 年",
                )
            if day in seen:
                raise _bad(
                    f"{day} stands under {seen[day]} and {holiday.name}",
                    f"{day} 同时列在“{seen[day]}”和“{holiday.name}”下",
                )
            seen[day] = holiday.name
        for day in holiday.workdays:
            if not rests(day):
                raise _bad(
                    f"{holiday.name}: {day} is no weekend, so it cannot be a make-up day",
                    f"{holiday.name}：{day} 不是周末，不能作为调休上班日",
                )


def _day(table: Mapping[str, object], key: str, where_en: str, where_zh: str) -> date:
    value = table.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _bad(
            f"{where_en}: `{key}` must be a date such as 2027-01-01",
            f"{where_zh}：{key} 应为日期，例如 2027-01-01",
        )
    return value


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _bad(en: str, zh: str) -> BadNotice:
    return BadNotice(f"holiday notice: {en}", f"放假通知：{zh}")
