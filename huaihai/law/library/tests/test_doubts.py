"""Doubts about cited law: what is over, yet to come, beyond the last article, or not the law's own words."""

from datetime import date

import pytest

from huaihai.law.library.doubts import doubts

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
