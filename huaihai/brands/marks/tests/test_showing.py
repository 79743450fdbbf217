"""The sign to print, and what the pages of an entry say of its mark."""

from typing import Any

import pytest
from django.test import Client

from huaihai.brands.marks import pages as marks_pages
from huaihai.brands.marks import verbs as marks_verbs
from huaihai.brands.marks.tests.scene import set_today
from huaihai.brands.models import Basis, Entry, Mark
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.businesses.models import Representative
from huaihai.members.models import Account
from tests.posts import PROGRAM, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, MONDAY)


def as_(client: Client, username: str) -> Client:
    sign_in(client, Account.objects.get(username=username))
    return client


def file_of(mark: Mark, form: str = "svg") -> str:
    return f"/brands/{mark.entry.number}/mark.{form}"


def test_managers_of_the_holder_and_staff_print_it_and_nobody_else(client: Client, mark: Mark) -> None:
    assert client.get(file_of(mark)).status_code == 302
    for username in ("near", "office", "holder"):
        answer = as_(client, username).get(file_of(mark))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/svg+xml"
        assert answer["Cache-Control"].startswith("max-age=0")
    Representative.objects.update(role=Representative.Role.CASHIER)
    assert client.get(file_of(mark)).status_code == 404


def test_the_sign_of_a_mark_that_is_not_good_is_refused(client: Client, people: People, mark: Mark) -> None:
    listed = an_entry(people, "listed", what="演示")
    reader = as_(client, "holder")
    assert reader.get(f"/brands/{listed.number}/mark.svg").status_code == 409
    for stage in ("suspended", "removed", "left"):
        Entry.objects.filter(pk=mark.entry.pk).update(stage=stage)
        assert reader.get(file_of(mark)).status_code == 409
    Entry.objects.filter(pk=mark.entry.pk).update(stage="held")
    Basis.objects.update(ended_on=MONDAY.date())  # in the safe form
    assert reader.get(file_of(mark)).status_code == 409


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("png", b"\x89PNG")])
def test_the_sheet_is_set(client: Client, mark: Mark, form: str, begins: bytes) -> None:
    answer = as_(client, "holder").get(file_of(mark, form))
    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_the_sheet_says_who_where_and_how_long_and_carries_its_qr(mark: Mark) -> None:
    said = marks_pages.values(mark, url="https://example.org/x")
    assert (said["name"], said["where"]) == (mark.entry.name, "徐州鼓楼区演示路 1 号")
    assert said["days"][0].startswith("有效期") or "2026" in said["days"][0]
    assert said["scan"][1].startswith("Scan")
    assert said["qr"].startswith("<svg")


def test_the_square_of_a_usual_shop_is_not_finer_than_77_modules() -> None:
    """At 78 mm that is one millimetre a module: a phone reads it from an arm's length."""
    import segno

    from huaihai.brands.marks.tests.test_payload import SHOP, signed

    url = f"https://huaihai.example.org/brands/m/{signed(SHOP)}/"
    assert segno.make(url, error="m", micro=False, boost_error=False).symbol_size(border=0)[0] <= 77


class TestSections:
    def test_everybody_reads_how_a_sign_is_checked_while_there_is_a_basis(
        self, client: Client, mark: Mark, people: People
    ) -> None:
        said = client.get(mark.entry.get_absolute_url()).content.decode()
        assert "/brands/check/" in said
        assert 'data-worker="/brands/worker.js"' in said
        Basis.objects.update(ended_on=MONDAY.date())
        assert 'id="sign"' not in client.get(mark.entry.get_absolute_url()).content.decode()

    def test_staff_see_how_often_it_was_looked_up(self, client: Client, mark: Mark) -> None:
        client.get(f"/brands/m/{mark.payload}/")
        said = as_(client, "near").get(mark.entry.office_url).content.decode()
        assert f"/brands/m/{mark.payload}/" in said
        assert file_of(mark, "pdf") in said


def test_the_words_of_a_name_are_never_source(mark: Mark, settings: Any) -> None:
    Entry.objects.update(name='#panic("x") $ [')
    held = marks_verbs.issue(Entry.objects.get(), by=PROGRAM, at=MONDAY)
    assert marks_pages.paper(held, url="https://example.org/", form="pdf").startswith(b"%PDF-")
