"""A tile says a number that means something: exceptions instead of 100 %, counts instead of shares of few, or who owes
it and from when on."""

import json
from datetime import date

import pytest
from django.utils import translation

from huaihai.desk.measured import Measured
from huaihai.desk.papers import setting
from huaihai.insight.board import cards, sheet, tiles
from huaihai.insight.board.facts import readings
from huaihai.insight.board.tests.readings import NOVEMBER, TODAY, stored
from huaihai.insight.board.tiles import in_two
from tests.posts import load_alliance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded() -> None:
    load_alliance()


@pytest.mark.parametrize(
    ("key", "months", "said"),
    [
        ("without-by-pass", [(400, 400), (454, 454)], ("绕过 0 件", "办结 854 件")),
        ("steps-on-time", [(5669, 5725)], ("99.0%", "共 5,725 步，逾期 56 步")),
        ("re-checks-done", [(10, 11)], ("没做 1 次", "回头看 11 次")),
        ("re-checks-done", [(0, 1)], ("没做 1 次", "回头看 1 次")),
        ("filed-away", [(469, 2066)], ("22.7%", "已知牵头城市 2,066 件，异地投诉 469 件")),
        ("cities-taking-part", [(20, 2)], ("10 个", "联合行动 2 次")),
    ],
)
def test_a_number_is_told_by_what_stands_out(
    key: str, months: list[tuple[int, int]], said: tuple[str, str]
) -> None:
    stored(key, *months)
    assert in_two(readings([key], today=TODAY)[key]) == said


@pytest.mark.parametrize(
    ("key", "month", "said"),
    [
        ("gap-between-cities", (0, 10), ("看不出差别", "截至 2026 年 6 月的一年")),
        ("gap-between-cities", (42, 10), ("4.2 个百分点", "截至 2026 年 6 月的一年")),
        ("open-doors", (0, 77), ("已开门 0 个", "共 77 个县区")),
        ("target-against-outcome", (2, 3), ("没跟上 1 项", "目标 3 项")),
    ],
)
def test_what_stands_today_has_no_bare_nought(
    key: str, month: tuple[int, int], said: tuple[str, str]
) -> None:
    stored(key, month, last=NOVEMBER, through="2026-06-01")
    assert in_two(readings([key], today=TODAY)[key]) == said


def test_a_share_knows_what_it_is_and_a_tile_without_number_who_owes_it() -> None:
    stored("confirmed-by-consumers", (80, 100))
    stored("corrections", (0, 0))
    found = {one.part.part.key: one for one in tiles.tiles(cards.board(TODAY), TODAY)}
    assert len(found) == 9
    figure = found["aim"].figure
    assert isinstance(figure, Measured)
    assert (figure, figure.mark.measure, figure.mark.place) == ("80.0%", "solved", "all")
    assert figure.mark.span.startswith("ended:2025-11-01..2026-10-31@")
    assert (found["voice"].figure, found["voice"].due) == ("", "2026 年 12 月")  # no corrections is no number
    assert found["standard"].due == "2027 年 9 月"


def test_the_table_of_months_leaves_out_what_is_not_monthly() -> None:
    stored("open-doors", (3, 77), last=NOVEMBER)
    stored("steps-on-time", (90, 100), (95, 100))
    found = tiles.months(tiles.tiles(cards.board(TODAY), TODAY))
    assert [title for _word, title in found.heads] == ["按时走完的步骤"]
    assert [(month, list(cells)) for month, cells in found.rows] == [
        ("2026 年 10 月", ["95.0%"]), ("2026 年 9 月", ["90.0%"]),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_sheet_is_one_page(language: str) -> None:
    stored("steps-on-time", *[(90 + n, 100) for n in range(10)])
    with translation.override(language):
        found = tiles.tiles(cards.board(TODAY), TODAY)
        board = {"tiles": found, "since": "2025-11", "until": "2026-10", "as_of": date(2026, 11, 24)}
        pages = json.loads(setting.document("board", "pngs", sheet.paper(board), folder=sheet.TEMPLATES))
        assert sheet.pdf(board).startswith(b"%PDF")
    assert len(pages) == 1
