"""Which clauses of a story ask that the shop be punished, and what is left of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.law.reports import is_report, parted

ASKS = (
    "我要举报这家店",
    "实名举报",
    "请市场监管局查处",
    "要求严惩黑心商家",
    "希望有关部门吊销它的执照",
    "请求对店家罚款",
    "本人强烈要求查封黑店",
    "特此举报",
)
ASKS_NOT = (
    "我已经打12315举报了",
    "举报电话是12315",
    "酒店说要交罚款",
    "要求退货退款",
    "请店家道歉",
    "合同上写着违约处罚",
    "希望尽快处理",
    "我想退卡，老板不理我",
    "商家要没收我的定金",
    "健身房通知要停业装修",
    "物业要罚款500元",
    "他们要求我交罚款",
    "店家说必须没收押金",
    "商家说我要举报就去举报",
    "老板说想举报随便",
    "我已同时举报到12345",
    "我不想举报",
    "要求对方停止处罚",
    "希望严肃处理此事",
    "请依法处理",
    "请消协尽快调查处理",
    "请问要不要交罚款",
    "举报无门",
)


@pytest.mark.parametrize("clause", ASKS)
def test_a_wish_for_punishment_is_a_report(clause: str) -> None:
    assert is_report(clause)


@pytest.mark.parametrize("clause", ASKS_NOT)
def test_what_asks_for_something_of_ones_own_is_none(clause: str) -> None:
    assert not is_report(clause)


@pytest.mark.parametrize(
    ("text", "report", "rest"),
    [
        (
            "买的水壶第三天就漏电，要求退货退款。请市场监管局查处这家店！",
            ("请市场监管局查处这家店",),
            "买的水壶第三天就漏电，要求退货退款。",
        ),
        (
            "水壶漏电，老板不认，我要举报这家店。",
            ("我要举报这家店",),
            "水壶漏电，老板不认。",
        ),
        (
            "水壶漏电。要求退款并请依法处罚商家。",
            ("要求退款并请依法处罚商家",),
            "水壶漏电。要求退款并请依法处罚商家。",
        ),
        ("水壶漏电。要求退款。", (), "水壶漏电。要求退款。"),
        ("我要举报这家店", ("我要举报这家店",), ""),
        (
            "我要举报这家店把过期三个月的牛奶换了标签又摆上货架。",
            ("我要举报这家店把过期三个月的牛奶换了标签又摆上货架",),
            "我要举报这家店把过期三个月的牛奶换了标签又摆上货架。",
        ),
        ("", (), ""),
    ],
)
def test_the_text_is_parted_by_clauses(text: str, report: tuple[str, ...], rest: str) -> None:
    found = parted(text)
    assert (found.report, found.rest) == (report, rest)


@given(st.lists(st.sampled_from((*ASKS, *ASKS_NOT, "，", "。", "\n", "？")), max_size=12).map("".join))
def test_what_is_left_is_parted_no_further(text: str) -> None:
    """Only clauses that also ask for something of one's own are named again, and the text stays as it is then."""
    once = parted(text)
    again = parted(once.rest)
    assert again.rest == once.rest
    assert set(again.report) <= set(once.report)
