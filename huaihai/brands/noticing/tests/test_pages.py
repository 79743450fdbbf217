"""The pages of notices: objecting, deciding, the vote, why it was admitted; both forms of the programme."""

import hashlib
import json
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
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
    decided,
    deciders,
    drafted,
    notice_of,
    objected,
    voted,
)
from huaihai.brands.pages import Gate
from huaihai.brands.tests.people import MONDAY, TODAY
from huaihai.governance.models import Choice, Resolution
from huaihai.kit import clock
from huaihai.supervision.sweeping.tests.browsing import picture
from huaihai.supervision.tests.people import client_of
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
SAID = {"what": "演示：食品安全", "why": WHY, "contact": ""}


@pytest.fixture
def objection(scene: Scene) -> NoticeObjection:
    """Somebody objects, and can be called."""
    return objected(notice_of(scene.entry), contact="演示 13900000002")


@pytest.fixture(autouse=True)
def hour(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """What the pages take for now: set `hour["now"]`."""
    held = {"now": MONDAY}
    monkeypatch.setattr(clock, "now", lambda: held["now"])
    return held


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def form(scene: Scene) -> str:
    return reverse("brand-objection", args=[scene.entry.number])


def test_the_notice_stands_on_the_list_and_on_the_page_while_there_is_a_basis(scene: Scene) -> None:
    listed, page = text(Client(), reverse("brand-notices")), text(Client(), scene.entry.get_absolute_url())
    for said in (listed, page):
        assert scene.entry.name in said
        assert "82.0" in said
        assert "2026 年 11 月 16 日" in said
        assert form(scene) in said
    assert "演示理由" in page
    assert reverse("brand-notices") in text(Client(), reverse("brands"))
    Basis.objects.update(ended_on=TODAY)
    assert reverse("brand-notices") not in text(Client(), reverse("brands"))


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


@pytest.mark.both_databases
def test_anybody_objects_and_gets_a_number_and_it_is_encrypted_at_rest(scene: Scene) -> None:
    client = Client()
    answer = client.post(form(scene), SAID | {"contact": "演示 13900000002"})
    row = NoticeObjection.objects.get()
    assert row.number in text(client, answer.url)
    assert (row.why, row.contact) == (WHY, "演示 13900000002")
    page = text(Client(), scene.entry.get_absolute_url())
    assert row.number in page
    for hidden in (WHY, SAID["what"], "13900000002"):
        assert hidden not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT why, contact FROM brands_notice_objection")
        held = str(cursor.fetchone())
    assert WHY not in held
    assert "13900000002" not in held


@pytest.mark.parametrize(
    "spoilt", [{"what": ""}, {"why": "x" * 3001}, {"contact": "y" * 201}, {"what": "找 13900000002"}, {"why": "\x00"}]
)  # fmt: skip
def test_bad_input_is_said_and_what_was_typed_stays(scene: Scene, spoilt: dict[str, str]) -> None:
    answer = Client().post(form(scene), SAID | {"contact": "演示邮箱"} | spoilt)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert (SAID["what"] if "what" not in spoilt else WHY) in page
    assert not NoticeObjection.objects.exists()


def test_a_photo_comes_along_and_what_is_none_is_refused(scene: Scene) -> None:
    bad = SimpleUploadedFile("x.exe", b"MZ\x00\x01" * 100)
    answer = Client().post(form(scene), SAID | {"photos_paper": bad})
    assert answer.status_code == 200
    assert not NoticeObjection.objects.exists()
    Client().post(form(scene), SAID | {"photos_paper": picture()})
    row = NoticeObjection.objects.get()
    assert row.paper_derivative
    address = reverse("office-brand-objection-paper", args=[row.pk])
    answer = client_of(scene.people.far).get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert Client().get(address).status_code == 302
    assert client_of(scene.people.holder).get(address).status_code == 404


def test_a_late_objection_is_a_report_about_conduct(scene: Scene, hour: dict[str, datetime]) -> None:
    hour["now"] = OVER
    client = Client()
    assert 'name="contact"' not in text(client, form(scene))
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


def deciding(objection: NoticeObjection) -> str:
    return reverse("office-brand-objection", args=[objection.pk])


def test_two_people_decide_at_the_pages(scene: Scene, objection: NoticeObjection) -> None:
    one, other = (client_of(actor) for actor in deciders(scene))
    page = text(one, deciding(objection))
    assert WHY in page
    assert "13900000002" in page
    one.post(deciding(objection), {"outcome": "not-upheld", "reasons": "演示：查过了"})
    agreement = reverse("office-brand-agreement", args=[PairDecision.objects.get().pk])
    assert one.post(agreement, {"seen": "1"}).status_code == 409
    page = text(other, deciding(objection))
    assert "演示：查过了" in page
    assert agreement in page
    assert 'name="outcome"' not in page
    other.post(agreement, {"seen": "1"})
    objection.refresh_from_db()
    assert objection.state == "not-upheld"
    assert "演示：查过了" in text(Client(), scene.entry.get_absolute_url())


def test_whoever_has_not_declared_or_has_a_conflict_reads_no_contact(
    scene: Scene, objection: NoticeObjection
) -> None:
    one, _other = deciders(scene)
    client = client_of(one)
    page = text(client, deciding(objection))
    assert "13900000002" in page
    assert 'name="outcome"' in page
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM brands_declaration")  # rows are sealed
    assert "13900000002" not in text(client, deciding(objection))

    moving.declare(scene.entry, has_conflict=True, what="演示", by=one, at=MONDAY)

    page = text(client, deciding(objection))
    assert 'name="outcome"' not in page
    assert "13900000002" not in page
    assert "由别人决定" in page
    typed = {"outcome": "upheld", "reasons": "演示"}
    assert client.post(deciding(objection), typed).status_code == 409


def test_the_entrys_own_city_reads_no_contact_and_cannot_propose(
    scene: Scene, objection: NoticeObjection
) -> None:
    client = client_of(scene.people.home)
    page = text(client, deciding(objection))
    assert "13900000002" not in page
    assert 'name="outcome"' not in page
    assert client.post(deciding(objection), {"outcome": "upheld", "reasons": "演示"}).status_code == 409
    assert not PairDecision.objects.exists()


def test_the_page_says_why_it_was_admitted_and_hands_the_dossier_out(
    scene: Scene, objection: NoticeObjection, hour: dict[str, datetime]
) -> None:
    decided(scene, objection, "not-upheld")
    motion = drafted(scene)
    voted(scene, motion)
    hour["now"] = OVER + DAY
    resolution = Resolution.objects.get(motion=motion)
    row = AdmissionDossier.objects.get()
    own, dossier = scene.entry.get_absolute_url(), reverse("brand-dossier", args=[scene.entry.number])

    page = text(Client(), own)

    assert reverse("resolution", args=[resolution.number]) in page
    assert row.sha256 in page
    assert "10 票赞成" in page
    assert "演示：查过了" in page
    for name in ("near", "near2", "far", "other", "office", "head-"):
        assert f"演示 {name}" not in page + text(Client(), reverse("brand-notices"))
    raw = Client().get(dossier).content
    assert hashlib.sha256(raw).hexdigest() == row.sha256
    assert json.loads(raw)["entry"]["number"] == scene.entry.number

    Basis.objects.update(ended_on=hour["now"].date())
    page = text(Client(), own)
    assert row.sha256 not in page
    assert "82.0" not in page
    text(Client(), dossier, status=404)


def test_the_business_reads_how_the_vote_went(scene: Scene, hour: dict[str, datetime]) -> None:
    motion = drafted(scene)
    voted(scene, motion, Choice.AGAINST)
    hour["now"] = OVER + DAY
    page = text(client_of(scene.people.holder), reverse("business-brand", args=[scene.entry.pk]))
    assert motion.number in page


@pytest.mark.both_databases
def test_the_lists_need_the_same_queries_for_one_and_for_many(
    scene: Scene, objection: NoticeObjection
) -> None:
    staff = client_of(scene.people.far)
    for client, address in (
        (Client(), reverse("brand-notices")),
        (staff, scene.entry.office_url),
        (Client(), scene.entry.get_absolute_url()),
    ):
        counts = []
        for _round in range(2):
            client.get(address)
            counts.append(queries_of(client.get, address))
            for _one in range(3):
                objected(notice_of(scene.entry))
        assert counts[0] == counts[1], address


def test_an_agreement_after_the_entry_left_is_refused_in_words(
    scene: Scene, objection: NoticeObjection
) -> None:
    one, other = deciders(scene)
    decision = objections.propose(objection, outcome="upheld", reasons="演示", by=one, at=MONDAY)
    Entry.objects.filter(pk=scene.entry.pk).update(stage="left")
    answer = client_of(other).post(reverse("office-brand-agreement", args=[decision.pk]), {"seen": "1"})
    assert answer.status_code == 409
    assert moving.open_decisions(scene.entry)
