"""Dashboards and operators read rows of rollups alone, in one query each."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huaihai import cli
from huaihai.insight.axes import Axis
from huaihai.insight.models import DayCount, MonthCount
from huaihai.insight.rollups import commands, counting, facts
from huaihai.insight.rollups.tables import Measures
from huaihai.insight.rollups.tests import plain
from huaihai.insight.rollups.tests.files import AT, COUNTY, HOME, LEAD, ZONE, a_file, days_after
from huaihai.kit import clock
from tests import cast as people

pytestmark = pytest.mark.django_db


OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
BOTH: dict[str, Any] = {"since": OCTOBER, "until": NOVEMBER}


@pytest.fixture
def some() -> None:
    people.assemble()
    ended: dict[str, Any] = {"stage": "closed", "result": "fulfilled", "ended_at": days_after(20)}
    a_file(consumer_at=COUNTY, asked_fen=5_00)
    a_file(consumer_at=ZONE, category="S12", nature="N06", settled_fen=9_00, **ended)
    a_file(days_after(-40), consumer_at=COUNTY, settled_fen=4_00, **ended)
    a_file(days_after(-40), home=f"city:{LEAD}", lead=f"city:{HOME}", consumer_at="", stage="withdrawn")
    list(counting.rebuild(at=AT))


@pytest.mark.usefixtures("some")
def test_a_place_counts_what_lies_in_it() -> None:
    assert facts.whole(**BOTH).received == 4
    assert facts.whole(**BOTH, place=HOME).received == 3
    assert facts.whole(**BOTH, place=COUNTY).received == 2
    assert facts.whole(since=NOVEMBER, until=NOVEMBER, place=COUNTY).received == 1
    assert facts.whole(**BOTH, place="411402") == Measures()
    cities = facts.places(**BOTH)
    assert {code: one.received for code, one in cities.items()} == {HOME: 3, LEAD: 1}
    assert sum(cities.values(), Measures()) == facts.whole(**BOTH)
    counties = facts.places(**BOTH, within=HOME)
    assert {code: one.received for code, one in counties.items()} == {COUNTY: 2, ZONE: 1}


@pytest.mark.usefixtures("some")
def test_keys_and_months_add_up_to_the_whole() -> None:
    whole = facts.whole(**BOTH)
    assert (whole.confirmed, whole.open, whole.withdrawn) == (2, 1, 1)
    assert (whole.recovered_fen, whole.largest_fen, whole.asked_fen) == (13_00, 9_00, 5_00)
    axes = ("all", "category", "nature", "pair", "channel", "amount", "days")
    for axis in axes:
        assert sum(facts.totals(axis, **BOTH).values(), Measures()) == whole
    months = facts.months(since=date(2026, 9, 1), until=NOVEMBER)
    assert [one.received for one in months.values()] == [0, 2, 2]
    assert facts.counted_at() == AT


def test_before_anything_was_counted_everything_is_nought() -> None:
    assert facts.whole(**BOTH) == Measures()
    assert facts.months(**BOTH) == {OCTOBER: Measures(), NOVEMBER: Measures()}
    assert not facts.places(**BOTH)
    assert facts.counted_at() is None


def test_what_counties_do_not_have_is_refused() -> None:
    refused: list[Callable[[], object]] = [
        lambda: facts.totals("pair", **BOTH, place=COUNTY),
        lambda: facts.totals("channel", **BOTH, place=ZONE),
    ]
    for ask in refused:
        with pytest.raises(ValueError, match="counties are not counted by"):
            ask()


@pytest.mark.usefixtures("some")
def test_each_is_one_query_over_rollups_alone() -> None:
    asked: list[Callable[[], object]] = [
        lambda: facts.totals(Axis.REMEDY, **BOTH),
        lambda: facts.months(**BOTH),
        lambda: facts.places(**BOTH, within=HOME),
    ]
    for ask in asked:
        with CaptureQueriesContext(connection) as caught:
            ask()
        assert len(caught) == 1
        assert "cases_case" not in caught[0]["sql"]


@pytest.fixture
def two_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    people.assemble()
    a_file()
    a_file(days_after(-30))


def test_a_recount_tells_every_row_that_is_wrong_and_mends_it(
    two_files: None, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["insight", "rebuild", "--lang", "en"])
    assert cli.main(["insight", "verify", "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith("2 months counted; 0 rows differ\n")
    MonthCount.objects.filter(axis="nature", month=date(2026, 11, 1), county="").update(
        received=5, asked_fen=3
    )
    DayCount.objects.filter(day=AT.date()).delete()

    assert cli.main(["insight", "verify", "2026-11", "--lang", "en"]) == 1

    assert capsys.readouterr().out.splitlines() == [
        "insight_month_count 2026-11-01 nature N01 320300: received 5 ≠ 1, asked_fen 3 ≠ 0",
        "insight_day_count 2026-11-24 320300 G01 N01: received 0 ≠ 1",
        "1 months counted; 2 rows differ",
    ]
    assert cli.main(["insight", "verify", "--mend", "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith("2 months counted; 2 rows mended\n")
    plain.agree()


def test_a_rebuild_names_its_months_and_without_a_count_everything_differs(
    two_files: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["insight", "verify", "2026-10", "--lang", "en"]) == 1
    assert "received 0 ≠ 1" in capsys.readouterr().out
    assert cli.main(["insight", "rebuild", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["2026-10", "2026-11"]
    assert lines[2].startswith("2 months counted in ")
    plain.agree()


def test_what_is_no_month_is_refused() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="'2026-13' is not a month"):
        commands.month_named("2026-13")
    with pytest.raises(SystemExit):
        cli.main(["insight", "verify", "2026-13", "--lang", "en"])
