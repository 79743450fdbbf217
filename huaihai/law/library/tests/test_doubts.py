"""Doubts about cited law: what is over, yet to come, beyond the last article, or not the law's own words."""

from datetime import date

import pytest

from huaihai.law.library.doubts import doubts
from huaihai.law.library.reading import held
from huaihai.law.library.repealed import HELD

ON = date(2026, 11, 26)
WORDS = {
    "25": "经营者采用网络、电视、电话、邮购等方式销售商品，消费者有权自收到商品之日起七日内退货，且无需说明理由。"
}


def official(statute: str) -> dict[str, str] | None:
    return WORDS if statute == "consumer-rights-law" else None


def said(text: str, on: date = ON) -> list[str]:
    return [one.zh for one in doubts(text, on=on, official=official)]


def test_what_is_right_or_cannot_be_known_gives_no_doubt() -> None:
    assert said("依据《消费者权益保护法》第二十五条，应当退货。") == []
    assert said("依据民法典第1000条") == []  # the library holds a part of it
    assert said("没有引用法律的话") == []


def test_a_source_that_is_over_names_the_next_one() -> None:
    [doubt] = said("按照《市场监督管理投诉举报处理暂行办法》第十二条")
    assert "2026-04-14" in doubt
    assert "121" in doubt or "市场监督管理投诉举报处理办法" in doubt
    assert said("按照《市场监督管理投诉举报处理暂行办法》第十二条", on=date(2025, 1, 1)) == []


def test_a_number_that_the_whole_text_does_not_have() -> None:
    assert said("依据《消费者权益保护法》第二百五十条") == ["没有第二百五十条，最后一条是第六十三条"]
    assert [one.zh for one in doubts("民法典第1300条", on=ON)] == [
        "没有第一千三百条，最后一条是第一千二百六十条"
    ]
    assert said("依据《消费者权益保护法》第二十六条") == []  # in the library, though not in this text


@pytest.mark.parametrize(
    ("quoted", "is_right"),
    [
        ("消费者有权自收到商品之日起七日内退货", True),
        ("消费者有权自收到商品之日起，七日内退货", True),  # punctuation is not looked at
        ("消费者有权自收到商品之日起十五日内退货", False),
        ("七日", True),  # a term
    ],
)
def test_quoted_words_are_the_law_s_own(quoted: str, is_right: bool) -> None:
    found = said(f"《消费者权益保护法》第二十五条规定：“{quoted}”")
    assert found == ([] if is_right else ["引号里的话和条文不一样"])


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("《食品安全法》第三百条", "第一百五十四条"),
        ("《电子商务法》第九十条", "第八十九条"),
        ("《消费者权益保护法实施条例》第九百条", "第五十三条"),
        ("《产品质量法》第七十五条", "第七十四条"),
        ("民事诉讼法第三百零七条", "第三百零六条"),
        ("消法六十四条", "第六十三条"),
        ("《消费者权益保护法》64条", "第六十三条"),
        ("《民法典》第0条", "第一千二百六十条"),
        ("民法典第九千九千条", "第一千二百六十条"),
    ],
)
def test_a_number_outside_the_source_names_its_last_article(text: str, last: str) -> None:
    [doubt] = said(f"依据{text}处理")
    assert doubt.startswith("没有第")
    assert doubt.endswith(f"最后一条是{last}")


@pytest.mark.parametrize(
    "text", ["消法三条意见", "消法两条规定", "消法二十五条", "食品安全法一百四十八条", "产品质量法第七十四条"]
)
def test_a_number_inside_the_source_gives_none(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "cited", "now"),
    [
        ("依据《合同法》第五十二条", "《合同法》第五十二条", "民法典"),
        ("依据合同法五十二条", "合同法五十二条", "民法典"),
        (
            "《中华人民共和国民法通则》第一百三十五条规定",
            "《中华人民共和国民法通则》第一百三十五条",
            "民法典",
        ),
        ("按《侵权责任法》", "《侵权责任法》", "民法典"),
        *(
            (f"按{name}第3条", f"{name}第3条", "民法典")
            for name in ("民法总则", "物权法", "担保法", "婚姻法")
        ),
        *((f"按{name}第3条", f"{name}第3条", "民法典") for name in ("继承法", "收养法")),
        (
            "《欺诈消费者行为处罚办法》第三条",
            "《欺诈消费者行为处罚办法》第三条",
            "侵害消费者权益行为处罚办法",
        ),
    ],
)
def test_what_is_repealed_names_what_holds_instead(text: str, cited: str, now: str) -> None:
    [doubt] = doubts(text, on=ON)
    assert doubt.cited == cited
    assert doubt.zh.startswith(f"已废止，看《{now}》")
    assert doubts(text, on=date(2010, 1, 1)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "《劳动合同法》第八十五条",
        "劳动合同法第八十五条",
        "合同法律关系第三条",
        "学过合同法",
        "《担保法》司法解释",
    ],
)
def test_what_only_sounds_like_a_repealed_one_gives_none(text: str) -> None:
    assert said(text) == []


def test_who_repealed_what_is_in_the_library() -> None:
    assert {one.by for one in HELD.rows.values()} <= set(held())
    assert all(one.until < ON for one in HELD.rows.values())
