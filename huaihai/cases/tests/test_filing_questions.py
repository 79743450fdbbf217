"""Which questions are asked for which answers; any order of right answers ends at the check page; nothing is lost."""

import re
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.cases.consumer.filing import gates, questions, remedies, shop, start, steps, story
from huaihai.cases.consumer.filing.steps import address
from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import ANSWERS, begin, code_sent, question_at, send, walk
from huaihai.kit import clock
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.law.library.entries import Words
from huaihai.law.sureness import Sureness
from huaihai.law.triage import finding
from huaihai.law.triage.cards import Card, Office, Tree
from huaihai.law.triage.reading import card_of
from tests import cast
from tests.effort import examples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, request: Any, tmp_path: Path) -> None:
    cache.clear()
    request.getfixturevalue("settings").FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    cast.assemble()


BEFORE = ["story", "problem", "goods", "wrong", "shop", "city"]
AFTER = ["paid", "remedies", "already", "home", "contact", "code", "consent"]
PATHS: list[tuple[str, dict[str, dict[str, Any]], list[str]]] = [
    ("a live room, which the story names", {}, [*BEFORE, *AFTER]),
    (
        "street shop",
        {"story": {"story": "锅店的锅不热了"}, "where": {"bought": "offline"}, "shop": {"name": "锅店"}},
        [*BEFORE[:4], "where", *BEFORE[4:], "county", *AFTER],
    ),
    (
        "no doubt what it is about",
        {"story": {"story": "街上买的空气炸锅，第三天就不热了。店里说不能退。"}},
        ["story", "where", "shop", "city", *AFTER],
    ),
    (
        "two kinds behind the picture",
        {"goods": {"picture": "food"}, "kind": {"category": "G08"}},
        [*BEFORE[:3], "kind", *BEFORE[3:], *AFTER],
    ),
    (
        "shop in Beijing, a city without parts",
        {"city": {"place": "elsewhere"}, "province": {"place": "110000"}},
        [*BEFORE, "province", "away", *AFTER],
    ),
    (
        "shop in Nanjing",
        {"city": {"place": "elsewhere"}, "province": {"place": "320000"}, "county": {"part": "320100"}},
        [*BEFORE, "province", "county", "away", *AFTER],
    ),
    ("nobody knows where", {"city": {"place": "unknown"}}, [*BEFORE, *AFTER]),
    (
        "guest from Shanghai",
        {"home": {"place": "elsewhere"}, "home-province": {"place": "310000"}},
        [*BEFORE, *AFTER[:4], "home-province", *AFTER[4:]],
    ),
]


@pytest.mark.parametrize(("said", "asked"), [path[1:] for path in PATHS], ids=[path[0] for path in PATHS])
def test_what_is_asked_follows_from_the_answers(
    client: Client, said: dict[str, dict[str, Any]], asked: list[str]
) -> None:
    assert walk(client, said) == asked


def card(kind: str = "ours", **said: Any) -> Card:
    """A card of the problem that these tests are about."""
    row: dict[str, Any] = {
        "id": "live.broken",
        "kind": kind,
        "title": "直播间买的坏了",
        "title_en": "Broken",
        "answer": "可以退。",
        "answer_en": "Return it.",
        "says": ["炸锅不热了"],
        "first": "us",
        "offices": ["us"],
        "nature": "N01",
        "trades": ["G01"],
        "remedies": ["refund"],
        "checked": cast.TUESDAY.date(),
        "sure": "law",
    }
    return card_of(row | said)


@pytest.fixture
def grow(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A tree of these cards, the first of which every story sounds like."""

    def growing(*cards: Card) -> None:
        office = Office(
            "12333",
            Words("劳动监察", "Labour"),
            "12333",
            False,
            Words("", ""),
            Words("", ""),
            "",
            Sureness.LAW,
        )
        held = Tree({}, {"12333": office}, {one.id: one for one in cards})
        for room in (steps, gates, start):
            monkeypatch.setattr(room, "tree", lambda: held)
        found = [finding.Found(one, 1.0) for one in cards]
        monkeypatch.setattr(finding, "find", lambda text, **more: found)

    return growing


OF_CARD = ["story", "shop", "city", *AFTER]


def test_a_problem_that_is_known_spares_the_questions_that_it_answers(client: Client, grow: Any) -> None:
    grow(card())
    first = begin(client, problem="live.broken", sentence="炸锅不热了。\x00")
    case = Case.objects.get()
    assert (case.problem, case.nature, case.category) == ("live.broken", "N01", "G01")
    assert (case.story, case.title) == ("", ""), "what no database takes is left out"
    assert walk(client, start=first) == OF_CARD
    assert len(OF_CARD) <= 12
    assert 'value="repair"' not in client.get(address("remedies")).text, "the card's remedies"
    assert "直播间买的坏了" in client.get(address("check")).text


def test_the_sentence_begins_the_story_and_an_unknown_card_is_none(client: Client, grow: Any) -> None:
    grow()
    begin(client, problem="../x", sentence="炸锅不热了。主播不退。")
    case = Case.objects.get()
    assert (case.problem, case.story, case.title) == ("", "炸锅不热了。主播不退。", "炸锅不热了")
    assert "炸锅不热了。主播不退。" in client.get(address("story")).text


def test_a_card_found_by_the_story_is_one_tap(client: Client, grow: Any) -> None:
    grow(card())
    asked = walk(client, {"problem": {"problem": "live.broken"}})
    assert asked == ["story", "problem", *OF_CARD[1:]]
    assert Case.objects.get().category == "G01"


def test_a_card_far_before_any_other_is_chosen_and_can_be_changed(
    client: Client, grow: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = card(), card(id="live.fake", title="直播间买到假货", nature="N05")
    grow(first, second)
    monkeypatch.setattr(
        finding, "find", lambda text, **more: [finding.Found(first, 1.5), finding.Found(second, 1.0)]
    )
    assert walk(client) == OF_CARD
    assert "直播间买的坏了" in client.get(address("check")).text
    changed = client.post(steps.change_url("problem"), {"problem": "live.fake"}).url
    assert changed == address("check")
    assert (Case.objects.get().problem, Case.objects.get().nature) == ("live.fake", "N05")
    send(client, "story", {"story": "在直播间买的，不热了，还是假的"})
    assert Case.objects.get().problem == "live.fake", "what the person chose stays"
    changed = client.post(steps.change_url("problem"), {"problem": "none"}).url
    assert changed == steps.change_url("goods"), "what the card said is asked now"
    changed = client.post(changed, {"picture": "devices"}).url
    assert changed == steps.change_url("wrong")
    assert client.post(changed, {"nature": "N01"}).url == address("check")


@pytest.mark.parametrize(
    ("scores", "kind", "is_sure"),
    [
        ((1.5, 1.0), "ours", True),
        ((1.5,), "ours", True),
        ((1.5, 1.2), "ours", False),  # another one is near
        ((1.1, 0.2), "ours", False),
        ((1.5, 1.0), "elsewhere", False),  # such a card turns people away: only they choose it
        ((), "ours", False),
    ],
)
def test_only_a_sure_card_of_ours_is_chosen_by_the_story(
    scores: tuple[float, ...], kind: str, is_sure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [
        finding.Found(card(kind=kind, offices=["us"] if kind == "ours" else ["12333"]), one) for one in scores
    ]
    monkeypatch.setattr(finding, "find", lambda text, **more: found)
    assert (story.sure_card("炸锅不热了") is not None) == is_sure


@pytest.mark.parametrize(
    ("told", "bought"),
    [
        ("抖音直播间买的锅", "live-room"),
        ("Bought in a Live Room", "live-room"),
        ("淘宝买的", ""),
        ("店里买的", ""),
    ],
)
def test_a_live_room_needs_no_question(told: str, bought: str) -> None:
    assert shop.bought_by(told) == bought


def test_where_the_story_says_it_was_bought_can_be_changed_on_the_next_page(client: Client) -> None:
    walk(client, until="shop")
    page = client.get(address("shop")).text
    assert "直播间" in page
    assert address("where") in page
    assert send(client, "where", {"bought": "offline"}).url == address("shop")
    assert "直播间或主播" not in client.get(address("shop")).text
    walk(client, {"shop": {"name": "锅店"}}, start="shop")
    assert "实体店" in client.get(address("check")).text


def test_of_several_trades_one_is_asked(client: Client, grow: Any) -> None:
    grow(card(trades=["G01", "G02"]))
    first = begin(client, problem="live.broken")
    assert "kind" in walk(client, {"kind": {"category": "G02"}}, start=first)
    assert Case.objects.get().category == "G02"


def test_another_office_stands_before_everything_and_can_be_contradicted(client: Client, grow: Any) -> None:
    grow(
        card(
            kind="elsewhere", offices=["12333"], nature="", trades=[], title="老板欠我工资", title_en="Wages"
        )
    )
    assert begin(client, problem="live.broken") == "office"
    page = client.get(address("office")).text
    assert "老板欠我工资" in page
    assert "12333" in page
    assert client.get(address("check")).url == address("office")
    assert send(client, "story", ANSWERS["story"]).url == address("office"), "nobody gets past"
    assert question_at(send(client, "office", {"on": "1"}).url) != "office"
    assert Case.objects.get().problem == ""
    walk(client, start="story")


def test_a_shop_that_is_not_known_is_found_by_order_bill_or_photo(client: Client) -> None:
    walk(client, until="shop")
    assert "我不知道是哪家店" in client.get(address("shop")).text
    assert send(client, "trace", {"platform": "抖音"}).status_code == 200, "one thing that leads to it"
    photo = SimpleUploadedFile("订单.png", picture("PNG"))
    assert send(client, "trace", {"platform": "抖音", "upload": [photo]}).url == address("city")
    assert Case.objects.get().stated_business["name"] == shop.TO_FIND
    assert send(client, "trace", {"order": "693 12"}).url == address("city")
    assert "693 12" in client.get(address("trace")).text
    assert shop.ORDER not in client.get(address("shop")).text
    walk(client, start="city")
    assert "693 12" in client.get(address("check")).text
    send(client, "check", {})
    assert Case.objects.get().stage == "received"


def test_a_shop_of_the_register_is_found_and_chosen_without_a_script(client: Client) -> None:
    walk(client, {"story": {"story": "锅店的锅不热了"}, "where": {"bought": "offline"}}, until="shop")
    page = send(client, "shop", {"name": "kettle", "find": "1"}).text
    key = re.search(r'name="choose" value="([^"]+)"', page)
    assert key
    assert 'value="kettle"' in page
    assert send(client, "shop", {"name": "kettle", "choose": key[1]}).url == address("paid"), (
        "its city is known"
    )
    stated = Case.objects.get().stated_business
    assert (stated["code"], stated["region_code"]) == (cast.shop_code(), cast.LEAD)
    assert send(client, "shop", {"name": "kettle", "choose": "nonsense"}).status_code == 302
    assert "还没有查到" in send(client, "shop", {"name": "zzz", "find": "1"}).text


def test_the_script_is_told_of_shops_by_name_sign_and_code_never_by_telephone(client: Client) -> None:
    url = reverse("file-shops")
    assert "Kettle shop (test)" in client.post(url, {"code": cast.shop_code()}).text
    assert "choose" in client.post(url, {"sign": "KETTLE"}).text
    for said in ({}, {"name": "K"}, {"name": "\0"}, {"name": "13800138000"}, {"phone": "13800138000"}):
        assert "choose" not in client.post(url, said).text


def test_a_shop_elsewhere_is_said_the_same_before_filing_on_the_receipt_and_on_the_case_page(
    client: Client,
) -> None:
    walk(client, {"city": {"place": "elsewhere"}, "province": {"place": "110000"}})
    check = client.get(address("check")).text
    receipt = client.get(send(client, "check", {}).url).text
    page = client.get(reverse("my-case", args=[Case.objects.get().pk])).text
    for text in (check, receipt, page):
        assert "010-12315" in text
        assert "北京市" in text
    for text in (receipt, page):
        assert "告诉您该找谁" in text
        assert "转给商家所在城市" not in text


def test_who_has_it_already_is_kept_under_its_number(client: Client) -> None:
    walk(client, {"already": {"told": "12315", "number": "A-1"}})
    held = Case.objects.get().elsewhere.get()
    assert (held.platform, held.number) == ("12315", "A-1")
    assert "12315 A-1" in client.get(address("check")).text
    receipt = client.get(send(client, "check", {}).url).text
    page = client.get(reverse("my-case", args=[Case.objects.get().pk])).text
    assert "12315 A-1" in receipt
    assert "12315 A-1" in page


def test_who_has_it_already_can_be_taken_back(client: Client) -> None:
    walk(client, {"already": {"told": "12315", "number": "A-1"}})
    send(client, "already", {"told": "no"})
    assert not Case.objects.get().elsewhere.exists()


def test_for_my_mother_who_agreed(client: Client) -> None:
    walk(client, until="contact")
    said = ANSWERS["contact"] | {"acts_for": "王秀英"}
    assert "请先问过那个人" in send(client, "contact", said).text
    assert send(client, "contact", said | {"is_agreed": "on"}).url == address("code")
    assert Case.objects.get().complainant.acts_for == "王秀英"


@pytest.mark.parametrize(
    ("bought", "received", "nature", "until"),
    [
        ("live-room", "2026-11-21", "N01", date(2026, 11, 28)),
        ("platform-shop", "2026-11-17", "N06", date(2026, 11, 24)),
        ("platform-shop", "2026-11-16", "N01", None),  # over
        ("own-site", "2026-11-21", "N01", None),  # no app with such a button
        ("offline", "2026-11-21", "N01", None),
    ],
)
def test_the_apps_own_button_counts_seven_days_without_holidays(
    bought: str, received: str, nature: str, until: date | None
) -> None:
    case = Case(bought=bought, received_goods_on=date.fromisoformat(received), nature=nature, category="G01")
    assert remedies.app_until(case, today=cast.TUESDAY.date()) == until


def test_a_gone_gym_is_not_asked_to_do_it_again(client: Client) -> None:
    said = {"goods": {"picture": "card"}, "kind": {"category": "S06"}, "wrong": {"nature": "N06"}}
    walk(client, said, until="remedies")
    assert 'value="redo"' not in client.get(address("remedies")).text


def test_a_changed_answer_leads_through_what_hangs_on_it_and_back_to_the_check_page(client: Client) -> None:
    walk(client)
    changed = client.post(address("where") + "?to=check", {"bought": "offline"}).url
    assert changed == steps.change_url("shop")
    changed = client.post(changed, {"name": "锅店"}).url
    assert changed == steps.change_url("city")
    changed = client.post(changed, {"place": cast.LEAD}).url
    assert changed == steps.change_url("county")
    assert client.post(changed, {"part": "411402"}).url == address("check")
    stated = Case.objects.get().stated_business
    assert stated == {"name": "锅店", "region_code": "411402"}


TOUCHED = sorted(set(ANSWERS) - {"problem", "photos", "wishes", "away", "consent", "county"})


NUMBERS = count(13_800_000_001)  # codes to one number are limited


@settings(
    max_examples=examples(5, long=60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.lists(st.sampled_from(TOUCHED), max_size=12))
def test_any_order_of_right_answers_ends_at_the_check_page_and_loses_nothing(
    client: Client, order: list[str]
) -> None:
    answers = ANSWERS | {"contact": ANSWERS["contact"] | {"phone": str(next(NUMBERS))}}
    begin(client)
    for name in order:
        client.post(address(name), answers[name])
    pk = client.session[steps.CURRENT]
    where = question_at(client.get(reverse("file-go-on", args=[pk])).url)
    while (name := where) not in questions.LAST:
        said = {"code": code_sent()} if name == "code" else answers[name]
        answer = send(client, name, said)
        assert answer.status_code == 302, (name, re.findall(r'class="wrong".*', answer.text))
        where = question_at(answer.url)
    if missing := question_at(client.get(address("check")).headers.get("Location", "/file/check/")):
        where = missing
    while (name := where) not in questions.LAST:
        said = {"code": code_sent()} if name == "code" else answers[name]
        answer = client.post(address(name) + "?to=check", said)
        where = question_at(answer.url)
    case = Case.objects.select_related("complainant").get(pk=pk)
    assert client.get(address("check")).status_code == 200
    assert (case.bought, case.nature, case.story) == ("live-room", "N01", ANSWERS["story"]["story"])
    assert case.price_fen == 39_900 or "paid" not in order, "who passes it over is not asked again"
    assert case.stated_business == {"sign": "好锅直播间", "platform": "抖音", "region_code": cast.LEAD}
    assert case.complainant.name == "Li (test)"


def test_nothing_personal_is_asked_before_the_gates() -> None:
    order = [one.name for one in questions.ALL]
    gates_at = [at for at, one in enumerate(questions.ALL) if one.is_gate or one.name == "already"]
    assert max(gates_at) < order.index("contact")
