"""Old pages at the office: handed in, asked about, drafted."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huaihai.desk.lives import Moved, NotPossible
from huaihai.education.importing import facts as importing_facts
from huaihai.education.importing import verbs as importing_verbs
from huaihai.education.importing.tests.made_files import (
    MORE,
    SENTENCE,
    handed,
    p,
    text_file,
    web_page,
    word_file,
)
from huaihai.education.importing.tests.office_cast import batch_of, desk, facts, typed, upload, url
from huaihai.education.models import Edition, ImportBatch, ImportQuestion, Publication
from huaihai.education.tests.cast import ARTICLE
from huaihai.education.tests.procedure_cast import AT, Cast, xuzhou
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db
HEAD = "消费提示\n2019年3月5日 来源：演示消费报"
DAMAGED = f"{HEAD}\n{SENTENCE}因?yàn)榫W店关门，钱退不了。陳某说，暧心服务不能少。{MORE}"


@pytest.mark.both_databases
def test_several_files_are_handed_in_and_become_drafts_of_the_body(cast: Cast) -> None:
    author = desk(cast)
    for uploads in ({}, {"uploads": [io.BytesIO(b"x") for _ in range(51)]}):  # none, too many
        assert author.post(url("new"), uploads).status_code == 200
    assert not ImportBatch.objects.exists()
    files = [web_page(), word_file(p("另一篇"), p(MORE * 2), name="b.docx"), handed("c.pdf", b"%PDF-1.4 x")]
    answer = author.post(url("new"), {"uploads": [upload(file) for file in files]})
    batch = ImportBatch.objects.get()
    assert answer["Location"] == url("batch", batch.pk)
    overview = author.get(answer["Location"]).content.decode()
    assert all(words in overview for words in ("预付卡退费提示", "另一篇", "c.pdf"))
    page = batch.pages.get(position=1)
    said = typed(title="预付卡退费提示", source_name="演示消费报", decision="new")
    assert author.post(url("draft", page.pk), said)["Location"] == url("page", page.pk)
    publication = Publication.objects.get()
    version = publication.current
    assert (publication.state, publication.publisher, publication.kind) == ("draft", xuzhou(), "announcement")
    assert version.body == f"{SENTENCE}\n\n{MORE}"
    assert (version.source_name, version.mark, str(version.source_on)) == ("演示消费报", "copy", "2019-03-05")
    assert Edition.objects.get().stage == "draft"
    assert "预付卡退费提示" in author.get(url("page", page.pk)).content.decode()
    assert Event.objects.filter(verb="old_page_drafted").count() == 1


def test_what_is_not_sure_is_asked_in_its_place_and_changed_only_as_answered(cast: Cast) -> None:
    page = batch_of(cast, text_file(text=DAMAGED)).pages.get()
    assert page.repaired == page.found
    with pytest.raises(NotPossible):  # no draft while a place is open
        importing_verbs.draft(page, facts(), seen=1, by=cast.author, at=AT)
    asked = {one.kind: one for one in page.questions.all()}
    assert [(one.found, one.suggestion) for one in asked.values()] == [
        ("因?yàn)榫W", "因为网"), ("陳", "陈"), ("暧心", "暖心"),
    ]  # fmt: skip
    author = desk(cast)
    shown = author.get(url("answers", page.pk)).content.decode()
    assert all(words in shown for words in ("<mark>因?yàn)榫W</mark>", "因为网", "<mark>陳</mark>"))
    said = {f"answer-{asked['byte_damage'].pk}": "taken", f"answer-{asked['mixed_script'].pk}": "words"}
    bare = author.post(url("answers", page.pk), {"seen": 1, **said})
    assert "form" in bare.content.decode()  # other words without any
    assert not ImportQuestion.objects.exclude(answer="").exists()
    said |= {f"words-{asked['mixed_script'].pk}": "程", f"answer-{asked['correction'].pk}": "taken"}
    author.post(url("answers", page.pk), {"seen": 1, **said})
    page.refresh_from_db()
    for words in ("因为网店", "程某", "暧心"):  # the source's word stays, readers see both
        assert words in importing_facts.article_of(page).body
    assert "因?yàn)榫W" in page.repaired


def test_an_editor_chooses_between_two_readings_that_are_close(cast: Cast) -> None:
    page = batch_of(cast, handed("a.txt", "单快地家打称".encode("gbk"))).pages.get()
    with pytest.raises(NotPossible):
        importing_verbs.draft(page, facts(), seen=1, by=cast.author, at=AT)
    author = desk(cast)
    asked = author.get(url("reading", page.pk)).content.decode()
    assert all(words in asked for words in ("单快地家打称", "等辦華模湖備", "Big5"))
    assert author.post(url("reading", page.pk), {"seen": 1, "encoding": "utf-8"}).status_code == 200
    author.post(url("reading", page.pk), {"seen": 1, "encoding": "cp950"})
    page.refresh_from_db()
    assert (page.encoding, page.encodings, page.found) == ("cp950", [], "等辦華模湖備")


@pytest.mark.both_databases
def test_the_spoiled_article_is_repaired_and_shown_beside_what_came(cast: Cast) -> None:
    page = batch_of(cast, text_file(text=ARTICLE)).pages.get()
    assert (page.title, page.source_name) == ("淮海经济区开展电水壶比较试验", "演示消费报")
    shown = desk(cast).get(url("page", page.pk)).content.decode()
    assert "<del>(jīng)</del>" in shown
    assert "近日,消费者组织买来20只电水壶" in shown
    [question] = page.questions.all()
    page = importing_verbs.answer(page, {question.pk: ("taken", "")}, seen=1, by=cast.author, at=AT)
    publication = importing_verbs.draft(page, facts(), seen=2, by=cast.author, at=AT)
    assert "暖心" in publication.plain  # a confirmed misprint, beside the word of the source
    assert "暧心" in publication.current.body


def test_two_editors_on_one_page_are_told_and_the_original_comes_back_only_to_be_saved(cast: Cast) -> None:
    file = web_page("gbk")
    page = batch_of(cast, file).pages.get()
    importing_verbs.skip(page, "", seen=1, by=cast.second, at=AT)
    with pytest.raises(Moved):
        importing_verbs.draft(page, facts(), seen=1, by=cast.author, at=AT)
    answer: Any = desk(cast).get(url("original", page.pk))
    assert b"".join(answer.streaming_content) == file.raw
    assert answer["Content-Disposition"].startswith("attachment")
    assert '.txt"' in answer["Content-Disposition"]  # no browser opens it as a page
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_word_file_which_may_hold_programs_does_not_leave(cast: Cast) -> None:
    page = batch_of(
        cast, word_file(p("另一篇"), p(MORE * 2), parts={"word/vbaProject.bin": b"x"})
    ).pages.get()

    assert url("original", page.pk) not in desk(cast).get(url("page", page.pk)).text
    assert desk(cast).get(url("original", page.pk)).status_code == 404


@pytest.mark.both_databases
def test_other_bodies_find_nothing_and_an_auditor_changes_nothing(cast: Cast) -> None:
    batch = batch_of(cast, web_page())
    page = batch.pages.get()
    places = [
        url("batch", batch.pk),
        *(url(one, page.pk) for one in ("page", "original", "answers", "draft", "skip")),
    ]
    assert {desk(cast, "other").get(place).status_code for place in places} == {404}
    auditor = desk(cast, "auditor")
    assert auditor.get(url("page", page.pk)).status_code == 200
    assert {auditor.get(url(one, page.pk)).status_code for one in ("answers", "draft", "skip")} == {404}
    assert auditor.get(url("new")).status_code == 404


@pytest.mark.both_databases
def test_the_overview_asks_the_same_number_of_queries_for_one_page_and_for_many(cast: Cast) -> None:
    author = desk(cast)

    def queries(batch: ImportBatch) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert author.get(url("batch", batch.pk)).status_code == 200
        return len(seen)

    one = batch_of(cast, web_page())
    many = batch_of(cast, *(text_file(text=f"第{n}篇\n" + f"{n}字" * 40) for n in range(8)))
    queries(one)
    assert queries(one) == queries(many)


def test_a_page_tells_nothing_of_what_another_body_has_not_published(cast: Cast) -> None:
    batch = importing_verbs.receive([web_page()], publisher=cast.other.organisation, by=cast.other, at=AT)
    theirs = batch.pages.get()
    importing_verbs.draft(theirs, facts(), seen=theirs.turn, by=cast.other, at=AT)

    ours = batch_of(cast, web_page()).pages.get()

    assert not ours.likenesses.exists()
