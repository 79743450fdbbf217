"""Clocks: stored facts, exact pauses, provisional days recomputed when a notice comes."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.kit.clock import ZONE
from huaihai.law import limits
from huaihai.law.calendar import held_calendar
from huaihai.law.deadlines import due
from huaihai.record import clocks
from huaihai.record.models import Clock

pytestmark = pytest.mark.django_db
SUBJECT = "case:1"
NOTICE = """
year = 2027
published_on = 2026-11-30
source = "made up for this test"
[[holiday]]
name = "元旦"
from = 2027-01-01
until = 2027-01-03
[[holiday]]
name = "春节"
from = 2027-02-05
until = 2027-02-12
workdays = [2027-01-30]
[[holiday]]
name = "清明节"
from = 2027-04-03
until = 2027-04-05
[[holiday]]
name = "劳动节"
from = 2027-05-01
until = 2027-05-05
[[holiday]]
name = "端午节"
from = 2027-06-09
until = 2027-06-09
[[holiday]]
name = "中秋节"
from = 2027-09-15
until = 2027-09-15
[[holiday]]
name = "国庆节"
from = 2027-10-01
until = 2027-10-07
"""


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def start(day: date, limit: limits.Limit = limits.DECIDE_ON_ACCEPTANCE, *, subject: str = SUBJECT) -> Clock:
    starts = [clocks.Start("decide", limit)]
    return clocks.start(subject=subject, owner="org:a", at=noon(day), starts=starts)[0]


def test_a_clock_keeps_its_rule_and_last_day() -> None:
    clock = start(date(2026, 4, 30))
    assert (clock.due_on, clock.number, clock.unit) == (date(2026, 5, 13), 7, "wd")
    assert not clock.is_overdue(noon(date(2026, 5, 13)))
    assert clock.is_overdue(noon(date(2026, 5, 14)))


def test_hours_run_from_moment_to_moment() -> None:
    clock = start(date(2026, 5, 1), limits.FIRST_REPLY)
    assert clock.due_at == noon(date(2026, 5, 2))


def test_two_running_clocks_of_one_name_are_impossible() -> None:
    from django.db import IntegrityError

    start(date(2026, 4, 30))
    with pytest.raises(IntegrityError):
        start(date(2026, 4, 30))


def test_a_paused_clock_is_never_overdue() -> None:
    clock = start(date(2026, 4, 30))
    clocks.pause(clock, at=noon(date(2026, 5, 6)), reason="appraisal")
    assert not clock.is_overdue(noon(date(2027, 1, 1)))


def test_a_clock_that_ends_while_it_stands_had_the_days_that_it_stood() -> None:
    clock = start(date(2026, 6, 1))
    clocks.pause(clock, at=noon(date(2026, 6, 8)), reason="negotiating")
    clocks.end([clock], at=noon(date(2026, 6, 29)), by="accept")
    clock.refresh_from_db()
    assert clock.paused_on is None
    assert date(2026, 6, 29) <= clock.due_on


def test_pausing_and_resuming_on_one_day_changes_nothing() -> None:
    clock = start(date(2026, 4, 30))
    clocks.pause(clock, at=noon(date(2026, 5, 6)), reason="appraisal")
    clocks.resume(clock, at=noon(date(2026, 5, 6)))
    assert clock.due_on == date(2026, 5, 13)
    assert not clock.pauses.exists()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4))
def test_any_pauses_give_the_last_day_that_the_law_computes(pauses: list[tuple[int, int]]) -> None:
    Clock.objects.all().delete()
    first = date(2026, 6, 1)
    clock, day, stood = start(first), first + timedelta(days=1), []
    for before, length in pauses:
        day += timedelta(days=before)
        clocks.pause(clock, at=noon(day), reason="recusal")
        if length:
            stood.append((day, day + timedelta(days=length - 1)))
        day += timedelta(days=length)
        clocks.resume(clock, at=noon(day))
    expected = due(limits.DECIDE_ON_ACCEPTANCE, first, calendar=held_calendar(), suspensions=stood)
    assert Clock.objects.get().due_on == expected.due_on


def test_a_day_past_the_last_notice_is_provisional_and_moves_when_the_notice_comes() -> None:
    clock = start(date(2026, 12, 28), limits.NEGOTIATE)
    assert clock.is_provisional
    other = start(date(2026, 12, 7), limits.MEDIATE, subject="case:2")
    assert other.due_on == date(2027, 2, 11)  # 5 February, moved off the computed holidays
    moved = clocks.load_notice(NOTICE, at=noon(date(2026, 12, 29)))
    assert not Clock.objects.get(pk=clock.pk).is_provisional
    assert Clock.objects.get(pk=other.pk).due_on == date(2027, 2, 15)  # off until the 12th, a Friday
    assert moved >= 1


def test_a_fixed_day_is_kept_and_moves_by_whole_days_of_a_pause() -> None:
    starts = [clocks.Start("fulfil", limits.CONFIRM_FULFILMENT, due_on=date(2026, 6, 10))]
    (clock,) = clocks.start(subject=SUBJECT, owner="org:a", at=noon(date(2026, 6, 1)), starts=starts)
    clocks.pause(clock, at=noon(date(2026, 6, 3)), reason="both_consent")
    clocks.resume(clock, at=noon(date(2026, 6, 6)))
    assert clock.due_on == date(2026, 6, 13)
