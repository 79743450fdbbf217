"""The pages of the charter, for everybody and in the office."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai import alliance
from huaihai.governance.charter import verbs
from huaihai.governance.models import CharterOwner, Evidence
from huaihai.kit import clock
from huaihai.members.models import Role
from tests.posts import AT, PROGRAM, body, load_alliance, post_at, sign_in

pytestmark = pytest.mark.django_db
PART = "voice"
THREE_RIVERS = Path(__file__).resolve().parents[3] / "tests" / "alliances" / "three_rivers"


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


def test_everybody_reads_the_nine_and_is_told_what_is_not_measured_yet(client: Client) -> None:
    written()
    page = client.get(address("alliance-nine")).content.decode()
    assert page.count("not measured yet") == 14
    assert "nobody named yet" in page
    assert "同一天发布" in page
    assert "/announcements/" in page
    assert "消费者权益保护法第37条第1款第8项" in page
    assert 'href="tel:12315"' in page


def test_the_page_about_the_alliance_leads_there(client: Client) -> None:
    assert address("alliance-nine") in client.get(reverse("about")).content.decode()


def test_an_alliance_without_charter_has_an_honest_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = alliance.load()
    bare = {name: value for name, value in ours.raw.items() if name != "nine"}
    changed = type(ours)(**{**vars(ours), "raw": bare, "folder": ours.folder / "rights"})
    monkeypatch.setattr(alliance, "load", lambda path=None: changed)
    page = client.get(address("alliance-nine"))
    assert page.status_code == 200
    assert "has not written down such promises" in page.content.decode()
    assert client.get(address("alliance-nine-part", PART)).status_code == 404


def test_another_alliance_shows_its_own_part_and_since_when_it_is_measured(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = alliance.load(THREE_RIVERS)
    monkeypatch.setattr(alliance, "load", lambda path=None: other)
    page = client.get(address("alliance-nine")).content.decode()
    assert "Counted (made up)." in page
    assert "measured since 1 April 2024" in page
    assert "not measured yet" not in page


@pytest.mark.both_databases
def test_the_public_page_asks_the_database_the_same_however_much_is_written(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address("alliance-nine")).status_code == 200
            assert client.get(address("alliance-nine-part", PART)).status_code == 200
        return len(caught)

    written()
    few = queries()
    for day in range(1, 15):
        written(f"第 {day} 件", day)
    assert queries() == few


@pytest.mark.both_databases
def test_all_evidence_of_a_part_is_paged_and_a_withdrawn_piece_says_why(client: Client) -> None:
    row = written("写错的")
    verbs.withdraw_evidence(row, reason="日期不对", seen=1, by=PROGRAM, at=AT)
    for day in range(1, 29):
        written(f"第 {day} 件", day=min(day, 23))
    first = client.get(address("alliance-nine-part", PART)).content.decode()
    second = client.get(address("alliance-nine-part", PART), {"page": "2"}).content.decode()
    assert "Page 1 of 2" in first
    assert "日期不对" in first + second
    assert "写错的" not in client.get(address("alliance-nine")).content.decode()


def test_the_office_names_who_answers_and_everybody_sees_it(office: Client) -> None:
    answer = office.post(address("office-charter-owner", PART), owner_answers())
    assert answer.url == address("office-charter-part", PART)
    assert CharterOwner.objects.get().organisation == body("city:411400")
    assert "2026" in Client().get(address("alliance-nine")).content.decode()


def test_somebody_was_quicker_and_the_choice_stays(office: Client) -> None:
    office.post(address("office-charter-owner", PART), owner_answers())
    again = owner_answers(organisation=str(body("city:371300").pk))
    answer = office.post(address("office-charter-owner", PART), again)
    page = answer.content.decode()
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
    answer = office.post(address("office-charter-owner", PART), owner_answers(**changed))
    assert answer.status_code == 200
    assert 'id="errors"' in answer.content.decode()
    assert not CharterOwner.objects.exists()


def test_officers_of_other_bodies_read_but_find_no_form() -> None:
    reader = signed_in("city:411400", Role.OFFICER)
    for name, args in (("office-charter", ()), ("office-charter-part", (PART,))):
        assert reader.get(address(name, *args)).status_code == 200
    assert reader.get(address("office-charter-owner", PART)).status_code == 404
    assert reader.get(address("office-charter-evidence", PART, "kind")).status_code == 404
    assert reader.post(address("office-charter-owner", PART), owner_answers()).status_code == 409


def test_the_public_finds_no_office() -> None:
    assert Client().get(address("office-charter")).status_code == 302


@pytest.mark.parametrize(("key", "role"), [("alliance", Role.AUDITOR), ("alliance", Role.SYSTEM_ADMIN)])
def test_the_auditor_reads_and_an_administrator_does_not(key: str, role: Role) -> None:
    status = signed_in(key, role).get(address("office-charter")).status_code
    assert status == (200 if role == Role.AUDITOR else 404)


def test_what_was_typed_before_the_sign_in_ended_is_back(office: Client) -> None:
    anonymous = Client()
    anonymous.post(address("office-charter-owner", PART), owner_answers(from_on="2026-11-30"))
    sign_in(anonymous, post_at("city:320300", Role.HEAD).account)
    page = anonymous.get(address("office-charter-owner", PART)).content.decode()
    assert 'value="2026-11-30"' in page
