from datetime import date

import pytest

from huaihai.education.heads import Article, read_article


@pytest.mark.parametrize(
    "head",
    [
        "2020年12月01日10:22 来源:演示消费报",
        "2020-12-01 10:22:00　来源：演示消费报",
        "来源：演示消费报 2020年12月1日",
        "2020.12.1  来源: 演示消费报（记者 演示）",
    ],
)
def test_title_date_and_source_are_recognised(head: str) -> None:
    assert read_article(f"\n标题一行\n\n{head}\n\n正文。\n第二段。\n") == Article(
        "标题一行", "正文。\n第二段。", date(2020, 12, 1), "演示消费报"
    )


def test_a_text_without_a_head_keeps_all_its_lines() -> None:
    assert read_article("标题\n正文第一段。\n正文第二段。") == Article(
        "标题", "正文第一段。\n正文第二段。", None, ""
    )


def test_a_date_that_does_not_exist_is_no_date() -> None:
    assert read_article("标题\n2020年13月01日 来源:甲报\n正文").dated_on is None


def test_a_long_first_line_is_no_title() -> None:
    assert read_article("长" * 81 + "\n正文").title == ""


def test_an_empty_text_has_nothing() -> None:
    assert read_article(" \n ") == Article("", "", None, "")
