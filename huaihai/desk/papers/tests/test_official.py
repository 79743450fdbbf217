"""An official paper as page, Word file and PDF: the same values in all three, named, with room for what is missing."""

import io
import re
from datetime import UTC, datetime
from typing import Any

import docx
import pypdf
import pytest
from django.template.loader import render_to_string
from docx.oxml.ns import qn

from huaihai.desk.papers import official_files
from huaihai.desk.papers.official import (
    Block,
    OfficialPaper,
    Piece,
    as_facts,
    from_facts,
    written,
)

AT = datetime(2026, 11, 30, tzinfo=UTC)
LABELS = {"name": "姓名", "day": "日期", "terms": "协议内容"}
VALUES = {
    "name": "张<三> & 女儿",
    "day": "2026年11月30日",
    "terms": "1. 退款268.00元。\n2. 商家上门取回。",
    "phone": "",
}
PAPER = OfficialPaper(
    letterhead="演示市消费者权益保护委员会",
    title="消费争议调解协议书",
    number="演消保〔2026〕调字第12号",
    blocks=(
        Block("投诉人", rows=(Piece(VALUES["name"], "name", "姓名"), Piece("", "phone", "联系电话"))),
        Block(
            "协议内容",
            paragraphs=(written("双方于{day}达成：", VALUES, LABELS), written("{terms}", VALUES, LABELS)),
        ),
        Block("表决", table=(("议题", "结果"), ("一", "通过"))),
        Block("领导批示", lines=4),
    ),
    sender="演示市消费者权益保护委员会",
    day="2026年11月30日",
    to="张三",
    signatures=("投诉人（签名）",),
    notes=("本协议书一式三份。",),
)


def fields_of(word: bytes) -> dict[str, str]:
    """The named fields of a Word file: name → text, its lines as they stand."""
    found = {}
    for field in docx.Document(io.BytesIO(word)).element.iter(qn("w:sdt")):
        name = field.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        parts = [
            "\n" if part.tag == qn("w:br") else part.text or "" for part in field.iter(qn("w:t"), qn("w:br"))
        ]
        found[name] = "".join(parts)
    return found


def words_of(pdf: bytes) -> str:
    """All words of a PDF without the spaces that its lines bring."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def test_word_and_pdf_have_the_same_values() -> None:
    fields = fields_of(official_files.word_file(PAPER, made_at=AT))
    words = words_of(official_files.pdf(PAPER))
    assert fields == {**PAPER.values(), "phone": official_files.BY_HAND}
    for value in PAPER.values().values():
        assert re.sub(r"\s", "", value) in words
    for said in (
        PAPER.number,
        PAPER.title,
        PAPER.to,
        "盖章处",
        "投诉人（签名）",
        "第1页共1页",
        "一式三份",
        "议题",
    ):
        assert said in words


def test_a_pdf_brings_its_fonts() -> None:
    """Every font of every page is in the file, so it prints where no Chinese font is."""
    fonts = [
        font.get_object()
        for page in pypdf.PdfReader(io.BytesIO(official_files.pdf(PAPER))).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].get_object().keys()


def test_a_word_file_has_real_styles_and_page_numbers() -> None:
    file: Any = docx.Document(io.BytesIO(official_files.word_file(PAPER, made_at=AT)))
    headings = [one.text for one in file.paragraphs if one.style.name.startswith(("Heading", "Title"))]
    assert headings == [PAPER.title, "投诉人", "协议内容", "表决", "领导批示"]
    assert PAPER.number in file.sections[0].footer.paragraphs[0].text
    codes = [one.text for one in file.sections[0].footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE"]
    order = [part.tag for part in file.paragraphs[0]._element.pPr]
    assert order == [qn("w:pBdr"), qn("w:jc")]  # Word refuses a file whose parts stand in another order
    assert file.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "SimSun"


def test_the_page_has_them_too() -> None:
    page = render_to_string("desk/parts/official.html", {"paper": PAPER})
    assert "张&lt;三&gt; &amp; 女儿" in page
    assert '<span data-field="day">2026年11月30日</span>' in page
    assert 'data-field="phone"></td>' in page


def test_a_paper_is_read_back_as_it_was_kept() -> None:
    import json

    assert from_facts(json.loads(json.dumps(as_facts(PAPER)))) == PAPER


def test_a_sentence_needs_every_value() -> None:
    with pytest.raises(KeyError):
        written("{unknown}", VALUES, LABELS)
