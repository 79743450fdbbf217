"""Pages of reports: before and after publication, for whom; the year; photos for staff."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from huaihai.desk.papers import setting
from huaihai.education.models import Edition, Publication
from huaihai.kit import filestore
from huaihai.kit.filestore import sealed
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.supervision import kinds, releasing
from huaihai.supervision import verbs as supervision_verbs
from huaihai.supervision.models import Photo, Project
from huaihai.supervision.moving import Taken, moving, photo_of
from huaihai.supervision.reporting import verbs as reporting_verbs
from huaihai.supervision.reporting.tests.handed import HOUR, Office, corrected, out, released, withdrawn
from huaihai.supervision.tests.people import MONDAY, People, client_of, opened
from huaihai.supervision.tests.people import page_at as text
from tests.posts import post_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setitem(kinds.FOLDERS, Project.Kind.VISIT, "reporting.tests.told")
    return released()


@pytest.fixture
def published(office: Office) -> Office:
    out(office, reporting_verbs.hand_over(office.project, by=office.leader, at=MONDAY))
    office.project = Project.objects.get()
    return office


def test_before_publication_the_report_is_the_staffs_alone(office: Office) -> None:
    number, pk = office.project.number, office.project.pk
    for name in ("supervision-report", "supervision-report-word", "supervision-report-pdf"):
        assert Client().get(reverse(name, args=[number])).status_code == 404
    for name in ("office-project-report", "office-project-report-word", "office-project-report-pdf"):
        assert Client().get(reverse(name, args=[pk])).status_code == 302
    page = text(client_of(office.partner), reverse("office-project-report", args=[pk]))
    assert "演示体察的报告" in page
    assert "尚未公布" in page
    releasing.call_back(office.project, reason="Look again.", by=office.leader, at=MONDAY)
    assert client_of(office.partner).get(reverse("office-project-report", args=[pk])).status_code == 404


def test_the_public_report_says_caution_numbers_and_fingerprint_also_as_files(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, text_of_it = published.project, Publication.objects.get().get_absolute_url()
    page = text(Client(), reverse("supervision-report", args=[project.number]))
    for said in ("结果只对本次买到的样品负责。", "92.4 分", "GB 4706.19-2008", project.release.sha256):
        assert said in page
    assert "desk/report.css" in page
    word, pdf, file = (
        reverse(f"supervision-{name}", args=[project.number])
        for name in ("report-word", "report-pdf", "file")
    )
    assert all(address in page for address in (word, pdf, file))
    answer = Client().get(word)
    assert answer["Content-Disposition"] == f'attachment; filename="{project.number}-1.docx"'
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert project.release.sha256 in words
    assert Client().get(pdf).content.startswith(b"%PDF-")
    assert project.get_absolute_url() in text(Client(), text_of_it)
    assert text_of_it in text(Client(), project.get_absolute_url())

    def busy(*_said: object, **_more: object) -> bytes:
        raise setting.BusyError

    caches["papers"].clear()
    monkeypatch.setattr(setting, "document", busy)
    for address in (word, pdf):  # too many are asked for
        answer = Client().get(address)
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_a_correction_says_what_was_corrected_and_results_that_were_taken_back_say_so_everywhere(
    published: Office,
) -> None:
    project, edition = corrected(published)
    address = reverse("supervision-report", args=[project.number])
    assert "一个数字抄错了" not in text(Client(), address)
    out(published, edition)
    assert "一个数字抄错了" in text(Client(), address)
    withdrawn(published)
    for page in (address, reverse("supervision-year", args=["2026"])):
        assert "撤回" in text(Client(), page)
    assert Publication.objects.get().get_absolute_url() in text(Client(), address)
    answer = Client().get(reverse("supervision-report-word", args=[project.number]))
    words = [p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert any("撤回" in one and "结果只对本次买到的样品负责。" in one for one in words)


def test_a_file_is_handed_over_once_on_a_page_that_says_what_follows(office: Office) -> None:
    address = reverse("office-project-hand-over", args=[office.project.pk])
    leader = client_of(office.leader)
    assert client_of(office.partner).get(address).status_code == 404
    assert address in text(leader, office.project.office_url)
    assert "三审" in text(leader, address)
    assert leader.post(address, {"seen": "0"}).status_code == 409
    answer = leader.post(address, {"seen": office.project.version})
    edition = Edition.objects.get()
    assert answer["Location"] == reverse("office-publication", args=[edition.publication_id])
    page = text(leader, office.project.office_url)
    assert answer["Location"] in page
    assert address not in page
    out(office, edition)
    answer = leader.post(address, {"seen": office.project.version})
    assert answer.status_code == 409
    assert "已经公布" in answer.content.decode()


@pytest.mark.both_databases
def test_a_year_counts_what_came_of_every_registered_plan(
    published: Office, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    more = [
        opened(people_of(published), "visit", {"aim": "x"}, title=f"演示 {n}", theme="green")
        for n in range(30)
    ]
    for project in more:
        supervision_verbs.register(project, by=published.leader, at=MONDAY)
    supervision_verbs.drop(more[0], reason="No money.", by=published.leader, at=MONDAY)
    opened(people_of(published), "visit", {"aim": "x"}, title="没有登记")
    with django_assert_max_num_queries(12):
        page = text(Client(), reverse("supervision-year", args=["2026"]))
    assert "没有登记" not in page
    assert page.count('class="tag calm"') == 25
    assert "演示 0" in text(Client(), reverse("supervision-year", args=["2026"]) + "?page=2") + page
    assert '<td data-label="进行中" class="num">29</td>' in page
    assert '<td data-label="已发布" class="num">1</td>' in page
    for year in ("2025", "2099"):
        assert Client().get(reverse("supervision-year", args=[year])).status_code == 404


def people_of(office: Office) -> People:
    """What `opened` wants to know of the people."""
    partner_body = office.partner.organisation
    assert partner_body is not None
    return People(
        office.lead_body,
        partner_body,
        office.leader,
        office.helper,
        office.partner,
        office.partner,
        office.auditor,
        office.heads[0],
    )


@pytest.fixture
def photo(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> tuple[Office, Photo]:
    settings.FILES = tmp_path
    monkeypatch.setitem(kinds.FOLDERS, Project.Kind.VISIT, "reporting.tests.told")
    office = released()
    project = opened(people_of(office), "visit", {"aim": "x"})
    supervision_verbs.register(project, by=office.leader, at=MONDAY)
    supervision_verbs.start(project, by=office.leader, at=MONDAY + timedelta(hours=1))
    taken = Taken(filestore.store(ContentFile(picture(), "a.jpg")), new_id(), "x", MONDAY, "门头/../照片")
    row = photo_of(project, taken, by=office.leader, at=MONDAY)
    with moving(project, "observe", noted="seen", by=office.leader, at=MONDAY + HOUR) as move:
        move.rows.append(row)
    return office, row


def test_staff_of_the_cities_see_a_photo_drawn_anew_and_nobody_else_learns_that_it_is_there(
    photo: tuple[Office, Photo],
) -> None:
    office, row = photo
    address = reverse("office-project-photo", args=[row.project_id, row.pk])
    answer = client_of(office.partner).get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert b"".join(answer.streaming_content) == b"".join(filestore.open_derivative(row.derivative))
    assert client_of(office.auditor).get(f"{address}?save=1")["Content-Disposition"].startswith("attachment")
    stranger = Actor.officer(post_at("city:341300", username="stranger"))
    assert Client().get(address).status_code == 302
    assert client_of(stranger).get(address).status_code == 404
    leader = client_of(office.leader)
    for wrong in ([office.project.pk, row.pk], [row.project_id, uuid4()]):
        assert leader.get(reverse("office-project-photo", args=wrong)).status_code == 404
    sealed.derivative_path(row.derivative).unlink()
    assert leader.get(address).status_code == 404
