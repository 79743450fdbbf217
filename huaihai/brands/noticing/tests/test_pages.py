"""The pages of notices: objecting, deciding, the vote, why it was admitted; both forms of the programme."""

import hashlib
import json
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.brands import moving
from huaihai.brands.assessing.tests.scene import DAY, Scene
from huaihai.brands.models import (
    AdmissionDossier,
    Basis,
    ConductReport,
    Entry,
    NoticeObjection,
    PairDecision,
)
from huaihai.brands.noticing import objections
from huaihai.brands.noticing import pages as noticing_pages
from huaihai.brands.noticing.tests.scene import (
    OVER,
    WHY,
    Outside,
    decided,
    deciders,
    drafted,
    notice_of,
    noticed,
    objected,
    voted,
)
from huaihai.brands.pages import Gate
from huaihai.brands.tests.people import MONDAY, TODAY, People
from huaihai.governance.models import Choice, Resolution
from huaihai.kit import clock
from huaihai.supervision.sweeping.tests.browsing import picture
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db
SAID = {"what": "演示：食品安全", "why": WHY, "contact": ""}


class Clock:
    """What the pages take for now."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.at = MONDAY
        patch.setattr(clock, "now", lambda: self.at)
        patch.setattr(clock, "today", self.today)

    def today(self) -> date:
        return self.at.date()


@pytest.fixture(autouse=True)
def when(monkeypatch: pytest.MonkeyPatch) -> Clock:
    cache.clear()
    return Clock(monkeypatch)


@pytest.fixture
def scene(people: People, outside: Outside) -> Scene:
    return noticed(people)[0]


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def form(scene: Scene) -> str:
    return reverse("brand-objection", args=[scene.entry.number])


def test_the_notice_stands_on_the_list_and_on_the_page(scene: Scene) -> None:
    listed, page = text(Client(), reverse("brand-notices")), text(Client(), scene.entry.get_absolute_url())
    for said in (listed, page):
        assert scene.entry.name in said
        assert "82.0" in said
        assert "2026 年 11 月 16 日" in said
        assert form(scene) in said
    assert "演示理由" in page


def test_in_the_safe_form_no_notice_no_points_and_no_dossier(scene: Scene) -> None:
    Basis.objects.update(ended_on=TODAY)
    for address in (reverse("brand-notices"), scene.entry.get_absolute_url()):
        said = text(Client(), address)
        assert "82.0" not in said
        assert "演示理由" not in said
        assert form(scene) not in said
    text(Client(), form(scene), status=404)
    assert Client().post(form(scene), SAID).status_code == 404
    text(Client(), reverse("brand-dossier", args=[scene.entry.number]), status=404)
    for client, address in (
        (client_of(scene.people.holder), reverse("business-brand", args=[scene.entry.pk])),
        (client_of(scene.people.office), scene.entry.office_url),
    ):
        assert "演示理由" not in text(client, address)


def test_anybody_objects_and_gets_a_number(scene: Scene) -> None:
    client = Client()
    answer = client.post(form(scene), SAID | {"contact": "演示 13900000002"})
    row = NoticeObjection.objects.get()
    assert row.number in text(client, answer.url)
    assert (row.why, row.contact) == (WHY, "演示 13900000002")
    page = text(Client(), scene.entry.get_absolute_url())
    assert row.number in page
    for hidden in (WHY, SAID["what"], "13900000002"):
        assert hidden not in page


def test_the_objection_is_encrypted_at_rest(scene: Scene) -> None:
    Client().post(form(scene), SAID | {"contact": "演示 13900000002"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT why, contact FROM brands_notice_objection")
        held = str(cursor.fetchone())
    assert WHY not in held
    assert "13900000002" not in held


@pytest.mark.parametrize(
    "spoilt",
    [{"what": ""}, {"why": ""}, {"what": "x" * 201}, {"why": "x" * 3001}, {"contact": "y" * 201},
     {"what": "找 13900000002"}, {"why": "\x00"}],
)  # fmt: skip
def test_bad_input_is_said_and_what_was_typed_stays(scene: Scene, spoilt: dict[str, str]) -> None:
    answer = Client().post(form(scene), SAID | {"contact": "演示邮箱"} | spoilt)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert (SAID["what"] if "what" not in spoilt else WHY) in page
    assert not NoticeObjection.objects.exists()


def test_a_photo_comes_along_and_staff_look_at_it(scene: Scene) -> None:
    Client().post(form(scene), SAID | {"photos_paper": picture()})
    row = NoticeObjection.objects.get()
    assert row.paper_derivative
    address = reverse("office-brand-objection-paper", args=[row.pk])
    answer = client_of(scene.people.far).get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert Client().get(address).status_code == 302
    assert client_of(scene.people.holder).get(address).status_code == 404


def test_what_is_no_photo_is_refused(scene: Scene) -> None:
    bad = SimpleUploadedFile("x.exe", b"MZ\x00\x01" * 100)
    answer = Client().post(form(scene), SAID | {"photos_paper": bad})
    assert answer.status_code == 200
    assert not NoticeObjection.objects.exists()


def test_a_late_objection_is_a_report_about_conduct(scene: Scene, when: Clock) -> None:
    when.at = OVER
    client = Client()
    page = text(client, form(scene))
    assert 'name="contact"' not in page
    answer = client.post(form(scene), SAID | {"why": "演示：找 13900000002 问"})
    row = ConductReport.objects.get()
    assert row.origin == "objection"
    assert "13900000002" not in row.text
    assert text(client, answer.url)
    assert not NoticeObjection.objects.exists()


def test_a_flood_from_one_network_is_braked(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noticing_pages, "GATE", Gate("brand-objection-test", in_all=9, a_network=1))
    client = Client()
    assert client.post(form(scene), SAID).status_code == 302
    assert client.post(form(scene), SAID).status_code == 429
    assert NoticeObjection.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["/brands/2026-99999/objection/", "/brands/2026-1/objection/x/", "/brands/9999999999-1/objection/",
     "/brands/2026-99999/dossier/", "/brands/2026-1-Y0/", "/brands/notice/x/",
     "/office/brands/objections/00000000-0000-0000-0000-000000000000/"],
)  # fmt: skip
def test_addresses_of_nothing_are_not_there(scene: Scene, address: str) -> None:
    assert client_of(scene.people.far).get(address).status_code == 404


def test_the_receipt_page_says_only_what_is_in_the_address(scene: Scene) -> None:
    assert "2026-77-Y3" in text(Client(), reverse("brand-objection-received", args=["2026-77-Y3"]))


def test_two_people_decide_at_the_pages(scene: Scene) -> None:
    row = objected(notice_of(scene.entry), contact="演示 13900000002")
    one, other = deciders(scene)
    address = reverse("office-brand-objection", args=[row.pk])
    page = text(client_of(one), address)
    assert WHY in page
    assert "13900000002" in page
    client_of(one).post(address, {"outcome": "not-upheld", "reasons": "演示：查过了"})
    decision = PairDecision.objects.get()
    agreement = reverse("office-brand-agreement", args=[decision.pk])
    assert client_of(one).post(agreement, {"seen": "1"}).status_code == 409
    client_of(other).post(agreement, {"seen": "1"})
    row.refresh_from_db()
    assert row.state == "not-upheld"
    page = text(Client(), scene.entry.get_absolute_url())
    assert "演示：查过了" in page


def test_the_second_finds_the_proposal_at_the_objection(scene: Scene) -> None:
    objection = objected(notice_of(scene.entry))
    one, other = deciders(scene)
    made = objections.propose(objection, outcome="not-upheld", reasons="演示：查过了", by=one, at=MONDAY)

    page = client_of(other).get(reverse("office-brand-objection", args=[objection.pk])).content.decode()

    assert "演示：查过了" in page
    assert reverse("office-brand-agreement", args=[made.pk]) in page
    assert 'name="outcome"' not in page


def test_whoever_has_not_declared_reads_no_contact(scene: Scene) -> None:
    objection = objected(notice_of(scene.entry), contact="13900000002")
    one, _other = deciders(scene)
    address = reverse("office-brand-objection", args=[objection.pk])

    assert "13900000002" in client_of(one).get(address).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM brands_declaration")  # rows are sealed
    assert "13900000002" not in client_of(one).get(address).content.decode()


def test_whoever_has_a_conflict_finds_no_form(scene: Scene) -> None:
    objection = objected(notice_of(scene.entry), contact="13900000002")
    one, _other = deciders(scene)
    address = reverse("office-brand-objection", args=[objection.pk])
    assert 'name="outcome"' in client_of(one).get(address).content.decode()

    moving.declare(scene.entry, has_conflict=True, what="演示", by=one, at=MONDAY)

    page = client_of(one).get(address).content.decode()
    assert 'name="outcome"' not in page
    assert "13900000002" not in page
    assert "由别人决定" in page
    typed = {"outcome": "upheld", "reasons": "演示"}
    assert client_of(one).post(address, typed).status_code == 409


def test_the_entrys_own_city_reads_no_contact_and_cannot_propose(scene: Scene) -> None:
    row = objected(notice_of(scene.entry), contact="演示 13900000002")
    client = client_of(scene.people.home)
    address = reverse("office-brand-objection", args=[row.pk])
    page = text(client, address)
    assert "13900000002" not in page
    assert 'name="outcome"' not in page
    assert client.post(address, {"outcome": "upheld", "reasons": "演示"}).status_code == 409
    assert not PairDecision.objects.exists()


def test_the_page_says_why_it_was_admitted_and_hands_the_dossier_out(scene: Scene, when: Clock) -> None:
    decided(scene, objected(notice_of(scene.entry)), "not-upheld")
    motion = drafted(scene)
    voted(scene, motion)
    when.at = OVER + DAY
    resolution = Resolution.objects.get(motion=motion)
    row = AdmissionDossier.objects.get()

    page = text(Client(), scene.entry.get_absolute_url())

    assert reverse("resolution", args=[resolution.number]) in page
    assert row.sha256 in page
    assert "10 票赞成" in page
    assert "演示：查过了" in page
    raw = Client().get(reverse("brand-dossier", args=[scene.entry.number])).content
    assert hashlib.sha256(raw).hexdigest() == row.sha256
    assert json.loads(raw)["entry"]["number"] == scene.entry.number

    Basis.objects.update(ended_on=when.at.date())
    page = text(Client(), scene.entry.get_absolute_url())
    assert row.sha256 not in page
    assert "82.0" not in page
    text(Client(), reverse("brand-dossier", args=[scene.entry.number]), status=404)


def test_no_name_of_staff_stands_on_a_public_page(scene: Scene, when: Clock) -> None:
    decided(scene, objected(notice_of(scene.entry)), "not-upheld")
    voted(scene, drafted(scene))
    when.at = OVER + DAY
    said = text(Client(), scene.entry.get_absolute_url()) + text(Client(), reverse("brand-notices"))
    for name in ("near", "near2", "far", "other", "office", "head-"):
        assert f"演示 {name}" not in said


def test_the_business_reads_how_the_vote_went(scene: Scene, when: Clock) -> None:
    motion = drafted(scene)
    voted(scene, motion, Choice.AGAINST)
    when.at = OVER + DAY
    page = text(client_of(scene.people.holder), reverse("business-brand", args=[scene.entry.pk]))
    assert motion.number in page


@pytest.mark.both_databases
def test_the_lists_need_the_same_queries_for_one_and_for_many(scene: Scene) -> None:
    notice = notice_of(scene.entry)
    objected(notice)
    staff, anybody = client_of(scene.people.far), Client()
    pages: list[tuple[Client, str]] = [
        (anybody, reverse("brand-notices")),
        (staff, scene.entry.office_url),
        (anybody, scene.entry.get_absolute_url()),
    ]
    counts: list[list[int]] = []
    for _round in range(2):
        found = []
        for client, address in pages:
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found.append(len(asked))
        counts.append(found)
        for _one in range(3):
            objected(notice)
    assert counts[0] == counts[1]


def test_an_agreement_after_the_entry_left_is_refused_in_words(scene: Scene) -> None:
    row = objected(notice_of(scene.entry))
    one, other = deciders(scene)
    decision = objections.propose(row, outcome="upheld", reasons="演示", by=one, at=MONDAY)
    Entry.objects.filter(pk=scene.entry.pk).update(stage="left")
    answer = client_of(other).post(reverse("office-brand-agreement", args=[decision.pk]), {"seen": "1"})
    assert answer.status_code == 409
    assert moving.open_decisions(scene.entry)


def test_the_directory_leads_to_the_notices_while_there_is_a_basis(scene: Scene) -> None:
    assert reverse("brand-notices") in text(Client(), reverse("brands"))
    Basis.objects.update(ended_on=TODAY)
    assert reverse("brand-notices") not in text(Client(), reverse("brands"))
