"""A story in short: what is found in texts as people write them, and what is not."""

import pytest

from huaihai.law import stories
from huaihai.law.stories import Kind

FILLER = "情况就是这样，事情的前后我都记得很清楚，也有照片和聊天记录可以拿出来看，随时可以配合你们了解。" * 4


def of(text: str, kind: Kind) -> list[str]:
    return [one.words for one in stories.in_short(text + "。" + FILLER) if one.kind is kind]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("办卡付了3800元，用了八百块钱", ["3800元", "八百块钱"]),
        ("一共花了￥1,280.50，还欠２６８元", ["￥1,280.50", "２６８元"]),
        ("交了3万元定金，后来又转了1.5万", ["3万元", "1.5万"]),
        ("才用了一百多块，退我三千块", ["一百多块", "三千块"]),
        ("地板少了三块板子，蛋糕切了两块糕", []),
        ("买了3斤，跑了2万公里", []),
    ],
)
def test_sums(text: str, sums: list[str]) -> None:
    assert of(text, Kind.SUM) == sums


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("我2026年11月3日买的，11月20号坏了", ["2026年11月3日", "11月20号"]),
        ("2026-11-05下的单，2026.11.9到货", ["2026-11-05", "2026.11.9"]),
        ("去年五月买的，上个月底坏的，昨天去问", ["去年五月", "上个月底", "昨天"]),
        ("上周三去的，国庆节又去了一次", ["上周三", "国庆节"]),
        ("住在3号楼，走12号线", []),
        ("月饼坏了", []),
    ],
)
def test_days(text: str, days: list[str]) -> None:
    assert of(text, Kind.DAY) == days


@pytest.mark.parametrize(
    ("text", "shops"),
    [
        ("我在徐州市鼓楼区星空健身俱乐部办了卡", ["徐州市鼓楼区星空健身俱乐部"]),
        ("在某宝的旺旺零食旗舰店买的", ["旺旺零食旗舰店"]),
        ("和金晖房地产公司签了合同", ["金晖房地产公司"]),
        ("这家店的店员说，超市和商场都一样，你们公司也是", []),
        ("去别的店问过，店铺关了", []),
    ],
)
def test_shops(text: str, shops: list[str]) -> None:
    assert of(text, Kind.SHOP) == shops


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (
            "订单号 20261105887766，快递单号：SF1234567890",
            ["订单号 20261105887766", "快递单号：SF1234567890"],
        ),
        ("会员卡号是XK2026-11", ["会员卡号是XK2026-11"]),
        ("订单号忘了，产品很差", []),
    ],
)
def test_numbers(text: str, numbers: list[str]) -> None:
    assert of(text, Kind.NUMBER) == numbers


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("要求商家退还剩下的3,000元，并赔偿误工费", ["要求商家退还剩下的3,000元"]),
        ("希望帮我退货", ["希望帮我退货"]),
        ("店家要求我先付钱才给修", []),
        ("我举报这家店卖假货", ["我举报这家店卖假货"]),
    ],
)
def test_wishes(text: str, wishes: list[str]) -> None:
    assert of(text, Kind.WISH) == wishes


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("老板说三个月包换，七天无理由退货", ["三个月包换", "七天无理由退货"]),
        ("写着终身免费保修，假一赔十", ["终身免费保修", "假一赔十"]),
        ("质量问题15天内包退包换，一年质保", ["15天内包退包换", "一年质保"]),
        ("还在一年保修期内，用了三个月，沙发掉皮、气味重", []),
    ],
)
def test_promises(text: str, promises: list[str]) -> None:
    assert of(text, Kind.PROMISE) == promises


def test_each_fact_stands_where_it_says_and_a_short_story_has_none() -> None:
    text = "2026年11月3日我花了3800元办卡，要求退3000元。" + FILLER
    for fact in stories.in_short(text):
        assert text[fact.start : fact.end] == fact.words
    assert stories.in_short("2026年11月3日我花了3800元办卡") == ()


def test_the_same_words_stand_once_and_a_kind_has_at_most_eight() -> None:
    assert of("付了5元，又付了5元", Kind.SUM) == ["5元"]
    assert len(of("，".join(f"付了{n}元" for n in range(100, 140)), Kind.SUM)) == stories.MOST
