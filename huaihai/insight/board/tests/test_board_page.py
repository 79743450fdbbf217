"""The pages of the board: for everybody, on any screen, empty and full; and the office's."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.insight.board import context
from huaihai.insight.board.registry import BY_KEY
from huaihai.insight.board.tests.readings import NOVEMBER, NOW, stored
from huaihai.insight.board.tests.test_context import PEOPLE, RETAIL, table
from huaihai.insight.models import ContextFigure, MeasureReading
from huaihai.kit import clock
from huaihai.members.models import Role
from tests.posts import PROGRAM, load_alliance, post_at, sign_in
from tests.reading import plain, without_chance

pytestmark = pytest.mark.django_db
PUBLIC = ("/board/", "/board/steps/", "/board/aim/", "/board/contribution/")
OFFICE = ("office-board", "office-context")


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    load_alliance()


@pytest.fixture
def client() -> Client:
    reader = Client()
    reader.cookies["language"] = "en"
    return reader


def signed_in(key: str, role: Role) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    sign_in(client, post_at(key, role).account)
    return client


def everything(months: int = 12) -> None:
    for kind in BY_KEY.values():
        stored(kind.key, *[(90 + place % 7, 100) for place in range(months)], last=NOVEMBER)


def test_an_empty_board_is_honest(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = client.get("/board/").text
    assert page.count("no number yet, from December 2026 on") == 8
    assert page.count("no number yet, from September 2027 on") == 1  # cities are compared once a year
    assert page.count('class="tile9 none"') == page.count("evidence still missing") == 9
    for path in PUBLIC[1:]:
        assert "not measured yet" in client.get(path).content.decode()
    assert client.get("/board/eleven/").status_code == 404
    monkeypatch.setattr("huaihai.governance.charter.facts.parts", lambda _alliance: [])
    assert "has not written down such promises" in client.get("/board/").content.decode()


def test_nine_tiles_each_with_number_line_and_count_and_one_table_of_months(client: Client) -> None:
    everything()
    page = client.get("/board/").text
    assert page.count('<li class="tile9">') == 9
    assert page.count('class="spark"') == 9
    assert sum(map(len, re.findall(r"<svg.*?</svg>", page, re.DOTALL))) < 12_000
    assert page.count("<table") == 1
    assert "Steps of the bodies only" in client.get("/board/steps/").text
    assert " style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_pages_speak_every_language(client: Client, language: str) -> None:
    everything()
    client.cookies["language"] = language
    for path in PUBLIC:
        assert client.get(path).status_code == 200


def test_a_detail_page_holds_every_month_and_staff_read_the_running_one_too(client: Client) -> None:
    everything(30)
    page = plain(client.get("/board/steps/").text)
    assert page.count("2024-0") >= 4
    assert "2026-11" not in page.partition("<main")[2].partition("last computed")[0]
    assert 'role="img"' in page
    page = signed_in("city:320300", Role.HEAD).get(reverse("office-board")).content.decode()
    assert "2026-11" in page


def test_numbers_on_few_people_are_not_said(client: Client) -> None:
    stored("confirmed-by-consumers", (3, 4))
    page = client.get("/board/aim/").content.decode()
    assert "too few to say a number" in page
    assert "75" not in without_chance(page.partition("<main")[2])


@pytest.mark.both_databases
@pytest.mark.parametrize("path", PUBLIC)
def test_pages_ask_the_database_the_same_however_much_is_measured(client: Client, path: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    everything(2)
    context.load(table(RETAIL), by=PROGRAM, at=NOW)
    few = queries()
    MeasureReading.objects.all().delete()
    everything(24)
    context.load(
        table(*(RETAIL.replace("2025", str(year)) for year in range(2010, 2025))), by=PROGRAM, at=NOW
    )
    assert queries() == few
    assert few <= 12


def test_the_contribution_prints_method_source_limits_and_context(client: Client) -> None:
    everything()
    MeasureReading.objects.filter(key="recovered").update(part=123_456_00, of=40)
    MeasureReading.objects.filter(key="satisfaction").update(
        part=781, of=10, facts={"low": 75.2, "high": 81.0, "answers": 412, "project": "2026-3"}
    )
    page = client.get("/board/contribution/").content.decode()
    assert "1,358,000 yuan" in page  # the eleven months that are over, rounded to a thousand
    assert "78.1" in page
    assert "95% interval 75.2 to 81.0, 412 answers, survey 2026-3." in page
    assert page.count("What this does not show") == 5
    assert "does not claim that they rose or fell because of it" in page
    assert "No such figures are loaded yet." in page
    context.load(table(RETAIL, PEOPLE), by=PROGRAM, at=NOW)
    page = client.get("/board/contribution/").content.decode()
    assert "某市统计公报" in page
    assert "Xuzhou" in page
    assert "300,123" not in page  # residents stay at the office


def test_who_may_what() -> None:
    readers = {
        ("city:320300", Role.HEAD): (200, 200),
        ("city:411400", Role.OFFICER): (200, 404),
        ("alliance", Role.AUDITOR): (200, 404),
        ("alliance", Role.SYSTEM_ADMIN): (404, 404),
    }
    for (key, role), (read, load) in readers.items():
        reader = signed_in(key, role)
        assert [reader.get(reverse(name)).status_code for name in OFFICE] == [read, read], key
        assert reader.get(reverse("office-context-loading")).status_code == load, key
    assert Client().get(reverse("office-board")).status_code == 302
    other = signed_in("city:371300", Role.OFFICER)
    assert other.post(reverse("office-context-loading"), {"table": table(RETAIL).decode()}).status_code == 404
    assert not ContextFigure.objects.exists()


def sent(office: Client, **said: Any) -> Any:
    return office.post(reverse("office-context-loading"), said)


def test_the_office_loads_a_file_and_every_fault_of_another_is_told() -> None:
    office = signed_in("city:320300", Role.HEAD)
    answer = sent(office, file=SimpleUploadedFile("t.csv", table("x,2025,visitors,1,人次,来源,2026-01-01")))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="errors"' in page
    assert "Line 2" in page
    assert "x,2025,visitors" in page
    for content in (b"", b"PK\x03\x04nonsense", b"\xff\xd8\xff\xe0"):
        answer = sent(office, file=SimpleUploadedFile("t.xlsx", content))
        assert answer.status_code == 200, content
        assert 'id="errors"' in answer.content.decode()
    answer = sent(office, file=SimpleUploadedFile("t.csv", table(RETAIL)))
    assert answer.url == reverse("office-context")
    page = office.get(answer.url).content.decode()
    assert "4,567.8" in page
    assert "1 figure is loaded." in page


@pytest.mark.parametrize(
    "said", [{}, {"table": ""}, {"table": "\x00"}, {"table": "nonsense"}, {"table": "x" * 200_001}]
)
def test_nonsense_gets_a_message(said: dict[str, str]) -> None:
    answer = sent(signed_in("city:320300", Role.HEAD), **said)
    assert answer.status_code == 200
    assert 'id="errors"' in answer.content.decode()
