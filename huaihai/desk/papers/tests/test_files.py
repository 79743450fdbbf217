"""The Word file and the PDF of a report: whole, told to whoever does not see, with the file's fingerprint."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import docx
import pypdf
import pytest
from django.utils import translation
from docx.oxml.ns import qn

from huaihai.desk.papers import paged, word, word_parts
from huaihai.desk.papers.document import Chart, Document, Section, Series, Table
from huaihai.desk.papers.scripted import Origin
from huaihai.desk.papers.tests.written import DOCUMENT, TABLE

ORIGIN = Origin("演示市消协", "2026-1", "https://huaihai.example/supervision/2026-1/", "ab" * 32)
AT = datetime(2026, 11, 2, tzinfo=UTC)


def opened(document: Document = DOCUMENT) -> Any:
    return docx.Document(io.BytesIO(word.word_file(document, ORIGIN, made_at=AT)))


@pytest.fixture(scope="module")
def file() -> Any:
    return opened()


def test_a_word_file_has_real_headings_and_the_fingerprint(file: Any) -> None:
    headings = [p.text for p in file.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings[:3] == [DOCUMENT.title, "谁好谁差", "全部数字"]
    words = "\n".join(p.text for p in file.paragraphs)
    for said in (DOCUMENT.summary, DOCUMENT.caution, "GB 4706.19-2008", ORIGIN.sha256, ORIGIN.address):
        assert said in words
    assert "2026-1" in file.sections[0].footer.paragraphs[0].text
    assert (file.core_properties.title, file.core_properties.author) == (DOCUMENT.title, "演示市消协")


def test_the_same_report_is_written_once_in_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    first = word.word_file(DOCUMENT, ORIGIN, made_at=AT)
    with translation.override("en"):
        assert word.word_file(DOCUMENT, ORIGIN, made_at=AT) != first
    monkeypatch.setattr(word_parts, "begin", lambda *_said, **_more: pytest.fail("written again"))
    assert word.word_file(DOCUMENT, ORIGIN, made_at=AT) == first


def test_its_tables_have_head_rows_that_come_again_and_numbers_to_the_right(file: Any) -> None:
    assert len(file.tables) == 4
    for table in file.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    last = file.tables[-1]
    assert [[cell.text for cell in row.cells] for row in last.rows] == [
        list(TABLE.head),
        *map(list, TABLE.rows),
    ]
    assert last._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "全部结果"
    sides = [cell.paragraphs[0].alignment for cell in last.rows[1].cells]
    assert [side is not None for side in sides] == [False, True, False, True]


def test_its_charts_are_pictures_that_are_told_in_words(file: Any) -> None:
    pictures = list(file.element.iter(qn("wp:docPr")))
    assert [one.get("title") for one in pictures] == [
        "总分",
        "各城市购买的样品",
        "您觉得这里的消费环境怎么样",
    ]
    assert "92.4 分 (90.1–94)" in pictures[0].get("descr")
    assert "好：徐州 60%" in pictures[2].get("descr")


@pytest.mark.parametrize(("language", "font"), [("zh-hans", "SimSun"), ("zh-hant", "PMingLiU")])
def test_chinese_has_a_font_for_chinese(language: str, font: str) -> None:
    with translation.override(language):
        made = opened(Document("報告" if language == "zh-hant" else "报告", "", ()))
    fonts = made.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == font
    assert not [name for name in fonts.attrib if name.endswith("Theme")]


def test_characters_that_xml_does_not_know_are_left_out() -> None:
    words = "a\x00b\x0bc\ufffed"
    made = opened(
        Document(words, words, (Section(words, (words,), (), (Table(words, (words,), ((words,),)),)),))
    )
    assert made.paragraphs[0].text == "abcd"
    assert made.tables[0].rows[1].cells[0].text == "abcd"


def test_a_long_chart_is_cut_into_pictures_that_fit_a_page() -> None:
    chart = Chart(
        "总分", tuple(f"商品{n}" for n in range(50)), (Series("总分", tuple(map(float, range(50)))),)
    )
    shapes = opened(Document("报告", "", (Section("图", (), (chart,)),))).inline_shapes
    assert len(shapes) == 3
    assert all(shape.height.cm < 24 for shape in shapes)


def test_a_table_of_576_products_is_whole() -> None:
    rows = tuple((f"商品{n}", *("9" * 3,) * 9) for n in range(576))
    table = Table("全部", ("产品", *(f"项{n}" for n in range(9))), rows, frozenset(range(1, 10)))
    made = opened(replace(DOCUMENT, sections=(Section("全部", (), (), (table,)),)))
    assert len(made.tables[0].rows) == 577


def test_a_pdf_has_every_word_and_its_pages_counted() -> None:
    reader = pypdf.PdfReader(io.BytesIO(paged.pdf(DOCUMENT, ORIGIN)))
    words = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    for said in (
        DOCUMENT.title,
        DOCUMENT.caution,
        "谁好谁差",
        "演示二厂<SL-20>&子",
        "GB4706.19-2008",
        ORIGIN.sha256,
    ):
        assert said.replace(" ", "") in words
    assert f"1/{len(reader.pages)}" in words
