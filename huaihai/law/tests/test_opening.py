"""Hours read from the words of a door, and the next times at which a call can be promised."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai import alliance
from huaihai.law import opening
from huaihai.law.calendar import held_calendar
from huaihai.law.opening import DEFAULT, LEAST, Opening, Slot, Unreadable, read, slots

CALENDAR = held_calendar()
OFFICE = "周一至周五 9:00–12:00、14:00–17:00"


@pytest.mark.parametrize(
    ("words", "zh"),
    [
        (OFFICE, OFFICE),
        ("9:00-12:00 14:00-17:00", OFFICE),
        ("工作日9点到12点，下午2点到5点", OFFICE),
        ("星期一到星期五：上午９：００—１２：００、下午2:00—5:00", OFFICE),
        ("Monday to Friday 9:00–12:00, 14:00–17:00", OFFICE),
        ("Mon-Thu 8:30-17:30; Fri 8:30-12:00", "周一至周四 8:30–17:30；周五 8:30–12:00"),
        (
            "周一至周五 上午8:30-12:00，下午2:30-6:00；周六 9点到11点半",
            "周一至周五 8:30–12:00、14:30–18:00；周六 9:00–11:30",
        ),
        ("周一、周三 9:00-12:00", "周一 9:00–12:00；周三 9:00–12:00"),
        ("每天 8:00-20:00；周日休息", "周一至周六 8:00–20:00"),
        ("周六至周一 9:00-12:00", "周一 9:00–12:00；周六至周日 9:00–12:00"),
    ],
)  # fmt: skip
def test_what_people_write_is_read_and_written_in_one_form(words: str, zh: str) -> None:
    assert read(words).zh == zh


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "随时",
            "周一至周六",
            "周一 12:00-9:00",
            "周一 25:00-26:00",
            "周一 9:00-12:00 请预约",
            "周一休息",
        ),
        *("9:00-12:00 11:00-14:00", "周八 9:00-12:00", "9" * 300),
    ],
)
def test_what_says_no_hours_is_refused(words: str) -> None:
    with pytest.raises(Unreadable):
        read(words)
    assert opening.of(words) is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(words: str) -> None:
    opening.of(words)


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    days = []
    for _day in range(7):
        marks = sorted(draw(st.sets(st.integers(0, 95), max_size=6)))
        quarters = [time(mark // 4, mark % 4 * 15) for mark in marks[: len(marks) // 2 * 2]]
        days.append(tuple(zip(quarters[::2], quarters[1::2], strict=True)))
    if not any(days):
        days[draw(st.integers(0, 6))] = ((time(9), time(12)),)
    return Opening(tuple(days))


@given(openings())
def test_the_one_form_is_read_again_in_both_languages(hours: Opening) -> None:
    assert read(hours.zh) == hours
    assert read(hours.en) == hours


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}")


@pytest.mark.parametrize(
    ("now", "first", "second"),
    [
        (at("2026-11-26", "08:00"), at("2026-11-26", "09:00"), at("2026-11-26", "14:00")),
        (at("2026-11-26", "11:29"), at("2026-11-26", "09:00"), at("2026-11-26", "14:00")),
        (at("2026-11-26", "11:31"), at("2026-11-26", "14:00"), at("2026-11-27", "09:00")),
        (at("2026-11-26", "16:30"), at("2026-11-26", "14:00"), at("2026-11-27", "09:00")),
        (at("2026-11-26", "16:31"), at("2026-11-27", "09:00"), at("2026-11-27", "14:00")),
        (at("2026-11-27", "23:59"), at("2026-11-30", "09:00"), at("2026-11-30", "14:00")),  # over a weekend
        (at("2026-09-30", "17:00"), at("2026-10-08", "09:00"), at("2026-10-08", "14:00")),  # over National Day
        (at("2026-10-09", "17:00"), at("2026-10-10", "09:00"), at("2026-10-10", "14:00")),  # a Saturday that is worked
    ],
)  # fmt: skip
def test_the_next_times(now: datetime, first: datetime, second: datetime) -> None:
    assert [slot.start for slot in slots(DEFAULT, now, calendar=CALENDAR)][:2] == [first, second]


@given(openings(), st.datetimes(min_value=at("2024-01-01", "00:00"), max_value=at("2027-06-01", "00:00")))
def test_a_time_is_never_over_and_always_within_hours_of_a_working_day(hours: Opening, now: datetime) -> None:
    found = slots(hours, now, calendar=CALENDAR)
    assert found == sorted(found, key=lambda slot: slot.start)
    assert len(found) <= 4
    for slot in found:
        assert slot.until - now >= LEAST
        assert CALENDAR.is_working_day(slot.start.date())
        assert (slot.start.time(), slot.until.time()) in hours.on(slot.start.date(), CALENDAR)


def test_saturday_hours_alone_promise_nothing() -> None:
    saturday = Opening((((),) * 5) + (((time(9), time(12)),), ()))
    only_worked_weekends = slots(saturday, at("2026-11-26", "08:00"), calendar=CALENDAR)
    assert all(CALENDAR.is_working_day(slot.start.date()) for slot in only_worked_weekends)
    assert Slot(at("2026-11-28", "09:00"), at("2026-11-28", "12:00")) not in only_worked_weekends


def test_the_hours_of_the_folders_can_be_read() -> None:
    for city in alliance.load().cities:
        assert not city.hours or opening.of(city.hours), city.name
