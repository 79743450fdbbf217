"""Due dates: the vectors of the working-day table, suspensions, months and years, rest days at the end."""

from datetime import date, datetime

import pytest

from huaihai.law import limits
from huaihai.law.calendar import held_calendar
from huaihai.law.deadlines import due, due_moment
from huaihai.law.errors import BadDate, CalendarNotHeld
from huaihai.law.terms import parse_rule

CALENDAR = held_calendar()

VECTORS = [
    ("2026-01-30", "2026-02-06", "2026-02-10", "2026-02-13", "2026-02-27", "2026-03-31"),
    ("2026-02-13", "2026-02-27", "2026-03-02", "2026-03-05", "2026-03-12", "2026-04-14"),
    ("2026-02-06", "2026-02-13", "2026-02-24", "2026-02-27", "2026-03-05", "2026-04-07"),
    ("2026-04-30", "2026-05-11", "2026-05-13", "2026-05-18", "2026-05-25", "2026-06-29"),
    ("2026-05-06", "2026-05-12", "2026-05-14", "2026-05-19", "2026-05-26", "2026-07-06"),
    ("2026-09-18", "2026-09-24", "2026-09-29", "2026-10-09", "2026-10-15", "2026-11-17"),
    ("2026-09-30", "2026-10-13", "2026-10-15", "2026-10-20", "2026-10-27", "2026-11-30"),
    ("2026-11-24", "2026-12-01", "2026-12-03", "2026-12-08", "2026-12-15", "2027-01-25"),
]
TERMS = ("5wd", "7wd", "10wd", "15wd", "60d")
CASES = [(row[0], term, want) for row in VECTORS for term, want in zip(TERMS, row[1:], strict=True)]


@pytest.mark.parametrize(("start", "term", "want"), CASES)
def test_a_term_ends_where_the_table_says(start: str, term: str, want: str) -> None:
    found = due(parse_rule(term), date.fromisoformat(start), calendar=CALENDAR)
    assert found.due_on == date.fromisoformat(want)
    assert found.provisional is want.startswith("2027")


def test_the_working_days_of_2026_are_248() -> None:
    per_month = [
        sum(CALENDAR.is_working_day(date(2026, month, day)) for day in range(1, 32) if _exists(month, day))
        for month in range(1, 13)
    ]
    assert per_month == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


def test_a_makeup_saturday_counts() -> None:
    found = due(parse_rule("1wd"), date(2026, 2, 13), calendar=CALENDAR)
    assert found.due_on == date(2026, 2, 14)
    assert found.made_up[0].why_zh == "星期六，春节调休上班"


def test_each_skipped_rest_day_says_why() -> None:
    found = due(limits.DECIDE_ON_ACCEPTANCE, date(2026, 9, 30), calendar=CALENDAR)
    skipped = {str(day.on): day.why_zh for day in found.skipped}
    assert skipped["2026-10-01"] == "国庆节放假"
    assert skipped["2026-10-11"] == "星期日"
    assert "2026-10-10" not in skipped


def test_a_last_day_in_the_national_holiday_is_moved_behind_it() -> None:
    found = due(limits.BY_NAME["RETURN_WITHOUT_REASON"], date(2026, 9, 24), calendar=CALENDAR)
    assert found.moved_from == date(2026, 10, 1)
    assert found.due_on == date(2026, 10, 8)
    assert len(found.skipped) == 7


def test_a_complaint_received_on_a_rest_day_counts_from_the_next_working_day() -> None:
    assert due(parse_rule("1wd"), date(2026, 10, 3), calendar=CALENDAR).due_on == date(2026, 10, 8)


def test_months_and_years_end_on_the_corresponding_day_or_the_month_end() -> None:
    assert due(parse_rule("6m"), date(2025, 8, 31), calendar=CALENDAR).due_on == date(2026, 2, 28)
    assert due(parse_rule("1y"), date(2024, 2, 29), calendar=CALENDAR).due_on == date(2025, 2, 28)
    assert due(parse_rule("3y"), date(2023, 7, 1), calendar=CALENDAR).due_on == date(2026, 7, 1)


def test_a_suspension_takes_whole_days_with_both_ends() -> None:
    found = due(
        parse_rule("60d"),
        date(2026, 5, 6),
        calendar=CALENDAR,
        suspensions=[(date(2026, 6, 1), date(2026, 6, 3))],
    )
    assert found.due_on == date(2026, 7, 8)
    assert found.moved_from is None


def test_overlapping_suspensions_count_once() -> None:
    apart = [(date(2026, 6, 1), date(2026, 6, 10))]
    overlapping = [(date(2026, 6, 1), date(2026, 6, 7)), (date(2026, 6, 5), date(2026, 6, 10))]
    given = [
        due(parse_rule("60d"), date(2026, 5, 6), calendar=CALENDAR, suspensions=s)
        for s in (apart, overlapping)
    ]
    assert given[0] == given[1]


def test_a_last_day_is_not_moved_onto_a_suspended_day() -> None:
    # Sunday 07-05 moves to Monday 07-06, which is suspended: the last day is 07-07.
    found = due(
        parse_rule("60d"),
        date(2026, 5, 6),
        calendar=CALENDAR,
        suspensions=[(date(2026, 7, 6), date(2026, 7, 6))],
    )
    assert found.due_on == date(2026, 7, 7)


def test_a_suspension_on_the_first_day_changes_nothing() -> None:
    start = date(2026, 5, 6)
    assert due(parse_rule("7wd"), start, calendar=CALENDAR, suspensions=[(start, start)]).due_on == date(
        2026, 5, 14
    )


def test_a_suspension_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadDate, match="ends before it begins"):
        due(
            parse_rule("7wd"),
            date(2026, 5, 6),
            calendar=CALENDAR,
            suspensions=[(date(2026, 5, 9), date(2026, 5, 8))],
        )


def test_weekends_can_be_left_as_last_days() -> None:
    found = due(parse_rule("60d"), date(2026, 5, 6), calendar=CALENDAR, weekends_move=False)
    assert found.due_on == date(2026, 7, 5)


def test_hours_run_from_the_stated_moment() -> None:
    start = datetime(2026, 10, 1, 9, 30)  # noqa: DTZ001 - the caller's zone is kept
    assert due_moment(limits.FIRST_REPLY, start) == datetime(2026, 10, 2, 9, 30)  # noqa: DTZ001
    with pytest.raises(ValueError, match="use due_moment"):
        due(limits.FIRST_REPLY, start.date(), calendar=CALENDAR)


def test_a_day_before_the_first_calendar_is_refused() -> None:
    with pytest.raises(CalendarNotHeld, match="no calendar is held for 2023"):
        due(parse_rule("7wd"), date(2023, 12, 20), calendar=CALENDAR)


def test_a_period_that_never_ends_is_refused() -> None:
    for term in ("7wd", "60d"):
        with pytest.raises(CalendarNotHeld):
            due(
                parse_rule(term),
                date(2026, 1, 1),
                calendar=CALENDAR,
                suspensions=[(date(2026, 1, 1), date.max)],
            )


def _exists(month: int, day: int) -> bool:
    try:
        date(2026, month, day)
    except ValueError:
        return False
    return True
