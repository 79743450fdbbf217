"""`huaihai insight rebuild` and `verify`: what operators see."""

import argparse
from datetime import date

import pytest

from huaihai import cli
from huaihai.insight.models import DayCount, MonthCount
from huaihai.insight.rollups import commands
from huaihai.insight.rollups.tests import plain
from huaihai.insight.rollups.tests.files import AT, a_file, days_after
from huaihai.kit import clock
from tests import cast as people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    people.assemble()
    a_file()
    a_file(days_after(-30))


def test_a_rebuild_names_its_months(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["insight", "rebuild"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["2026-10", "2026-11"]
    assert lines[2].startswith("2 months counted in ")
    plain.agree()


def test_a_recount_tells_every_row_that_is_wrong_and_mends_it(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["insight", "rebuild"])
    assert cli.main(["insight", "verify"]) == 0
    assert capsys.readouterr().out.endswith("2 months counted; 0 rows differ\n")
    MonthCount.objects.filter(axis="nature", month=date(2026, 11, 1), county="").update(
        received=5, asked_fen=3
    )
    DayCount.objects.filter(day=AT.date()).delete()

    assert cli.main(["insight", "verify", "2026-11"]) == 1

    assert capsys.readouterr().out.splitlines() == [
        "insight_month_count 2026-11-01 nature N01 320300: received 5 ≠ 1, asked_fen 3 ≠ 0",
        "insight_day_count 2026-11-24 320300 G01 N01: received 0 ≠ 1",
        "1 months counted; 2 rows differ",
    ]
    assert cli.main(["insight", "verify", "--mend"]) == 0
    assert capsys.readouterr().out.endswith("2 months counted; 2 rows mended\n")
    plain.agree()


def test_without_a_count_everything_differs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["insight", "verify", "2026-10"]) == 1
    assert "received 0 ≠ 1" in capsys.readouterr().out


def test_what_is_no_month_is_refused() -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="'2026-13' is not a month"):
        commands.month_named("2026-13")
    with pytest.raises(SystemExit):
        cli.main(["insight", "verify", "2026-13"])
