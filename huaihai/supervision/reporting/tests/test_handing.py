"""A released file goes to the cities as a text, is signed, and the project is public with the last signature."""

from dataclasses import replace

import pytest

from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.desk.papers.document import Document, Section, Table
from huaihai.education.content import of_version
from huaihai.education.models import Edition, Publication
from huaihai.education.publications import procedure
from huaihai.record import events
from huaihai.supervision import kinds, releasing
from huaihai.supervision.models import Project
from huaihai.supervision.reporting import verbs
from huaihai.supervision.reporting.tests.handed import HOUR, Office, corrected, out, released, withdrawn
from huaihai.supervision.tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setitem(kinds.FOLDERS, Project.Kind.VISIT, "reporting.tests.told")
    return released()


def hand_over(office: Office) -> Edition:
    return verbs.hand_over(office.project, by=office.leader, at=MONDAY)


def test_the_text_is_written_from_the_file_and_names_it(office: Office) -> None:
    edition = hand_over(office)
    assert (edition.stage, edition.publication.kind) == ("draft", Publication.Kind.NOTICE)
    assert edition.publication == office.project.publication
    assert edition.publication.publisher == office.project.lead
    text = edition.version
    assert text.title == "演示体察的报告"
    assert office.project.release.sha256 in text.evidence
    assert f"/supervision/{office.project.number}/" in text.evidence
    assert text.cities == ["city:320300", "city:411400"]
    assert "> 结果只对本次买到的样品负责。" in text.body
    assert "- 演示一厂 KD-1500：总分 92.4，等级 优，名次 1" in text.body
    assert "粗体记号" in text.body
    assert "**" not in text.body


def test_only_whoever_leads_hands_over_and_a_text_that_does_not_name_the_file_publishes_none(
    office: Office,
) -> None:
    for stranger in (office.partner, office.auditor):
        with pytest.raises(NotAllowed):
            verbs.hand_over(office.project, by=stranger, at=MONDAY)
    assert not Publication.objects.exists()
    edition = hand_over(office)
    content = replace(of_version(edition.publication.newest), evidence="")
    procedure.write(edition, content, by=office.leader, at=MONDAY)
    assert not verbs.signing_of(office.project).names_file
    out(office, edition)
    assert Publication.objects.get().state == "published"
    assert Project.objects.get().stage == "released"


def test_with_the_last_signature_the_project_is_public(office: Office) -> None:
    edition = hand_over(office)
    assert verbs.signing_of(office.project).names_file
    out(office, edition, signatures=1)
    signing = verbs.signing_of(Project.objects.select_related("publication", "release").get())
    assert (signing.needed, signing.signed) == (2, (office.lead_body.short_name,))
    assert not verbs.can_be_handed_over(office.project)
    procedure.sign(edition, by=office.heads[1], at=MONDAY + HOUR)
    project = Project.objects.get()
    assert (project.stage, project.shown_release) == ("published", project.release)
    assert project.published_at == MONDAY + HOUR
    assert events.broken_at(project.record_key) is None
    with pytest.raises(NotPossible):
        verbs.hand_over(project, by=office.leader, at=MONDAY + HOUR)


def test_a_file_called_back_takes_its_text_along_and_the_next_one_is_written_into_it(office: Office) -> None:
    edition = hand_over(office)
    releasing.call_back(office.project, reason="Look again.", by=office.leader, at=MONDAY)
    assert Edition.objects.get(pk=edition.pk).stage == "dropped"
    with pytest.raises(NotPossible, match="文件"):  # none waits
        hand_over(office)
    second = releasing.release(office.project, by=office.leader, at=MONDAY + HOUR)
    again = verbs.hand_over(office.project, by=office.leader, at=MONDAY + HOUR)
    assert again.publication == edition.publication
    assert second.sha256 in again.version.evidence
    out(office, again)
    assert Project.objects.get().shown_release == second


def test_a_correction_is_an_edition_of_the_same_text_and_one_of_the_words_alone_brings_out_no_file(
    office: Office,
) -> None:
    out(office, hand_over(office))
    first = Project.objects.get().shown_release
    publication, later = Publication.objects.get(), MONDAY + HOUR
    words = procedure.open_update(publication, change_note="错别字", by=office.leader, at=MONDAY)
    releasing.release(Project.objects.get(), reason="Another.", by=office.leader, at=later)
    out(office, words)
    assert Project.objects.get().shown_release == first
    project, edition = corrected(office)
    assert edition.purpose == Edition.Purpose.UPDATE
    assert edition.change_note == "一个数字抄错了。"
    assert project.shown_release == first  # until it is signed
    out(office, edition)
    assert Project.objects.get().shown_release == project.release != first
    assert Publication.objects.count() == 1


def test_a_text_that_was_taken_back_marks_the_project_until_another_is_out(office: Office) -> None:
    out(office, hand_over(office))
    withdrawn(office)
    project = Project.objects.get()
    assert (project.stage, project.withdrawn_at) == ("published", MONDAY + HOUR)
    assert events.history(project.record_key).last().text == "样品弄混了。"

    again = verbs.hand_over(project, by=office.leader, at=MONDAY + HOUR)
    assert Publication.objects.count() == 2
    out(office, again)
    assert Project.objects.get().withdrawn_at is None


def test_a_place_that_begins_a_row_stands_before_the_name(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Table(
        "结果",
        ("名次", "产品", "总分"),
        (("1", "# 演示一厂\n**甲**", "92.4"), ("2", "乙", "")),
        frozenset({0, 2}),
    )
    document = Document("报告", "", (Section("结果", (), (), (table,)),))
    monkeypatch.setattr("huaihai.supervision.reporting.tests.told.subject.report", lambda _file: document)
    body = hand_over(office).version.body
    assert "- 1 # 演示一厂 甲：总分 92.4\n- 2 乙" in body
