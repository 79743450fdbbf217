"""A sign that is not right: told by anybody, looked at, handed on, closed."""

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai.brands import open_items
from huaihai.brands.marks import misuse
from huaihai.brands.marks.tests.scene import set_today
from huaihai.brands.models import ConductReport, Mark, MisuseReport, MisuseStep
from huaihai.brands.tests.people import MONDAY, People
from huaihai.brands.verifying import findings
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.record import events
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
KEY = UUID("01a2190f-ee71-72e2-8824-04d56b000001")
WHAT, WHERE = "别的店也挂着这块牌子", "演示路 9 号，演示茶馆"


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    set_today(monkeypatch, MONDAY)
    settings.FILES = tmp_path


def told(**said: Any) -> MisuseReport:
    facts: dict[str, Any] = {"what": WHAT, "where": WHERE, "client_key": uuid4()}
    return misuse.take_report(**(facts | said), by=Actor.public(), at=MONDAY)


def photo(kind: str = "PNG") -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (80, 60), "white").save(drawn, kind)
    return SimpleUploadedFile("sign.png", drawn.getvalue(), "image/png")


def posted(client: Client, **said: Any) -> Any:
    return client.post("/brands/misuse/", {"key": KEY, "what": WHAT, "where": WHERE, **said})


class TestTelling:
    def test_anybody_tells_it_once_and_gets_a_number(self, client: Client, mark: Mark) -> None:
        answer = posted(client, mark=f"https://example.org/brands/m/{mark.payload}/", photos_sign=photo())
        row = MisuseReport.objects.get()
        assert answer["Location"] == f"/brands/misuse/{row.number}/"
        assert (row.what, row.where, row.mark, row.stage) == (WHAT, WHERE, mark, "new")
        assert row.photo_derivative
        assert row.number in client.get(answer["Location"]).content.decode()
        posted(client, key=uuid4(), mark=mark.payload[:-1])
        assert MisuseReport.objects.exclude(pk=row.pk).get().mark is None

    def test_sent_twice_it_is_stored_once(self, client: Client, people: People) -> None:
        assert posted(client)["Location"] == posted(client)["Location"]
        assert MisuseReport.objects.count() == 1

    def test_what_is_missing_or_hostile_is_named_and_what_was_typed_stays(
        self, client: Client, people: People
    ) -> None:
        said = posted(client, where="", photos_sign=photo()).content.decode()
        assert WHAT in said
        assert 'id="errors"' in said
        for wrong in ({"key": "x"}, *({"what": bad} for bad in ("\x00", "\u200b", "a" * 5000))):
            assert posted(client, **wrong).status_code == 200
        assert not MisuseReport.objects.exists()

    def test_the_record_holds_no_words(self, people: People) -> None:
        row = told()
        event = events.history(row.record_key).get()
        assert event.facts.keys() == {"number", "sealed"}
        assert MisuseReport.objects.get().fingerprint == event.facts["sealed"][0][1]

    def test_floods_are_held_and_the_words_stay(self, client: Client, people: People) -> None:
        for _n in range(10):
            posted(client)
        answer = posted(client)
        assert answer.status_code == 429
        assert WHAT in answer.content.decode()

    def test_the_page_leads_to_money_and_to_12315(self, client: Client, people: People) -> None:
        said = client.get("/brands/misuse/?mark=HH1.x").content.decode()
        assert reverse("brand-money") in said
        assert "12315" in said
        assert "HH1.x" in said


class TestSteps:
    def test_looked_at_handed_on_to_the_conduct_and_closed(self, people: People, mark: Mark) -> None:
        row = told(mark_text=mark.payload)
        misuse.look_at(row, seen=1, by=people.near, at=MONDAY)
        misuse.hand_on(row, to="conduct", said="挂在别处", seen=2, by=people.near, at=MONDAY)
        found = ConductReport.objects.get()
        assert (found.entry, found.origin, found.source) == (mark.entry, "misuse", row.record_key)
        misuse.close(row, said="已处理", seen=3, by=people.far, at=MONDAY)
        assert MisuseReport.objects.get().stage == "closed"
        assert [step.verb for step in MisuseStep.objects.all()] == ["look at", "hand on", "close"]
        assert not [one for one in findings() if "misuse" in one.what or "mark" in one.what]
        assert [event.verb for event in events.history(row.record_key)] == [
            "brand_misuse_report",
            "brand_misuse_look_at",
            "brand_misuse_hand_on",
            "brand_misuse_close",
        ]

    def test_only_staff_do_it_and_whoever_comes_second_sees_what_the_first_did(self, people: People) -> None:
        row = told()
        for actor in (people.holder, people.auditor, Actor.public()):
            with pytest.raises(NotAllowed):
                misuse.look_at(row, seen=1, by=actor, at=MONDAY)
        misuse.close(row, said="重复", seen=1, by=people.near, at=MONDAY)
        with pytest.raises(Moved):
            misuse.look_at(row, seen=1, by=people.far, at=MONDAY)
        with pytest.raises(NotPossible):
            misuse.look_at(row, seen=2, by=people.far, at=MONDAY)

    def test_without_a_genuine_mark_only_12315_can_go_on_and_words_are_needed(self, people: People) -> None:
        row = told()
        for to, said in (("12315", " "), ("press", "x")):
            with pytest.raises(Unfit):
                misuse.hand_on(row, to=to, said=said, seen=1, by=people.near, at=MONDAY)
        with pytest.raises(Unfit):
            misuse.close(row, said="", seen=1, by=people.near, at=MONDAY)
        with pytest.raises(Unfit):
            misuse.hand_on(row, to="conduct", said="x", seen=1, by=people.near, at=MONDAY)
        misuse.hand_on(row, to="12315", said="涉嫌违法", seen=1, by=people.near, at=MONDAY)
        assert not ConductReport.objects.exists()
        assert row.stage == "handed-on"


def test_what_nobody_has_looked_at_stands_on_the_hand_over_list_in_one_line(people: People) -> None:
    assert not list(open_items.misuse_reports(MONDAY))
    told()
    row = told()
    [item] = open_items.misuse_reports(MONDAY)
    assert (item.note, item.url) == ("2", "/office/brands/misuse/")
    misuse.look_at(row, seen=1, by=people.near, at=MONDAY)
    [item] = open_items.misuse_reports(MONDAY)
    assert item.note == "1"


class TestOffice:
    @pytest.fixture
    def staff(self, client: Client, people: People) -> Client:
        sign_in(client, Account.objects.get(username="near"))
        return client

    def test_the_list_is_narrowed_by_stage(self, staff: Client) -> None:
        row = told()
        for asked, is_there in (("", True), ("new", True), ("closed", False), ("x", True)):
            said = staff.get("/office/brands/misuse/", {"stage": asked}).content.decode()
            assert (row.number in said) is is_there

    def test_one_report_with_its_steps_and_its_photo(self, staff: Client, mark: Mark) -> None:
        row = told(mark_text=mark.payload)
        page = f"/office/brands/misuse/{row.pk}/"
        said = staff.get(page).content.decode()
        assert WHAT in said
        assert mark.number in said
        answer = staff.post(f"{page}look/", {"seen": 1, "said": "看过了"})
        assert answer["Location"] == page
        answer = staff.post(f"{page}hand-on/", {"seen": 2, "to": "12315", "said": "请查"})
        assert answer["Location"] == page
        assert staff.get(f"{page}look/").status_code == 409
        assert "看过了" in staff.get(page).content.decode()
        for path in (f"{uuid4()}/", f"{row.pk}/photo/", f"{row.pk}/burn/"):
            assert staff.get(f"/office/brands/misuse/{path}").status_code == 404
        posted(staff, photos_sign=photo())
        answer = staff.get(f"/office/brands/misuse/{MisuseReport.objects.exclude(pk=row.pk).get().pk}/photo/")
        assert answer["Content-Type"] == "image/jpeg"

    def test_a_long_list_takes_as_many_queries_as_a_short_one(
        self, staff: Client, mark: Mark, django_assert_max_num_queries: Any
    ) -> None:
        for _n in range(4):
            told(mark_text=mark.payload)
            with django_assert_max_num_queries(16):
                staff.get("/office/brands/misuse/")
