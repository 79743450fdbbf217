"""Months are computed by night, once a day, and come out the same however often."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from huaihai.insight.board import computing, facts
from huaihai.insight.board.registry import BY_KEY
from huaihai.insight.board.tests.readings import NOVEMBER, NOW, OCTOBER, TODAY, ended, stored
from huaihai.insight.models import MeasureReading
from huaihai.insight.months import between, later
from huaihai.insight.rollups.tests.files import a_file
from huaihai.kit import clock
from tests.posts import load_tree

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def run(at: datetime = NOW) -> int:
    acts = list(computing.due_acts(at))
    for act in acts:
        act()
    return len(acts)


def reading(key: str, *, staff: bool = False) -> facts.Reading:
    """What is told of a measure today."""
    return facts.readings([key], today=TODAY, staff=staff)[key]


def test_a_night_computes_all_months_since_the_first_complaint_once_and_then_the_newest() -> None:
    load_tree()
    a_file(NOW - 150 * DAY)
    assert run() == 6
    assert MeasureReading.objects.values("month").distinct().count() == 6
    assert run() == 0
    assert run(NOW + DAY) == computing.TURNING + 1


def test_nothing_is_locked_while_a_month_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    load_tree()
    held: list[int] = []
    counting = replace(BY_KEY["corrections"], source=lambda _span: held.append(len(connection.savepoint_ids)))
    monkeypatch.setitem(BY_KEY, "corrections", counting)
    computing.compute(OCTOBER, at=NOW)
    assert held == [len(connection.savepoint_ids)]


def test_a_missed_month_is_caught_up() -> None:
    load_tree()
    a_file(NOW - 20 * DAY)
    run()
    assert run(NOW + 65 * DAY) == 3


def test_computing_again_changes_nothing_but_the_hour() -> None:
    load_tree()
    for _one in range(12):
        ended(at=NOW - 30 * DAY, result="fulfilled", settled_fen=500)
    computing.compute(OCTOBER, at=NOW)
    first = list(MeasureReading.objects.values_list("key", "month", "part", "of", "facts"))
    computing.compute(OCTOBER, at=NOW + DAY)
    assert list(MeasureReading.objects.values_list("key", "month", "part", "of", "facts")) == first
    assert MeasureReading.objects.get(key="recovered", month=OCTOBER).part == 12 * 500


def test_a_month_that_is_over_keeps_what_was_told_of_its_present() -> None:
    load_tree()
    stored("gap-between-cities", (40, 10), last=OCTOBER)
    computing.compute(OCTOBER, at=NOW)
    assert MeasureReading.objects.get(key="gap-between-cities", month=OCTOBER).part == 40


def test_the_public_reads_months_that_are_over_and_staff_the_running_one_too() -> None:
    stored("steps-on-time", (90, 100), (10, 100), last=NOVEMBER)
    public = reading("steps-on-time")
    staff = reading("steps-on-time", staff=True)
    assert (public.value, public.last) == (Decimal(90), OCTOBER)
    assert (staff.value, staff.last) == (Decimal(50), NOVEMBER)


def test_too_few_are_said_to_be_too_few() -> None:
    stored("steps-on-time", (3, 3), (4, 4))
    told = reading("steps-on-time")
    assert told.is_few
    assert told.value is None
    assert all(month.value is None for month in told.months)


def test_only_the_last_twelve_months_count() -> None:
    stored("steps-on-time", *[(0, 100)] * 12, *[(100, 100)] * 12)
    told = reading("steps-on-time")
    assert told.value == 100
    assert told.since == later(OCTOBER, -23)
    assert len(told.months) == 12


def test_what_stands_is_read_from_the_newest_month_with_anything() -> None:
    stored("open-doors", (40, 77), (0, 0), last=NOVEMBER)
    assert reading("open-doors").value == 40


def test_a_measure_that_nothing_computes_is_left_out() -> None:
    assert facts.readings(["made-up"], today=TODAY) == {}


def test_the_charter_is_told_live_numbers_with_since_when() -> None:
    stored("steps-on-time", (9, 10), (10, 10))
    (one,) = facts.of_charter(TODAY).values()
    assert one.since_on == date(2026, 9, 1)
    assert one.value == "95.0%"
    assert one.url.endswith("/board/steps/#steps-on-time")


def test_every_measure_is_stored_for_every_month() -> None:
    load_tree()
    computing.compute(NOVEMBER, at=NOW)
    assert set(MeasureReading.objects.values_list("key", flat=True)) == {*BY_KEY, "target-against-outcome"}


def test_months_are_counted_over_the_year() -> None:
    assert between(date(2026, 11, 1), date(2027, 2, 1)) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1),
    ]  # fmt: skip


def test_the_page_of_the_charter_shows_the_number_and_leads_to_the_board(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    load_tree()
    stored("steps-on-time", (9, 10), (10, 10))
    page = Client(headers={"accept-language": "en"}).get("/alliance/nine/").content.decode()
    assert re.search(r'<a href="/board/steps/#steps-on-time">95\.0%</a>', page)
