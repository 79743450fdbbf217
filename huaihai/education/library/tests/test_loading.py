"""Official texts from an operator's files. The words are made up; only the names of sources are real."""

from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from huaihai.education.library import loading
from huaihai.education.library.loading import Outcome
from huaihai.education.models import LawText, LawTextArticle
from huaihai.education.tests.cast import AT, BY
from huaihai.record.models import Event

HEAD = "中华人民共和国旅游法\n（2013年4月25日通过　根据2018年10月26日修正）\n第一章　虚构\n"
WORDS = HEAD + "第一条　虚构的第一条。\n第三十一条　虚构的保证金。\n第三十一条之一　虚构的补充。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(WORDS.encode("gb18030"))
    (tmp_path / "b.txt").write_text("没有条文的文件", encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    return tmp_path


def word_file(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def outcomes(done: list[loading.Loaded]) -> list[Outcome]:
    return [one.outcome for one in done]


def test_a_folder_is_read_and_each_file_says_what_was_recognised(folder: Path) -> None:
    (folder / "d.docx").write_bytes(word_file(WORDS))
    (folder / "e.docx").write_bytes(b"PK\x03\x04 no package at all")
    first, second, word, broken = loading.read_all([folder])
    assert first.text
    found = (first.name, first.text.statute, first.text.dated_on)
    assert found == ("a.txt", "tourism-law", date(2018, 10, 26))
    assert [one.key for one in first.text.articles] == ["1", "31", "31-1"]
    assert (first.text.gaps, first.trouble) == (("2–30",), "")
    assert "35" in first.unheld
    assert "31" not in first.unheld  # no chance
    assert "没有认出" in second.trouble or "no source" in second.trouble
    assert word.text
    assert [one.words for one in word.text.articles][1] == "虚构的保证金。"
    assert broken.trouble


@pytest.mark.django_db
class TestStoring:
    def test_a_preview_stores_nothing_and_loading_once_with_one_event(self, folder: Path) -> None:
        found = [Outcome.NEW, Outcome.UNREADABLE]
        assert outcomes(loading.preview(loading.read_all([folder]))) == found
        assert not LawText.objects.exists()
        assert outcomes(loading.load(loading.read_all([folder]), by=BY, at=AT)) == found
        assert outcomes(loading.load(loading.read_all([folder]), by=BY, at=AT))[0] is Outcome.AS_HELD
        stored = LawText.objects.get()
        assert (stored.source_name, stored.number, stored.loaded_by) == ("a.txt", 1, BY.key)
        assert LawTextArticle.objects.get(key="31-1").chapter == "第一章 虚构"
        assert Event.objects.filter(subject=stored.record_key).count() == 1

    def test_a_file_with_other_words_for_the_same_day_waits_to_be_asked_for(self, folder: Path) -> None:
        loading.load(loading.read_all([folder]), by=BY, at=AT)
        (folder / "a.txt").write_text(WORDS.replace("保证金", "保证金（改）"), encoding="utf-8")
        assert outcomes(loading.load(loading.read_all([folder]), by=BY, at=AT))[0] is Outcome.DIFFERS
        assert LawText.objects.count() == 1
        done = loading.load(loading.read_all([folder]), corrects=True, by=BY, at=AT)
        assert done[0].outcome is Outcome.CORRECTED
        assert [text.number for text in LawText.objects.of("tourism-law")] == [2, 1]

    def test_a_file_that_the_program_now_takes_apart_otherwise_can_be_stored_again(
        self, folder: Path
    ) -> None:
        loading.load(loading.read_all([folder]), by=BY, at=AT)
        LawTextArticle.objects.filter(key="31").delete()  # as if an earlier version had missed it
        assert outcomes(loading.preview(loading.read_all([folder])))[0] is Outcome.DIFFERS
        loading.load(loading.read_all([folder]), corrects=True, by=BY, at=AT)
        assert outcomes(loading.preview(loading.read_all([folder])))[0] is Outcome.AS_HELD
        assert LawText.objects.count() == 2

    def test_another_wording_stands_beside_and_the_newest_of_the_day_is_shown(self, folder: Path) -> None:
        (folder / "later.txt").write_text(WORDS.replace("2018年10月26日", "2030年1月1日"), encoding="utf-8")
        loading.load(loading.read_all([folder]), by=BY, at=AT)
        for day, shown_of in ((date(2026, 11, 26), date(2018, 10, 26)), (date(2030, 1, 1), date(2030, 1, 1))):
            shown = LawText.objects.shown("tourism-law", on=day)
            assert shown
            assert shown.dated_on == shown_of

    def test_a_text_without_a_day_is_stored_with_the_day_that_is_given(self, tmp_path: Path) -> None:
        (tmp_path / "旅游法.txt").write_text("第一条 甲。", encoding="utf-8")
        assert outcomes(loading.preview(loading.read_all([tmp_path]))) == [Outcome.UNREADABLE]
        given = loading.read_all([tmp_path], dated_on=date(2018, 10, 26))
        assert outcomes(loading.load(given, by=BY, at=AT)) == [Outcome.NEW]
