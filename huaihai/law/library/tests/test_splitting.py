"""Official texts taken apart. The statutes here are made up."""

from datetime import date

import pytest

from huaihai.law.library.reading import parse
from huaihai.law.library.splitting import split

RIVERS = parse(
    'key = "rivers"\ngroup = "law"\nname = "河流法"\nfull_name = "虚构国河流法"\nname_en = "x"\n'
    'sureness = "law"\nabout_zh = "x"\nabout_en = "x"\nchecked = 2026-11-30\n',
    name="rivers",
)
AMONG = {"rivers": RIVERS}
TEXT = """虚构国河流法
（2001年2月3日通过　根据2019年5月6日《决定》修正　自2019年7月1日起施行）
目　　录
第一章　总　　则
第二章　船
第一章　总　　则
第一条　为了河流干净，制定本法。
第二条　船夫应当：
（一）不倒垃圾；
（二）依照
第四条规定交船票的钱。
第二章　船
第一节 小船
第三条 第三人的船也要结实。
第四条　船票要便宜。
第四条之一　孩子不要票。
第六条　本法自公布之日起施行。
附件：
船票价目
"""


def test_articles_chapters_title_and_day_are_recognised() -> None:
    found = split(TEXT, among=AMONG)
    assert (found.statute, found.title, found.dated_on) == ("rivers", "虚构国河流法", date(2019, 5, 6))
    assert [article.key for article in found.articles] == ["1", "2", "3", "4", "4-1", "6"]
    assert found.articles[0].chapter == "第一章 总 则"
    assert found.articles[2].chapter == "第二章 船 第一节 小船"
    assert found.articles[2].words == "第三人的船也要结实。"


def test_a_line_that_begins_with_a_reference_stays_in_its_article() -> None:
    second = split(TEXT, among=AMONG).articles[1]
    assert second.words.endswith("（二）依照\n第四条规定交船票的钱。")


def test_gaps_and_what_stands_behind_are_told() -> None:
    found = split(TEXT, among=AMONG)
    assert found.gaps == ("5",)
    assert found.left_over == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [("河流法_20190506.docx", (RIVERS.key, date(2019, 5, 6))), ("notes.txt", (None, None))],
)
def test_a_bare_text_is_told_by_the_name_of_its_file(
    name: str, expected: tuple[str | None, date | None]
) -> None:
    found = split("第1条 甲。\n第2条：乙。", name=name, among=AMONG)
    assert (found.statute, found.dated_on) == expected
    assert [article.words for article in found.articles] == ["甲。", "乙。"]


def test_a_text_without_articles_has_none() -> None:
    found = split("河流法\n今天没有条文。", among=AMONG)
    assert (found.statute, found.articles, found.gaps) == ("rivers", (), ())
