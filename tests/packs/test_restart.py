"""A folder is changed, the program starts again: pages say what the folder says now."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from huaihai.alliance import Alliance
from huaihai.front import starting
from huaihai.packs import making

ROOT = Path(__file__).resolve().parents[2]
TAIHU = ROOT / "alliances" / "taihu"
ROW = "*,NEGOTIATE,和解,6,wd,{day},演示：全体成员 2026 年第 1 号决定,unconfirmed\r\n"

pytestmark = pytest.mark.django_db


def with_row(folder: Path, row: str) -> Path:
    shutil.copytree(TAIHU, folder)
    with (folder / "clocks.csv").open("a", encoding="utf-8") as table:
        table.write(row)
    return folder


def test_a_term_with_another_day_and_a_county_that_is_gone(
    start: Callable[[Path], Alliance], tmp_path: Path, client: Client
) -> None:
    start(with_row(tmp_path / "one", ROW.format(day="2026-03-15")))
    assert "6个工作日" in client.get("/alliance/rules/").text

    later = with_row(tmp_path / "two", ROW.format(day="2027-03-15"))
    counties = later / "counties.csv"
    rows = counties.read_text(encoding="utf-8").splitlines(keepends=True)
    lost = next(row.split(",") for row in rows if row.split(",")[4].strip() == "1")
    counties.write_text("".join(row for row in rows if lost[2] not in row), encoding="utf-8")
    city = f"/bodies/{lost[0]}/"
    assert lost[3] in client.get(city).text
    start(later)
    page = client.get("/alliance/rules/").text
    in_force, to_come = page.split("还没到日子的")
    assert ("6个工作日" in in_force, "6个工作日" in to_come) == (False, True)
    assert lost[3] not in client.get(city).text
    assert "没有变化" in starting.load_alliance()


def test_no_area_code_and_no_districts(
    start: Callable[[Path], Alliance], tmp_path: Path, client: Client
) -> None:
    """As `pack new` leaves them: two cities of which one has no districts."""
    making.new(tmp_path / "new", ["441900", "440400"])
    start(tmp_path / "new")
    for language, digits, none in (
        ("zh-hans", "前面加区号", "0 个县区"),
        ("en", "digits in front", "0 counties"),
    ):
        client.cookies["language"] = language
        page = client.get("/bodies/").text
        assert "12315" in page
        assert digits not in page
        assert none not in page
    client.cookies["language"] = "zh-hans"
    assert "不是消协自己的电话" in client.get("/bodies/").text
    assert "各县区" in client.get("/bodies/440400/").text
    dongguan = client.get("/bodies/441900/").text
    assert "各县区" not in dongguan
    assert "照市里的叫法" not in dongguan
