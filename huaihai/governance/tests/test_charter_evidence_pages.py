"""Evidence of the charter, written and withdrawn through its pages."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai.governance.charter import verbs
from huaihai.governance.models import AgreementVersion, Evidence
from huaihai.kit import clock
from huaihai.members.models import Role
from tests.posts import AT, PROGRAM, body, load_alliance, post_at, sign_in

pytestmark = pytest.mark.django_db
PART = "voice"


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    load_alliance()


@pytest.fixture
def client() -> Client:
    """Somebody who reads English."""
    reader = Client()
    reader.cookies["language"] = "en"
    return reader


@pytest.fixture
def office(client: Client) -> Client:
    sign_in(client, post_at("city:320300", Role.SECRETARIAT).account)
    return client


def signed_in(key: str, role: Role) -> Client:
    client = Client()
    sign_in(client, post_at(key, role).account)
    return client


def written(text: str = "同一天发布", day: int = 20) -> Evidence:
    return verbs.add_evidence(
        key=PART,
        text=text,
        on=date(2026, 11, day),
        link=verbs.Link(path="/announcements/"),
        by=PROGRAM,
        at=AT,
    )


def address(name: str, *args: object) -> str:
    return reverse(name, args=args)


def owner_answers(**changed: str) -> dict[str, str]:
    chosen = str(body("city:411400").pk)
    return {"organisation": chosen, "from_on": "2026-11-24", "resolution": "", "seen": "0"} | changed


def picture() -> SimpleUploadedFile:
    held = BytesIO()
    Image.new("RGB", (40, 30), "red").save(held, "PNG")
    return SimpleUploadedFile("看板.png", held.getvalue(), "image/png")


def answer_what(office: Client, kind: str) -> None:
    office.post(address("office-charter-evidence", PART, "kind"), {"kind": kind})
    office.post(
        address("office-charter-evidence", PART, "what"), {"text": "看板挂在大厅", "on": "2026-11-20"}
    )


@pytest.mark.both_databases
def test_evidence_is_written_in_three_questions(office: Client) -> None:
    answer_what(office, "page")
    answer = office.post(address("office-charter-evidence", PART, "which"), {"path": "/rights/"})
    assert answer.url == address("office-charter-part", PART)
    row = Evidence.objects.get()
    assert (row.kind, row.path, row.text, row.on) == ("page", "/rights/", "看板挂在大厅", date(2026, 11, 20))


def test_a_version_of_the_agreement_is_chosen_from_a_list(office: Client) -> None:
    answer_what(office, "agreement")
    version = AgreementVersion.objects.get()
    page = office.get(address("office-charter-evidence", PART, "which")).content.decode()
    assert "Cooperation agreement of the consumer organisations of ten cities" in page
    office.post(address("office-charter-evidence", PART, "which"), {"chosen": str(version.pk)})
    assert Evidence.objects.get().agreement == version


def test_a_photo_is_shown_to_everybody_as_its_safe_copy_until_it_is_withdrawn(office: Client) -> None:
    answer_what(office, "file")
    office.post(address("office-charter-evidence", PART, "which"), {"file": picture()})
    row = Evidence.objects.get()
    shown = Client().get(address("alliance-nine-file", row.pk))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    office.post(address("office-charter-withdrawal", row.pk), {"reason": "拍到了人", "seen": "1"})
    assert Client().get(address("alliance-nine-file", row.pk)).status_code == 404


def test_no_question_is_left_out(office: Client) -> None:
    answer = office.get(address("office-charter-evidence", PART, "which"))
    assert answer.url == address("office-charter-evidence", PART, "kind")
    assert office.get(address("office-charter-evidence", PART, "nonsense")).status_code == 404
    assert office.get(address("office-charter-part", "nonsense")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("page", {"path": "https://elsewhere.example/"}),
        ("page", {"path": "/\x00"}),
        ("page", {"path": "/" + "x" * 500}),
        ("agreement", {"chosen": "0"}),
        ("meeting", {}),
        ("file", {}),
        ("file", {"file": SimpleUploadedFile("a.pdf", b"")}),
        ("file", {"file": SimpleUploadedFile("a.exe", b"MZ\x00\x01")}),
    ],
)
def test_what_cannot_be_evidence_gives_a_message(
    office: Client, kind: str, answer: dict[str, object]
) -> None:
    answer_what(office, kind)
    page = office.post(address("office-charter-evidence", PART, "which"), answer)
    assert page.status_code == 200
    assert 'id="errors"' in page.content.decode()
    assert not Evidence.objects.exists()


def test_evidence_is_withdrawn_by_its_page_and_the_second_one_is_told(office: Client) -> None:
    row = written()
    place = address("office-charter-withdrawal", row.pk)
    assert office.get(place).status_code == 200
    assert office.post(place, {"reason": "日期不对", "seen": "1"}).status_code == 302
    late = office.post(place, {"reason": "我也这么想", "seen": "1"})
    assert late.status_code == 409
    assert "我也这么想" in late.content.decode()
    assert office.get(address("office-charter-withdrawal", uuid4())).status_code == 404


@pytest.mark.both_databases
def test_the_body_that_answers_writes_too(office: Client) -> None:
    office.post(address("office-charter-owner", PART), owner_answers())
    head = signed_in("city:411400", Role.HEAD)
    answer_what(head, "page")
    head.post(address("office-charter-evidence", PART, "which"), {"path": "/rights/"})
    assert Evidence.objects.get().organisation == body("city:411400")


def test_a_list_with_nothing_to_choose_says_so(office: Client) -> None:
    answer_what(office, "resolution")
    page = office.get(address("office-charter-evidence", PART, "which")).content.decode()
    assert "There is none yet." in page


def test_a_draft_of_the_agreement_cannot_be_evidence(office: Client) -> None:
    draft = AgreementVersion.objects.create(key="draft-2027", stage="draft", title="草稿", mark="read")
    answer_what(office, "agreement")
    answer = office.post(address("office-charter-evidence", PART, "which"), {"chosen": str(draft.pk)})
    assert 'id="errors"' in answer.content.decode()
    assert not Evidence.objects.exists()
