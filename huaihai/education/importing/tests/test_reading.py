"""Files become pages of words, without the database."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.education.importing import charsets, files, reading
from huaihai.education.importing.files import CannotRead, Handed
from huaihai.education.importing.tests.made_files import (
    MORE,
    SENTENCE,
    handed,
    p,
    table,
    text_file,
    web_page,
    word_file,
)
from huaihai.kit.text.scripts import to_traditional
from tests.effort import examples


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_text_reads_right_in_every_encoding(encoding: str) -> None:
    read = reading.read(text_file(encoding))
    assert not read.candidates
    assert read.article == reading.article_of(read.repair.text, read.found)
    assert (read.article.title, read.article.source) == ("预付卡退费提示", "演示消费报")
    assert read.article.body == f"{SENTENCE}\n{MORE}"
    assert read.article.dated_on == date(2019, 3, 5)


def test_a_big5_page_reads_right_and_is_shown_in_simplified_characters() -> None:
    page = web_page("utf-8", declared="big5", head="2019-03-05 來源：演示報").raw.decode()
    read = reading.read(handed("old.htm", to_traditional(page).encode("big5")))
    assert read.encoding == "cp950"
    assert read.article.body == f"{SENTENCE}\n{MORE}"
    assert (read.article.source, read.article.title) == ("演示报", "预付卡退费提示")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "gb2312"), ("gbk", "utf-8"), ("gbk", "big5"), ("gbk", "iso-8859-1"), ("utf-16", "")],
)
def test_a_page_that_declares_a_wrong_charset_is_read_by_its_bytes(encoding: str, declared: str) -> None:
    read = reading.read(web_page(encoding, declared=declared))
    assert read.article.body == f"{SENTENCE}\n{MORE}"
    assert read.is_contradicted == (declared not in ("iso-8859-1", ""))


def test_two_readings_that_are_close_are_a_question_unless_the_page_or_its_head_names_one() -> None:
    raw = "单快地家打称".encode("gbk")  # in Big5: 等辦華模湖備, as common as these
    read = reading.read(handed("a.txt", raw))
    assert {one.encoding for one in read.candidates} == {"gb18030", "cp950"}
    assert {one.excerpt for one in read.candidates} == {"单快地家打称", "等辦華模湖備"}
    named = reading.read(handed("a.html", b"<meta charset=big5><p>" + raw))
    assert (named.candidates, named.encoding) == ((), "cp950")
    head = b"HTTP/1.1 200 OK\r\nServer: demo\r\nContent-Type: text/html; charset=GBK\r\n\r\n"
    read = reading.read(handed("dump", head + web_page(declared="x").raw))
    assert (read.declared, read.article.title, read.is_contradicted) == ("gbk", "预付卡退费提示", False)


def test_broken_bytes_are_marked_never_lost_and_make_no_other_script_of_a_page() -> None:
    said = SENTENCE.encode("gb18030")
    raw = said + b"\xff\xff" + said
    assert len(raw) % 2 == 0  # that is always nearly UTF-16, too
    read = reading.read(handed("a.txt", raw))
    assert read.encoding == "gb18030"
    assert SENTENCE in read.repair.original
    cut = text_file("gbk").raw[:-3]  # in the middle of a character
    read = reading.read(handed("cut.txt", cut[:60] + b"\xff" + cut[60:]))
    assert read.repair.text.count(charsets.REPLACEMENT) >= 1
    assert read.encoding == "gb18030"


def test_the_text_of_a_web_page_is_found_and_nothing_else() -> None:
    body = (
        f"<p>{SENTENCE}</p><h2>怎么办</h2><ul><li>留好合同</li><li>及时投诉</li></ul>"
        "<table><tr><td>城市</td><td>电话</td></tr><tr><td>徐州</td><td>12315</td></tr></table>第一行<br>第二行"
    )
    read = reading.read(web_page(body=body))
    assert read.article.title == "预付卡退费提示"
    assert read.article.body.splitlines() == [
        SENTENCE, "## 怎么办", "- 留好合同", "- 及时投诉", "城市｜电话", "徐州｜12315", "第一行", "第二行",
    ]  # fmt: skip
    assert (read.article.dated_on, read.article.source) == (date(2019, 3, 5), "演示消费报")


def test_a_page_without_known_names_gives_its_largest_block_and_its_windows_title() -> None:
    page = (
        "<html><head><title>消费提示：当心免费体检 - 演示网</title></head>"
        "<body><div><a href=a>首页</a> | <a>新闻</a></div>"
        f"<div><div>发布时间：2018-9-1</div><div>{SENTENCE}<br><br>{MORE}</div></div><div>短</div></body></html>"
    )
    read = reading.read(handed("x.htm", page.encode("gbk")))
    assert (read.article.title, read.article.dated_on) == ("消费提示：当心免费体检", date(2018, 9, 1))
    assert read.article.body == f"{SENTENCE}\n{MORE}"


def test_the_words_of_a_word_file_are_read_in_order() -> None:
    read = reading.read(
        word_file(
            p("预付卡退费提示", '<w:pStyle w:val="a1"/>'),
            p("2019年3月5日 来源：演示消费报"),
            p(SENTENCE),
            p("留好合同", "<w:numPr/>"),
            table(("城市", "电话"), ("徐州", "12315")),
            "<w:p><w:del><w:r><w:delText>删掉的话</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr>"
            "<w:t>藏起的话</w:t></w:r><w:r><w:t>最后一句</w:t></w:r></w:p>",
        )
    )
    assert (read.format, read.article.title, read.article.source) == ("word", "预付卡退费提示", "演示消费报")
    assert read.article.body.splitlines() == [SENTENCE, "- 留好合同", "城市｜电话", "徐州｜12315", "最后一句"]


BOMB = word_file(p("短"), parts={"word/media/a.bin": b"\0" * (files.BIGGEST_UNPACKED + 1)})
ENTITY = b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'


def deep() -> Handed:
    """Nested deeper than can be read: refused rather than cut."""
    return handed("deep.html", b"<html><body>" + b"<div>" * 100_000 + SENTENCE.encode() + b"</body></html>")


REFUSED = [
    (handed("a.html", b""), "empty"),
    (handed("a.txt", b"\r\n \r\n"), "empty"),
    (handed("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99), "old_word"),
    (handed("a.txt", b"%PDF-1.4 text"), "pdf"),
    (handed("a.doc", b"{\\rtf1 text}"), "rtf"),
    (handed("a.mht", b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n"), "archive"),
    (handed("a.docx", b"PK\x03\x04 no package at all"), "packed"),
    (handed("a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "not_text"),
    (Handed("a.html", b"", files.BIGGEST + 1), "too_big"),
    (handed("a.txt", ("字" * (files.LONGEST_TEXT + 1)).encode()), "too_long"),
    (handed("a.html", b"<html><body><img src=1><script>x</script></body></html>"), "no_words"),
    (BOMB, "too_much_inside"),
    (word_file(parts={"word/document.xml": b" " * (files.BIGGEST_PART + 1)}), "too_much_inside"),
    (word_file(parts={"word/document.xml": ENTITY}), "broken_word"),
    (word_file(parts={"word/document.xml": b"<w:document"}), "broken_word"),
    (handed("a.docx", word_file(p("字" * 999)).raw[:-30]), "packed"),
    (deep(), "too_much_inside"),
]


@pytest.mark.parametrize(("file", "why"), REFUSED)
def test_what_is_hostile_or_of_another_kind_is_refused_with_its_reason(file: Handed, why: str) -> None:
    with pytest.raises(CannotRead) as refused:
        reading.read(file)
    assert refused.value.why == why
    assert files.REFUSALS[why]


def test_tags_that_an_old_page_leaves_open_lose_no_word() -> None:
    body = "".join(f"<font><span>第{n}段，请留好合同。<br>" for n in range(500))
    read = reading.read(web_page(body=body))
    assert read.article.body.splitlines() == [f"第{n}段，请留好合同。" for n in range(500)]


@settings(max_examples=examples(40, 2_000))
@given(st.binary(max_size=400))
def test_whatever_the_bytes_it_is_read_or_refused(raw: bytes) -> None:
    for file in (
        handed("a", raw),
        handed("a", b"<html><body>" + raw),
        handed("a", word_file().raw[:40] + raw),
    ):
        try:
            assert reading.read(file).repair.text
        except CannotRead as error:
            assert error.why in files.REFUSALS  # noqa: PT017
