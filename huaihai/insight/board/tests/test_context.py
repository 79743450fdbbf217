"""Figures of others: a table is loaded whole or not at all, what it corrects stays, and nobody but the office loads."""

import argparse
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.insight import commands
from huaihai.insight.board import context
from huaihai.insight.board.context import BadFile, read
from huaihai.insight.board.tests.readings import NOW, TODAY
from huaihai.insight.models import ContextFigure
from huaihai.insight.statistics.facts import residents
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record.models import Event
from tests.posts import PROGRAM, load_alliance, officer_of

pytestmark = pytest.mark.django_db
HEADS = "place,period,indicator,value,unit,source,read_on"
RETAIL = "320300,2025,retail_sales,4567.8,亿元,某市统计公报,2026-03-01"
PEOPLE = "320302,2024,population,300123,人,某区统计公报,2026-03-01"


def table(*lines: str) -> bytes:
    return "\n".join((HEADS, *lines)).encode()


def faults(*lines: str) -> list[str]:
    with pytest.raises(BadFile) as error:
        read(table(*lines), today=TODAY)
    return list(error.value.faults)


def test_a_table_is_read_in_any_order_of_columns_and_with_a_mark_at_its_head() -> None:
    heads = "\ufeffvalue,place,read_on,period,source,unit,indicator"
    turned = f'{heads}\n"1,234.5",all,2026-01-02,2025-Q4,来源,亿元,visitors\n'
    (line,) = read(turned.encode(), today=TODAY)
    assert (line.place, line.period, line.value, line.read_on) == (
        "all",
        "2025-Q4",
        Decimal("1234.50"),
        date(2026, 1, 2),
    )


@pytest.mark.parametrize(
    "line",
    [
        "999999,2025,visitors,1,人次,来源,2026-01-01",
        "all,2025-13,visitors,1,人次,来源,2026-01-01",
        "all,2025-01,population,1,人,来源,2026-01-01",
        "all,2025,happiness,1,人次,来源,2026-01-01",
        "all,2025,visitors,viel,人次,来源,2026-01-01",
        "all,2025,visitors,-1,人次,来源,2026-01-01",
        "all,2025,visitors,NaN,人次,来源,2026-01-01",
        "all,2025,visitors,1e99,人次,来源,2026-01-01",
        "all,2025,visitors,1,,来源,2026-01-01",
        f"all,2025,visitors,1,人次,{'长' * 201},2026-01-01",
        "all,2025,visitors,1,人次,来源,2026-12-24",
        "all,2025,visitors,1,人次,来源,gestern",
        "all,2025,visitors",
    ],
)
def test_a_line_that_does_not_fit_is_named_with_its_number(line: str) -> None:
    assert any("3" in fault for fault in faults(RETAIL, line))


def test_the_same_figure_twice_and_missing_columns_are_told() -> None:
    assert len(faults(RETAIL, RETAIL)) == 1
    with pytest.raises(BadFile) as error:
        read(b"place,period\nall,2025\n", today=TODAY)
    assert "indicator" in str(error.value)


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_no_bytes_bring_anything_but_a_table_or_a_message(raw: bytes) -> None:
    with suppress(BadFile):
        read(raw, today=TODAY)


def test_loading_twice_changes_nothing_and_a_correction_keeps_what_it_replaced() -> None:
    load_alliance()
    assert context.load(table(RETAIL, PEOPLE), by=PROGRAM, at=NOW) == 2
    assert context.load(table(RETAIL, PEOPLE), by=PROGRAM, at=NOW) == 0
    assert context.load(table(RETAIL.replace("4567.8", "4568")), by=PROGRAM, at=NOW) == 1
    assert ContextFigure.objects.count() == 3
    assert ContextFigure.objects.standing().get(indicator="retail_sales").value == 4568
    assert Event.objects.filter(verb="context figures loaded").count() == 2


def test_only_the_secretariat_loads_and_nothing_of_a_table_with_a_wrong_line() -> None:
    load_alliance()
    with pytest.raises(Unfit):
        context.load(table(RETAIL, "x"), by=PROGRAM, at=NOW)
    assert not ContextFigure.objects.exists()
    with pytest.raises(NotAllowed):
        context.load(table(RETAIL), by=officer_of("city:411400", Role.HEAD), at=NOW)
    with pytest.raises(NotAllowed):
        context.load(table(RETAIL), by=Actor.public(), at=NOW)
    context.load(table(RETAIL), by=officer_of("city:320300", Role.HEAD), at=NOW)


def test_rates_are_counted_by_the_alliances_data_whatever_was_loaded() -> None:
    load_alliance()
    places = ("320300", "320302")
    before = [residents().of(one) for one in places]
    context.load(table(PEOPLE, "320300,2025,population,9000000,人,公报,2026-03-01"), by=PROGRAM, at=NOW)
    assert [residents().of(one) for one in places] == before == [9_083_790, None]


def run(words: list[str]) -> int:
    parser = argparse.ArgumentParser()
    commands.add_to(parser.add_subparsers())
    args = parser.parse_args(words)
    return int(args.run(args))


@pytest.mark.usefixtures("english")
def test_the_command_loads_a_file_or_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_alliance()
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(table(RETAIL))
    bad.write_bytes(table("x"))
    assert run(["insight", "context", "load", str(good)]) == 0
    assert "1 figures loaded" in capsys.readouterr().out
    assert run(["insight", "context", "load", str(bad)]) == 1
    assert "2" in capsys.readouterr().err
    assert run(["insight", "context", "load", str(tmp_path / "none.csv")]) == 1
    assert run(["insight", "board", "rebuild"]) == 0
    assert "26 measures" in capsys.readouterr().out
