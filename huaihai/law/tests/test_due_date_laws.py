"""Properties of due dates, against a slow count written differently and the chinesecalendar package."""

from datetime import date, timedelta

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from huaihai.law.calendar import held_calendar
from huaihai.law.deadlines import Suspension, due
from huaihai.law.terms import parse_rule

CALENDAR = held_calendar()
ONE = timedelta(days=1)

# Everything below stays inside the years that chinesecalendar knows.
starts = st.dates(date(2024, 1, 1), date(2025, 12, 31))
numbers = st.integers(1, 40)
units = st.sampled_from(["wd", "d"])
spans = st.tuples(st.dates(date(2024, 1, 1), date(2026, 3, 1)), st.integers(0, 12)).map(
    lambda pair: (pair[0], pair[0] + pair[1] * ONE)
)
suspensions = st.lists(spans, max_size=4)


def slow_due(start: date, number: int, unit: str, suspended: list[Suspension]) -> date:
    """All days that may be counted, laid out; then the n-th of them; then on to a day one can act on."""
    gone = {first + n * ONE for first, last in suspended for n in range((last - first).days + 1)}
    ahead = [start + n * ONE for n in range(1, 360)]
    usable = [day for day in ahead if day not in gone]
    worked = [day for day in usable if chinese_calendar.is_workday(day)]
    if unit == "wd":
        return worked[number - 1]
    last = usable[number - 1]
    return min(day for day in worked if day >= last)


def fast_due(start: date, number: int, unit: str, suspended: list[Suspension]) -> date:
    return due(parse_rule(f"{number}{unit}"), start, calendar=CALENDAR, suspensions=suspended).due_on


@given(starts, numbers, units, suspensions)
def test_it_agrees_with_a_slow_count(
    start: date, number: int, unit: str, suspended: list[Suspension]
) -> None:
    assert fast_due(start, number, unit, suspended) == slow_due(start, number, unit, suspended)


@given(starts, numbers, units, suspensions)
def test_a_later_start_is_never_due_earlier(
    start: date, number: int, unit: str, suspended: list[Suspension]
) -> None:
    assert fast_due(start, number, unit, suspended) <= fast_due(start + ONE, number, unit, suspended)


@given(starts, numbers, units, suspensions)
def test_a_longer_term_is_never_due_earlier(
    start: date, number: int, unit: str, suspended: list[Suspension]
) -> None:
    assert fast_due(start, number, unit, suspended) <= fast_due(start, number + 1, unit, suspended)


@given(starts, st.integers(1, 12), st.sampled_from(["m", "d", "wd"]), suspensions)
def test_the_last_day_is_never_a_rest_day_nor_suspended(
    start: date, number: int, unit: str, suspended: list[Suspension]
) -> None:
    due_on = due(parse_rule(f"{number}{unit}"), start, calendar=CALENDAR, suspensions=suspended).due_on
    assert CALENDAR.is_working_day(due_on)
    assert not any(first <= due_on <= last for first, last in suspended)


@given(starts, st.integers(5, 40), units, st.data())
def test_k_counted_days_suspended_make_it_k_days_longer(
    start: date, number: int, unit: str, data: st.DataObject
) -> None:
    counted = due(parse_rule(f"{number}{unit}"), start, calendar=CALENDAR).counted
    first = data.draw(st.integers(0, number - 1))
    last = data.draw(st.integers(first, number - 1))
    with_pause = fast_due(start, number, unit, [(counted[first], counted[last])])
    assert with_pause == fast_due(start, number + last - first + 1, unit, [])


@given(starts, numbers, units, spans, st.data())
def test_a_suspension_inside_another_changes_nothing(
    start: date, number: int, unit: str, outer: Suspension, data: st.DataObject
) -> None:
    length = (outer[1] - outer[0]).days
    first = data.draw(st.integers(0, length))
    last = data.draw(st.integers(first, length))
    inner = (outer[0] + first * ONE, outer[0] + last * ONE)
    assert fast_due(start, number, unit, [outer, inner]) == fast_due(start, number, unit, [outer])


@given(starts, st.integers(1, 12))
def test_a_term_in_months_keeps_the_day_of_the_month(start: date, number: int) -> None:
    found = due(parse_rule(f"{number}m"), start, calendar=CALENDAR)
    nominal = found.moved_from or found.due_on
    assert (nominal.year * 12 + nominal.month) - (start.year * 12 + start.month) == number
    assert nominal.day == start.day or (nominal + ONE).day == 1
