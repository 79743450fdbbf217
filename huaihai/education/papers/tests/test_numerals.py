"""Numbers as they are spoken in the village."""

import pytest

from huaihai.education.papers.texts import aloud, counted


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (110, "一百一十"),
        (205, "二百零五"),
        (10_500, "一万零五百"),
        (100_001, "十万零一"),
        (120_000_000, "一亿二千万"),
        (300_000_400, "三亿零四百"),
    ],
)
def test_a_count_is_said_in_words(number: int, words: str) -> None:
    assert counted(number) == words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("拨打 12315", "拨打幺二三幺五"),
        ("先拨 120。", "先拨幺二零。"),
        ("花了 120 元", "花了一百二十元"),
        ("2026-09-01 以后", "二〇二六年九月一日以后"),
        ("2026 年 3 月 15 日", "二〇二六年三月十五日"),
        ("3·15 活动", "三一五活动"),
        ("批号 A100-A199", "批号A幺零零到A幺九九"),
        ("型号 DS-15", "型号DS幺五"),
        ("电话 0516-83700000", "电话零五幺六八三七零零零零零"),
        ("20 只里有 3 只，占 15%", "二十只里有三只，占百分之十五"),
        ("2 个批次，长 3.5 米", "两个批次，长三点五米"),
        ("12,400 元", "一万二千四百元"),
        ("15000 人和 1,234,567 件", "一万五千人和一百二十三万四千五百六十七件"),
        ("条码 6901234567892", "条码六九零幺二三四五六七八九二"),
        ("看网页（https://example.org/a?b=1）。", "看网页。"),
        ("电水壶（白色）漏电", "电水壶，白色，漏电"),
        ("《消费者权益保护法》第18条", "消费者权益保护法第十八条"),
    ],
)
def test_a_written_line_is_read_aloud(written: str, spoken: str) -> None:
    assert aloud(written) == spoken
