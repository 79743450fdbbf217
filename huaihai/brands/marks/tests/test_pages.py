"""What anybody reads about a mark, online and without JavaScript; the page that anybody checks one on."""

import json
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huaihai.brands.catalogue import rows
from huaihai.brands.marks import counting, payload
from huaihai.brands.marks import verbs as marks_verbs
from huaihai.brands.marks.tests.scene import a_proceeding, set_today
from huaihai.brands.marks.tests.test_payload import signed
from huaihai.brands.models import Basis, Entry, Mark, MarkCheck
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.tests.people import MONDAY, People, a_basis, an_entry
from tests.posts import PROGRAM

pytestmark = pytest.mark.django_db


VERDICT = 'data-state="{}"'


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, MONDAY)


def page(client: Client, text: str, *, code: str = "", status: int = 200) -> str:
    answer = client.get(f"/brands/m/{quote(text, safe='')}/", {"code": code} if code else {})
    assert answer.status_code == status
    assert answer["X-Robots-Tag"] == "noindex"
    return answer.content.decode()


def state_of(client: Client, text: str, **more: object) -> str:
    return page(client, text, **more).partition('data-state="')[2].partition('"')[0]  # type: ignore[arg-type]


def ended(mark: Mark, verb: str, who: Who) -> None:
    with moving(mark.entry, verb, who=who, by=PROGRAM, at=MONDAY):
        pass


def test_a_good_mark_says_who_where_and_asks_whether_it_is_this_shop(client: Client, mark: Mark) -> None:
    said = page(client, mark.payload)
    assert VERDICT.format("good") in said
    for words in (
        "演示水壶店（鼓楼店）",
        "徐州鼓楼区演示路 1 号",
        mark.number,
        "2026",
        "shop-code",
        "/brands/misuse/",
    ):
        assert words in said


def test_the_code_of_the_shop_fits_is_mistyped_or_anothers(client: Client, mark: Mark) -> None:
    for code in ("9132 0300 ma1t est1 x7", "est1x7"):
        said = page(client, mark.payload, code=code)
        assert VERDICT.format("good") in said
        assert "shop-code" in said
    for code in ("123", "😀", "91320300MA1TEST1X8", "\x00"):  # it accuses nobody
        said = page(client, mark.payload, code=code)
        assert VERDICT.format("good") in said
        assert 'aria-invalid="true"' in said
        assert "最后六位" in said
    said = page(client, mark.payload, code="EST1X8")
    assert VERDICT.format("copied") in said
    assert VERDICT.format("good") not in said


def test_a_forged_mark_or_one_that_was_never_given_out_is_refused(client: Client, mark: Mark) -> None:
    parts = mark.payload.split(".")
    other = payload.encoded(payload.decoded(parts[1]).replace("水壶".encode(), "茶壶".encode()))
    assert state_of(client, ".".join((parts[0], other, *parts[2:])), status=404) == "forged"
    assert state_of(client, signed(), status=404) == "forged"  # a key of somebody else
    Mark.objects.filter(pk=mark.pk)._raw_delete("default")
    assert state_of(client, mark.payload, status=404) == "forged"


@pytest.mark.parametrize("text", ["x", "HH1", "HH1...", "\x00", "é" * 50, "A" * 3000, "%2e", "HH2.a.b.c"])
def test_hostile_text_gets_an_answer_in_words(client: Client, people: People, text: str) -> None:
    assert state_of(client, text, status=404) in ("not-a-mark", "other-format")


def test_an_expired_mark_is_refused(client: Client, mark: Mark, monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(monkeypatch, MONDAY + timedelta(days=366))
    assert state_of(client, mark.payload) == "expired"


def test_a_suspended_mark_says_why_and_since_when(client: Client, mark: Mark) -> None:
    ended(mark, "suspend", Who.RULE)
    a_proceeding(mark.entry, "suspend")
    said = page(client, mark.payload)
    assert VERDICT.format("suspended") in said
    assert "严重投诉" in said
    assert "演示理由" in said
    assert "11 月 2 日" in said


def test_a_removed_mark_is_refused(client: Client, mark: Mark) -> None:
    ended(mark, "remove", Who.VOTE)
    assert state_of(client, mark.payload) == "removed"


def test_a_replaced_mark_is_refused(client: Client, mark: Mark) -> None:
    Entry.objects.update(name="演示新名")
    marks_verbs.issue(Entry.objects.get(), by=PROGRAM, at=MONDAY)
    assert state_of(client, mark.payload) == "replaced"


@pytest.mark.parametrize("stage", ["held", "suspended", "removed"])
def test_in_the_safe_form_every_mark_means_nothing(client: Client, mark: Mark, stage: str) -> None:
    Entry.objects.update(stage=stage)
    Basis.objects.update(ended_on=MONDAY.date())
    said = page(client, mark.payload, code="另外")
    assert VERDICT.format("no-basis") in said
    assert mark.entry.name not in said
    assert mark.number not in said.partition("</h1>")[2].partition("<h2>")[0]


class TestCounting:
    def test_each_look_at_a_genuine_mark_is_counted_by_day(
        self, client: Client, mark: Mark, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _look in range(3):
            page(client, mark.payload)
        set_today(monkeypatch, MONDAY + timedelta(days=1))
        page(client, mark.payload)
        assert list(MarkCheck.objects.order_by("on").values_list("times", flat=True)) == [3, 1]
        days = (MONDAY.date(), MONDAY.date() + timedelta(days=1))
        assert [counting.looks(days[0], days[1]), counting.looks(days[1], days[1])] == [4, 1]

    def test_what_is_refused_and_what_only_asks_for_the_head_is_not(self, client: Client, mark: Mark) -> None:
        page(client, mark.payload[:-1], status=404)
        client.head(f"/brands/m/{mark.payload}/")
        assert not MarkCheck.objects.exists()

    def test_a_count_holds_nothing_but_mark_day_and_number(self) -> None:
        assert {field.name for field in MarkCheck._meta.concrete_fields} == {"id", "mark", "on", "times"}


class TestOver:
    def test_suspended_and_removed_ones_stand_there_and_good_ones_do_not(
        self, client: Client, mark: Mark
    ) -> None:
        assert mark.entry.name not in client.get("/brands/marks/").content.decode()
        ended(mark, "suspend", Who.RULE)
        a_proceeding(mark.entry, "suspend")
        said = client.get("/brands/marks/").content.decode()
        assert mark.entry.name in said
        assert "严重投诉" in said
        Basis.objects.update(ended_on=MONDAY.date())
        assert mark.entry.name not in client.get("/brands/marks/").content.decode()

    def test_many_take_the_same_number_of_queries(
        self, client: Client, people: People, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        a_basis(people)
        for number in range(3):
            an_entry(people, "removed", what=f"演示 {number}")
            with django_assert_num_queries(6):
                client.get("/brands/marks/")


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


def test_what_is_no_mark_stays_and_is_named(client: Client, mark: Mark) -> None:
    said = client.get("/brands/check/", {"mark": "abc <b>"}).content.decode()
    assert "abc &lt;b&gt;" in said
    assert 'aria-invalid="true"' in said
    for typed in ("2026-999", "2026-11-02", "2026-1-1-1", "12026-1"):
        assert 'aria-invalid="true"' in client.get("/brands/check/", {"mark": typed}).content.decode()


def test_a_shops_name_instead_of_a_mark_leads_to_the_shop(client: Client, mark: Mark) -> None:
    rows.refresh(mark.entry, at=MONDAY)
    said = client.get("/brands/check/", {"mark": mark.entry.name}).content.decode()
    assert "data-named" in said
    assert mark.entry.get_absolute_url() in said
    said = client.get("/brands/check/", {"mark": "没有这家店"}).content.decode()
    assert "data-named" not in said
    assert "没有这个名字" in said


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


def test_a_number_that_no_mark_has_is_told_apart_and_in_the_safe_form_tells_of_no_mark(
    client: Client, mark: Mark
) -> None:
    said = client.get("/brands/check/", {"mark": f"{mark.entry.number}-9"}).content.decode()
    assert "没有发过" in said
    Basis.objects.update(ended_on=MONDAY.date())
    said = client.get("/brands/check/", {"mark": f"{mark.entry.number}-9"}).content.decode()
    assert f'data-entry="{mark.entry.number}"' in said
    assert "没有发过" not in said


def test_only_this_site_may_use_the_camera_and_what_phones_keep_belongs_to_nobody(
    client: Client, people: People
) -> None:
    assert "camera=(self)" in client.get("/brands/check/")["Permissions-Policy"]
    said = client.get("/brands/check/offline/").content.decode()
    assert "csrf" not in said
    assert "banner" not in said
    words = json.loads(said.partition('id="mark-words" type="application/json">')[2].partition("<")[0])
    assert words["path"] == "/brands/m/"
    answer = client.get("/brands/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert answer["Cache-Control"] == "no-cache"
    assert '"below": "/brands/m/"' in answer.content.decode()
