"""The page that anybody checks a mark on: what is pasted, typed or scanned, and what phones keep of it."""

import json

import pytest
from django.test import Client

from huaihai.brands.marks.tests.test_pages import ended, mark, page, set_today
from huaihai.brands.models import Basis, Mark
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, People

pytestmark = pytest.mark.django_db
__all__ = ["mark"]


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, MONDAY)


def test_what_is_pasted_leads_to_the_mark(client: Client, mark: Mark) -> None:
    for pasted in (
        mark.payload,
        f" http://testserver/brands/m/{mark.payload}/ ",
        f"{mark.payload[:90]} \n\u200b{mark.payload[90:]}",
        mark.payload.replace("HH1.", "hh1．"),
        f"标识 {mark.payload[:-20]}\r\n{mark.payload[-20:]} 请看",
        f"看 {mark.payload}。",
    ):
        answer = client.get("/brands/check/", {"mark": pasted})
        assert answer["Location"] == f"/brands/m/{mark.payload}/"


def test_what_is_no_mark_stays_and_is_named(client: Client, people: People) -> None:
    said = client.get("/brands/check/", {"mark": "abc <b>"}).content.decode()
    assert "abc &lt;b&gt;" in said
    assert 'aria-invalid="true"' in said


@pytest.mark.parametrize(
    "before", ["https://evil.example/brands/m/", "evil.example/m/", "https://testserver@evil.example/?m="]
)
def test_a_mark_in_an_address_of_another_site_is_warned_of(client: Client, mark: Mark, before: str) -> None:
    answer = client.get("/brands/check/", {"mark": f"{before}{mark.payload}/"})
    assert answer["Location"] == f"/brands/m/{mark.payload}/?elsewhere=1"
    assert "data-elsewhere" in client.get(answer["Location"]).content.decode()
    assert "data-elsewhere" not in page(client, mark.payload)


@pytest.mark.parametrize(
    "typed", ["{0}-1", "标识编号 {0}-1", "{0}", "http://testserver/brands/{0}/", " ２０２６－1 "]
)
def test_a_number_leads_to_the_entry_and_proves_nothing(client: Client, mark: Mark, typed: str) -> None:
    ended(mark, "suspend", Who.RULE)
    said = client.get("/brands/check/", {"mark": typed.format(mark.entry.number)}).content.decode()
    assert f'data-entry="{mark.entry.number}"' in said
    assert mark.entry.get_absolute_url() in said
    assert "标识已暂停使用。" in said
    assert "只有" in said
    assert 'aria-invalid="true"' not in said


def test_a_number_that_no_mark_has_is_told_apart(client: Client, mark: Mark) -> None:
    said = client.get("/brands/check/", {"mark": f"{mark.entry.number}-9"}).content.decode()
    assert "没有发过" in said


@pytest.mark.parametrize("typed", ["2026-999", "2026-11-02", "2026-1-1-1", "12026-1"])
def test_what_is_no_number_of_an_entry_is_named(client: Client, mark: Mark, typed: str) -> None:
    assert 'aria-invalid="true"' in client.get("/brands/check/", {"mark": typed}).content.decode()


def test_in_the_safe_form_a_number_tells_of_no_mark(client: Client, mark: Mark) -> None:
    Basis.objects.update(ended_on=MONDAY.date())
    said = client.get("/brands/check/", {"mark": f"{mark.entry.number}-9"}).content.decode()
    assert f'data-entry="{mark.entry.number}"' in said
    assert "没有发过" not in said


def test_only_this_site_may_use_the_camera(client: Client, people: People) -> None:
    assert "camera=(self)" in client.get("/brands/check/")["Permissions-Policy"]


def test_what_phones_keep_belongs_to_nobody(client: Client, people: People) -> None:
    said = client.get("/brands/check/offline/").content.decode()
    assert "csrf" not in said
    assert "banner" not in said
    words = json.loads(said.partition('id="mark-words" type="application/json">')[2].partition("<")[0])
    assert words["path"] == "/brands/m/"


def test_the_worker_stays_below_its_folder(client: Client, people: People) -> None:
    answer = client.get("/brands/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert answer["Cache-Control"] == "no-cache"
    assert 'const MARKS = "/brands/m/";' in answer.content.decode()
