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


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("标题\n正文第一段。\n正文第二段。", Article("标题", "正文第一段。\n正文第二段。", None, "")),
        (" \n ", Article("", "", None, "")),
        ("长" * 81 + "\n正文", Article("", "长" * 81 + "\n正文", None, "")),  # too long for a title
    ],
)
def test_what_has_no_head_keeps_all_its_lines(text: str, article: Article) -> None:
    assert read_article(text) == article
    assert read_article("标题\n2020年13月01日 来源:甲报\n正文").dated_on is None
