"""The pages of the charter, for everybody and in the office."""

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai import alliance
from huaihai.governance.charter import verbs, waiting
from huaihai.governance.models import CharterOwner, Evidence, Meeting
from huaihai.kit import clock
from huaihai.members.models import Role
from tests.posts import AT, PROGRAM, body, load_alliance, officer_of, post_at, sign_in
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
    changed = type(ours)(**{**vars(ours), "raw": bare, "folder": ours.folder / "demo"})
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


def hand_in(browser_: Client, **said: object) -> Any:
    return browser_.post(reverse("office-charter-evidence", args=[PART]), {"text": "看板挂在大厅", **said})


@pytest.mark.both_databases
def test_evidence_is_handed_in_on_one_page_of_three_fields(office: Client) -> None:
    page = office.get(reverse("office-charter-evidence", args=[PART])).text
    assert len(re.findall(r'<(?:input|textarea|select) [^>]*name="(text|link|file)"', page)) == 3
    answer = hand_in(office, link="/rights/?page=2")
    assert answer.url == reverse("office-charter-part", args=[PART])
    row = Evidence.objects.get()
    assert (row.kind, row.path, row.text, row.on) == ("page", "/rights/", "看板挂在大厅", AT.date())


def test_a_resolution_or_a_meeting_is_named_by_its_number(office: Client) -> None:
    meeting = Meeting.objects.create(
        year=2026,
        serial=2,
        title="会",
        stage="closed",
        begins_at=AT - timedelta(days=9),
        place="线上",
        convened_by=body("city:320300"),
    )
    hand_in(office, link="会议 2026-2")
    row = Evidence.objects.get()
    assert (row.meeting, row.on) == (meeting, (AT - timedelta(days=9)).date())
    for words in ("2026-2", "决议 2026-9999", "meeting 2026-3"):
        assert "no resolution or finished meeting" in hand_in(office, link=words).text


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 11, 30), date(2026, 12, 31)),
        (date(2026, 9, 30), date(2026, 9, 30)),
    ],
)
def test_evidence_is_asked_for_by_the_end_of_the_quarter(day: date, last: date) -> None:
    assert waiting.end_of_quarter(day) == last


def test_the_body_that_answers_is_asked_until_something_is_shown(office: Client) -> None:
    office.post(reverse("office-charter-owner", args=[PART]), owner_answers())
    head, other = (officer_of(key, Role.HEAD) for key in ("city:411400", "city:371300"))
    (row,) = waiting.for_person(head, AT)
    assert row.url == reverse("office-charter-evidence", args=[PART])
    assert row.on == date(2026, 12, 31)
    assert list(waiting.for_person(other, AT)) == []
    assert len(waiting.missing(AT.date())) == 9
    hand_in(office, link="/rights/")
    assert list(waiting.for_person(head, AT)) == []
    assert len(waiting.missing(AT.date())) == 8


def test_a_photo_is_shown_to_everybody_as_its_safe_copy_until_it_is_withdrawn(office: Client) -> None:
    hand_in(office, file=picture())
    row = Evidence.objects.get()
    shown = Client().get(reverse("alliance-nine-file", args=[row.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    office.post(reverse("office-charter-withdrawal", args=[row.pk]), {"reason": "拍到了人", "seen": "1"})
    assert Client().get(reverse("alliance-nine-file", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {"link": "https://elsewhere.example/"},
        {"link": "/\x00"},
        {"link": "/" + "x" * 500},
        {"link": "/office/"},
        {"text": "", "link": "/rights/"},
        {},
        {"file": SimpleUploadedFile("a.pdf", b"")},
        {"file": SimpleUploadedFile("a.exe", b"MZ\x00\x01")},
    ],
)
def test_what_cannot_be_evidence_gives_a_message(office: Client, said: dict[str, object]) -> None:
    page = hand_in(office, **said)
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
    hand_in(head, link="/rights/")
    assert Evidence.objects.get().organisation == body("city:411400")
    stranger = browser(post_at("city:371300", Role.HEAD).account)
    assert stranger.get(reverse("office-charter-evidence", args=[PART])).status_code == 404
    assert hand_in(stranger, link="/rights/").status_code == 409
