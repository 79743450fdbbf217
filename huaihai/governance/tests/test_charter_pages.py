"""The pages of the charter, for everybody and in the office."""

from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai import alliance
from huaihai.governance.charter import verbs
from huaihai.governance.models import AgreementVersion, CharterOwner, Evidence
from huaihai.kit import clock
from huaihai.members.models import Role
from tests.posts import AT, PROGRAM, body, load_alliance, post_at, sign_in
from tests.reading import browser, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PART = "voice"
THREE_RIVERS = Path(__file__).resolve().parents[3] / "tests" / "alliances" / "three_rivers"


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    load_alliance()


@pytest.fixture
def office(client: Client, loaded: None) -> Client:
    sign_in(client, post_at("city:320300", Role.SECRETARIAT).account)
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


def owner_answers(**changed: str) -> dict[str, str]:
    chosen = str(body("city:411400").pk)
    return {"organisation": chosen, "from_on": "2026-11-24", "resolution": "", "seen": "0"} | changed


def test_everybody_reads_the_nine_and_is_told_what_is_not_measured_yet(client: Client) -> None:
    written()
    page = client.get(reverse("alliance-nine")).text
    assert page.count("not measured yet") == 14
    assert "nobody named yet" in page
    assert "同一天发布" in page
    assert "/announcements/" in page
    assert "消费者权益保护法第37条第1款第8项" in page
    assert 'href="tel:12315"' in page


def test_an_alliance_without_charter_has_an_honest_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = alliance.load()
    bare = {name: value for name, value in ours.raw.items() if name != "nine"}
    changed = type(ours)(**{**vars(ours), "raw": bare, "folder": ours.folder / "rights"})
    monkeypatch.setattr(alliance, "load", lambda path=None: changed)
    page = client.get(reverse("alliance-nine"))
    assert page.status_code == 200
    assert "has not written down such promises" in page.text
    assert client.get(reverse("alliance-nine-part", args=[PART])).status_code == 404


def test_another_alliance_shows_its_own_part_and_since_when_it_is_measured(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = alliance.load(THREE_RIVERS)
    monkeypatch.setattr(alliance, "load", lambda path=None: other)
    page = client.get(reverse("alliance-nine")).text
    assert "Counted (made up)." in page
    assert "measured since 1 April 2024" in page
    assert "not measured yet" not in page


@pytest.mark.both_databases
def test_the_public_page_asks_the_database_the_same_however_much_is_written(client: Client) -> None:
    pages = (reverse("alliance-nine"), reverse("alliance-nine-part", args=[PART]))
    written()
    few = queries_of(client, *pages)
    for day in range(1, 15):
        written(f"第 {day} 件", day)
    assert queries_of(client, *pages) == few


@pytest.mark.both_databases
def test_all_evidence_of_a_part_is_paged_and_a_withdrawn_piece_says_why(client: Client) -> None:
    row = written("写错的")
    verbs.withdraw_evidence(row, reason="日期不对", seen=1, by=PROGRAM, at=AT)
    for day in range(1, 29):
        written(f"第 {day} 件", day=min(day, 23))
    first = client.get(reverse("alliance-nine-part", args=[PART])).text
    second = client.get(reverse("alliance-nine-part", args=[PART]), {"page": "2"}).text
    assert "Page 1 of 2" in first
    assert "日期不对" in first + second
    assert "写错的" not in client.get(reverse("alliance-nine")).text


def test_the_office_names_who_answers_and_everybody_sees_it(office: Client) -> None:
    answer = office.post(reverse("office-charter-owner", args=[PART]), owner_answers())
    assert answer.url == reverse("office-charter-part", args=[PART])
    assert CharterOwner.objects.get().organisation == body("city:411400")
    assert "2026" in Client().get(reverse("alliance-nine")).text


def test_somebody_was_quicker_and_the_choice_stays(office: Client) -> None:
    office.post(reverse("office-charter-owner", args=[PART]), owner_answers())
    again = owner_answers(organisation=str(body("city:371300").pk))
    answer = office.post(reverse("office-charter-owner", args=[PART]), again)
    page = answer.text
    assert answer.status_code == 409
    assert "Somebody else changed this" in page
    assert f'value="{body("city:371300").pk}" id="id_organisation_' in page
    assert 'name="seen" value="1"' in page


@pytest.mark.parametrize(
    "changed",
    [
        {"organisation": "no-uuid"},
        {"organisation": ""},
        {"from_on": "32.13.2026"},
        {"from_on": "9999-12-31"},
        {"resolution": str(uuid4())},
        {"seen": ""},
        {"seen": "9" * 40},
        {"seen": "\x00"},
    ],
)
def test_nonsense_is_answered_with_a_message(office: Client, changed: dict[str, str]) -> None:
    answer = office.post(reverse("office-charter-owner", args=[PART]), owner_answers(**changed))
    assert answer.status_code == 200
    assert 'id="errors"' in answer.text
    assert not CharterOwner.objects.exists()


def picture() -> SimpleUploadedFile:
    held = BytesIO()
    Image.new("RGB", (40, 30), "red").save(held, "PNG")
    return SimpleUploadedFile("看板.png", held.getvalue(), "image/png")


def answer_what(office: Client, kind: str) -> None:
    office.post(reverse("office-charter-evidence", args=[PART, "kind"]), {"kind": kind})
    office.post(
        reverse("office-charter-evidence", args=[PART, "what"]), {"text": "看板挂在大厅", "on": "2026-11-20"}
    )


@pytest.mark.both_databases
def test_evidence_is_written_in_three_questions(office: Client) -> None:
    answer_what(office, "page")
    answer = office.post(reverse("office-charter-evidence", args=[PART, "which"]), {"path": "/rights/"})
    assert answer.url == reverse("office-charter-part", args=[PART])
    row = Evidence.objects.get()
    assert (row.kind, row.path, row.text, row.on) == ("page", "/rights/", "看板挂在大厅", date(2026, 11, 20))


def test_a_version_of_the_agreement_is_chosen_from_a_list(office: Client) -> None:
    answer_what(office, "agreement")
    version = AgreementVersion.objects.get()
    page = office.get(reverse("office-charter-evidence", args=[PART, "which"])).text
    assert "Cooperation agreement of the consumer organisations of ten cities" in page
    office.post(reverse("office-charter-evidence", args=[PART, "which"]), {"chosen": str(version.pk)})
    assert Evidence.objects.get().agreement == version


def test_a_photo_is_shown_to_everybody_as_its_safe_copy_until_it_is_withdrawn(office: Client) -> None:
    answer_what(office, "file")
    office.post(reverse("office-charter-evidence", args=[PART, "which"]), {"file": picture()})
    row = Evidence.objects.get()
    shown = Client().get(reverse("alliance-nine-file", args=[row.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    office.post(reverse("office-charter-withdrawal", args=[row.pk]), {"reason": "拍到了人", "seen": "1"})
    assert Client().get(reverse("alliance-nine-file", args=[row.pk])).status_code == 404


def test_no_question_is_left_out(office: Client) -> None:
    answer = office.get(reverse("office-charter-evidence", args=[PART, "which"]))
    assert answer.url == reverse("office-charter-evidence", args=[PART, "kind"])
    assert office.get(reverse("office-charter-evidence", args=[PART, "nonsense"])).status_code == 404
    assert office.get(reverse("office-charter-part", args=["nonsense"])).status_code == 404


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
    page = office.post(reverse("office-charter-evidence", args=[PART, "which"]), answer)
    assert page.status_code == 200
    assert 'id="errors"' in page.text
    assert not Evidence.objects.exists()


def test_evidence_is_withdrawn_by_its_page_and_the_second_one_is_told(office: Client) -> None:
    row = written()
    place = reverse("office-charter-withdrawal", args=[row.pk])
    assert office.get(place).status_code == 200
    assert office.post(place, {"reason": "日期不对", "seen": "1"}).status_code == 302
    late = office.post(place, {"reason": "我也这么想", "seen": "1"})
    assert late.status_code == 409
    assert "我也这么想" in late.text
    assert office.get(reverse("office-charter-withdrawal", args=[uuid4()])).status_code == 404


@pytest.mark.both_databases
def test_the_body_that_answers_writes_too(office: Client) -> None:
    office.post(reverse("office-charter-owner", args=[PART]), owner_answers())
    head = browser(post_at("city:411400", Role.HEAD).account)
    answer_what(head, "page")
    head.post(reverse("office-charter-evidence", args=[PART, "which"]), {"path": "/rights/"})
    assert Evidence.objects.get().organisation == body("city:411400")


def test_a_list_with_nothing_to_choose_says_so(office: Client) -> None:
    answer_what(office, "resolution")
    page = office.get(reverse("office-charter-evidence", args=[PART, "which"])).text
    assert "There is none yet." in page


def test_a_draft_of_the_agreement_cannot_be_evidence(office: Client) -> None:
    draft = AgreementVersion.objects.create(key="draft-2027", stage="draft", title="草稿", mark="read")
    answer_what(office, "agreement")
    answer = office.post(reverse("office-charter-evidence", args=[PART, "which"]), {"chosen": str(draft.pk)})
    assert 'id="errors"' in answer.text
    assert not Evidence.objects.exists()
