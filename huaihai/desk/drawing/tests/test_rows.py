"""Charts: marks where the numbers say, words for every number, a table always."""

import re
from itertools import pairwise
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huaihai.desk.drawing.numbers import number, with_unit
from huaihai.desk.drawing.rows import MOST_ROWS, drawing
from huaihai.desk.papers.document import Chart, Series, Table
from huaihai.desk.papers.tests.written import BARS, DOCUMENT, DOTS, STACKED, TABLE

FLOATS = st.floats(allow_nan=True, allow_infinity=True) | st.none()


def page(chart: Chart) -> str:
    return Template("{% load papers %}{% chart chart %}").render(Context({"chart": chart}))


def test_bars_begin_at_nothing_and_end_at_their_value() -> None:
    drawn = drawing(BARS)
    marks = [mark for row in drawn.rows for line in row.lines for mark in line.marks]
    assert {mark.left for mark in marks} == {"0.00"}
    assert [float(mark.right) for mark in marks] == pytest.approx(
        [n / 15 * 100 for n in (12, 7, 5, 9, 4)], abs=0.01
    )
    assert drawn.rows[2].lines[0].words == "–"


def test_bars_below_nothing_go_the_other_way() -> None:
    (row,) = drawing(Chart("增减", ("甲",), (Series("变化", (-3.0,)),))).rows
    (mark,) = row.lines[0].marks
    zero = next(
        tick.at for tick in drawing(Chart("增减", ("甲",), (Series("变化", (-3.0,)),))).ticks if tick.is_zero
    )
    assert mark.right == zero
    assert float(mark.left) < float(zero)


def test_parts_of_a_whole_follow_each_other_without_a_gap() -> None:
    for row in drawing(STACKED).rows:
        marks = row.lines[0].marks
        assert [mark.left for mark in marks[1:]] == [mark.right for mark in marks[:-1]]
        assert marks[-1].right == "100.00"
        assert len({mark.tone for mark in marks}) == len(marks)


def test_a_dot_lies_within_its_interval() -> None:
    for row in drawing(DOTS).rows:
        (mark,) = row.lines[0].marks
        assert float(mark.low) < float(mark.right) < float(mark.high)
    assert drawing(DOTS).rows[0].lines[0].words == "92.4 分 (90.1–94)"


def test_a_long_list_is_drawn_in_part_and_is_whole_in_its_table() -> None:
    labels = tuple(f"商品{n}" for n in range(576))
    chart = Chart("总分", labels, (Series("总分", tuple(float(n) for n in range(576))),))
    drawn = drawing(chart)
    assert (len(drawn.rows), drawn.left_out, len(drawn.table.rows)) == (MOST_ROWS, 576 - MOST_ROWS, 576)
    assert str(576 - MOST_ROWS) in page(chart)


@given(st.sampled_from(["bars", "dots", "stacked"]), st.lists(st.tuples(FLOATS, FLOATS, FLOATS), max_size=6))
def test_whatever_the_numbers_every_mark_lies_on_the_page(shape: Any, numbers: list[tuple[Any, ...]]) -> None:
    values, low, high = (tuple(row[place] for row in numbers) for place in range(3))
    series = Series("数", values, low, high)
    drawn = drawing(Chart("图", tuple(f"第{n}" for n in range(len(numbers))), (series,), shape=shape))
    places = [tick.at for tick in drawn.ticks]
    for row in drawn.rows:
        for line in row.lines:
            places += [
                place
                for mark in line.marks
                for place in (mark.left, mark.right, mark.low, mark.high)
                if place
            ]
    assert all(0 <= float(place) <= 100 for place in places)
    assert [float(tick.at) for tick in drawn.ticks] == sorted(float(tick.at) for tick in drawn.ticks)
    assert len(drawn.table.rows) == len(numbers)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=8))
def test_a_larger_number_never_lies_to_the_left(values: list[float]) -> None:
    drawn = drawing(Chart("图", tuple(map(str, values)), (Series("数", tuple(values)),), shape="dots"))
    places = [float(row.lines[0].marks[0].right) for row in drawn.rows]
    for one, other in pairwise(values):
        low, high = sorted([(one, places[values.index(one)]), (other, places[values.index(other)])])
        assert low[1] <= high[1] + 0.01


def test_numbers_are_written_as_people_write_them() -> None:
    assert [number(value) for value in (1.0, 12.5, 0.125, 1234.5, -0.001, None)] == [
        "1",
        "12.5",
        "0.12",
        "1,234.5",
        "0",
        "–",
    ]
    assert number(3.0, 1) == "3.0"
    assert (with_unit(43.2, "%"), with_unit(3, "件"), with_unit(None, "%")) == ("43.2%", "3 件", "–")


def test_the_page_holds_every_number_twice_and_nothing_that_a_policy_forbids() -> None:
    html = page(STACKED) + page(BARS) + page(DOTS)
    assert "<style" not in html
    assert not re.search(r"\s(style|on\w+)=", html)
    assert "<script" not in html
    assert html.count("<table") == 3
    assert html.count("<figcaption>") == 3
    assert "&lt;SL-20&gt; &amp; 子" in html
    for words in ("60", "55.5", "14.5"):
        assert f">{words}</td>" in html


def test_what_has_no_table_gets_one_from_its_numbers() -> None:
    with translation.override("en"):
        table = drawing(DOTS).table
    assert table.head == ("Item", "总分 (分)", "95% 区间")
    assert table.rows[1] == ("演示二厂 <SL-20> & 子", "71.5", "66.2–76")
    own = Table("自己的", ("甲",), (("乙",),))
    assert drawing(Chart("图", ("乙",), (), table=own)).table is own


def test_a_document_says_its_caution_before_its_numbers() -> None:
    template = Template('{% include "desk/papers/document.html" %}')
    html = template.render(Context({"document": DOCUMENT}))
    assert (
        html.index(DOCUMENT.caution)
        < html.index("谁好谁差")
        < html.index("<svg")
        < html.index("GB 4706.19-2008")
    )
    assert html.count('<th scope="row">') >= len(TABLE.rows)
    with translation.override("zh-hant"):
        assert "結果只對本次" in template.render(Context({"document": DOCUMENT}))


def test_counts_have_whole_steps_and_a_total() -> None:
    drawn = drawing(
        Chart("件数", ("甲", "乙"), (Series("子", (1.0, 0.0)), Series("丑", (2.0, 0.0))), shape="stacked")
    )
    assert [tick.words for tick in drawn.ticks] == ["0", "1", "2", "3"]
    assert [row.lines[0].words for row in drawn.rows] == ["3", "0"]


@pytest.mark.parametrize(
    ("heads", "is_cards"), [(("产品", "总分", "等级"), False), (("产品名称和型号",) * 5, True)]
)
def test_only_a_table_that_is_too_wide_becomes_cards(heads: tuple[str, ...], is_cards: bool) -> None:
    html = Template("{% load papers %}{% report_table table %}").render(
        Context({"table": Table("表", heads, ())})
    )
    assert ('class="cards"' in html) == is_cards
