"""The calendar against chinesecalendar, provisional years, loading another notice."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from huaihai.law.calendar import held_calendar, statutory_days
from huaihai.law.deadlines import due
from huaihai.law.errors import BadNotice, CalendarNotHeld
from huaihai.law.notices import held_notices, parse_notice
from huaihai.law.terms import parse_rule

CALENDAR = held_calendar()
NOTICE_2027 = """
year = 2027
published_on = 2026-11-30
source = "a made-up notice for tests"

[[holiday]]
name = "元旦"
from = 2027-01-01
until = 2027-01-03

[[holiday]]
name = "春节"
from = 2027-02-05
until = 2027-02-12
workdays = [2027-01-31, 2027-02-14]
"""


@pytest.mark.parametrize("year", [notice.year for notice in held_notices()])
def test_every_day_held_is_what_chinesecalendar_says(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    differing = [
        day
        for day in days
        if day.year == year and CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


def test_the_notices_held_follow_one_another_with_source_and_date() -> None:
    notices = held_notices()
    assert [notice.year for notice in notices] == [2024, 2025, 2026]
    assert all(notice.source and notice.published_on.year == notice.year - 1 for notice in notices)


def test_the_statutory_days_of_2027_are_thirteen_and_those_made_up() -> None:
    off = statutory_days(2027)
    assert [f"{day:%m-%d}" for day in sorted(off)] == [
        "01-01", "02-05", "02-06", "02-07", "02-08", "02-09", "02-10", "04-05",
        "05-01", "05-02", "05-03", "05-04", "06-09", "09-15", "10-01", "10-02", "10-03", "10-04", "10-05",
    ]  # fmt: skip


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_statutory_day_lies_in_the_notice_of_its_year(year: int) -> None:
    # The days made up for a weekend are the notice's to choose; the thirteen themselves are not.
    notice = next(notice for notice in held_notices() if notice.year == year)
    weekdays_off = {day for day in statutory_days(year) if day.weekday() < 5}
    assert weekdays_off <= set(notice.off)


def test_mid_autumn_on_national_day_is_made_up() -> None:
    off = statutory_days(2031)
    assert off[date(2031, 10, 1)] == "中秋节、国庆节"
    assert date(2031, 10, 6) in off


def test_a_year_without_a_notice_is_provisional_and_says_so() -> None:
    kind = CALENDAR.kind(date(2027, 10, 1))
    assert kind.provisional
    assert not kind.is_working
    assert kind.why_zh == "国庆节放假（暂按法定节假日推算）"


def test_years_outside_are_refused() -> None:
    for day in (date(2023, 12, 31), date(2061, 1, 1)):
        with pytest.raises(CalendarNotHeld, match=f"no calendar is held for {day.year}"):
            CALENDAR.kind(day)


def test_a_notice_turns_a_provisional_due_date_into_a_sure_one() -> None:
    term, start = parse_rule("60d"), date(2026, 12, 2)
    before = due(term, start, calendar=CALENDAR)
    after = due(term, start, calendar=CALENDAR.with_notice(parse_notice(NOTICE_2027)))
    assert (before.due_on, before.provisional) == (date(2027, 2, 1), True)
    # Sunday 01-31 is worked under the notice, so nothing moves.
    assert (after.due_on, after.provisional) == (date(2027, 1, 31), False)


def test_a_notice_may_reach_back_into_december() -> None:
    text = NOTICE_2027.replace("from = 2027-01-01", "from = 2026-12-31")
    assert CALENDAR.with_notice(parse_notice(text)).is_rest_day(date(2026, 12, 31))
    assert CALENDAR.is_working_day(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("year = 2027", 'year = "2027"', "`year` must be a year"),
        ("year = 2027", "year = 2028", "2027-01-01 is not in 2028"),
        ("published_on = 2026-11-30", "", "`published_on` must be a date"),
        ('source = "a made-up notice for tests"', "", "`source` must name the notice"),
        ("until = 2027-01-03", "until = 2026-12-31", "before it starts"),
        ("until = 2027-02-12", "until = 2027-03-12", "longer than"),
        ("workdays = [2027-01-31, 2027-02-14]", "workdays = [2027-02-15]", "is no weekend"),
        ("workdays = [2027-01-31, 2027-02-14]", "workdays = [2027-02-07]", "stands under"),
        ("workdays = [2027-01-31, 2027-02-14]", 'workdays = "2027-02-14"', "must be a list of dates"),
        ('name = "元旦"', "", "has no name"),
        ("year = 2027", "year 2027", "not a TOML file"),
    ],
)
def test_a_notice_that_makes_no_sense_says_where(old: str, new: str, message: str) -> None:
    with pytest.raises(BadNotice, match=message):
        parse_notice(NOTICE_2027.replace(old, new, 1))


def test_a_notice_without_holidays_is_refused() -> None:
    with pytest.raises(BadNotice, match="at least one"):
        parse_notice('year = 2027\npublished_on = 2026-11-30\nsource = "x"\n')
