"""The tree's pages without a script: gates, pictures, a sentence, the card, the letter; no URL says what was typed."""

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import alliance
from huaihai.cases.models import Case
from huaihai.cases.tests import triage_tree
from huaihai.cases.tests.triage_tree import FIRE, PRIVATE, SHOP, SPLIT, WAGES
from huaihai.cases.triage import facts, pages, where
from huaihai.kit import clock
from huaihai.law.triage.cards import Card, Kind
from huaihai.law.triage.finding import Found
from huaihai.law.triage.reading import tree
from tests import cast

pytestmark = pytest.mark.django_db
SENTENCE = "我姓隐，卡里的钱不退"
CHOICES = re.compile(r'<ul class="choices[^"]*">(.*?)</ul>', re.DOTALL)
LINK = re.compile(r'href="([^"]+)"')


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    monkeypatch.setattr(pages, "tree", triage_tree.small_tree)


def finds(monkeypatch: pytest.MonkeyPatch, *cards: Card) -> None:
    monkeypatch.setattr(pages, "find", lambda _text, most: [Found(card, 1.0) for card in cards][:most])


def choices_of(page: Any) -> list[str]:
    """The addresses that a page's lists of choices lead to."""
    return [html.unescape(url) for part in CHOICES.findall(page.text) for url in LINK.findall(part)]


def card_page(client: Client, card: Card, **data: str) -> str:
    return str(client.get(reverse("triage-card", args=[card.id]), data).text)


def test_three_taps_lead_to_every_card_and_no_page_offers_more_than_seven(client: Client) -> None:
    reached: set[str] = set()
    opened = [reverse(f"triage-{name}") for name in ("paid", "unpaid", "danger", "doubtful")]
    pictures = client.get(opened[0]).text
    opened += [url for url in LINK.findall(pictures) if url.startswith("/triage/paid/") and url != opened[0]]
    for url in opened:
        for found in choices_of(page := client.get(url)):
            assert page.status_code == 200
            is_card = any(
                found.startswith(reverse("triage-card", args=[card.id])) for card in triage_tree.CARDS
            )
            if is_card:
                reached.add(found)
            elif found not in opened and found.startswith("/"):
                opened.append(found)
        assert url == reverse("triage-danger") or len(choices_of(page)) <= facts.MOST
    assert reached == {facts.url_of(card) for card in triage_tree.CARDS}


def test_the_first_page_asks_for_nothing_personal_and_names_three_ways(client: Client) -> None:
    page = client.get(reverse("triage"))
    assert choices_of(page) == [reverse("triage-danger"), reverse("triage-paid"), reverse("triage-unpaid")]
    fields = set(re.findall(r'name="(\w+)"', page.text))
    assert fields <= {"sentence", "viewport", "color-scheme"}
    assert not page.cookies


def test_a_sentence_travels_in_the_body_to_the_complaint(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, SHOP, WAGES, SPLIT)
    found = client.post(reverse("triage"), {"sentence": SENTENCE})
    assert "12333" in found.text  # whom to call stands beside what is not ours
    assert [f'formaction="{facts.url_of(card)}"' in found.text for card in (SHOP, WAGES, SPLIT)] == [True] * 3
    card = client.post(reverse("triage-card", args=[SHOP.id]), {"sentence": SENTENCE})
    assert f'name="sentence" value="{SENTENCE}"' in card.text
    assert f'name="problem" value="{SHOP.id}"' in card.text
    for page in (found, card):
        assert not [url for url in re.findall(r'(?:href|action)="([^"]*)"', page.text) if "隐" in url]
    assert not client.session.keys()
    assert not Case.objects.exists()


def test_who_finds_none_of_them_takes_the_sentence_to_the_complaint(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(monkeypatch, SHOP)
    found = client.post(reverse("triage"), {"sentence": SENTENCE}).text
    start = reverse("file-start")
    form = found.partition(f'<form method="post" action="{start}">')[2].partition("</form>")[0]
    assert f'name="sentence" value="{SENTENCE}"' in form
    assert f'href="{start}"' not in found.partition("<main")[2].partition("</main>")[0]

    first = client.post(start, {"sentence": SENTENCE}, follow=True)
    assert SENTENCE in first.text


def test_a_browser_without_cookies_gets_as_far(monkeypatch: pytest.MonkeyPatch) -> None:
    finds(monkeypatch, SHOP)
    for path, typed in (
        (reverse("triage"), {}),
        (facts.page_url(SHOP), {}),
        (reverse("triage-split", args=[SPLIT.id]), {}),
        (reverse("triage-letter", args=[SHOP.id]), {"shop": "某健身"}),
        (reverse("sum", args=["threefold"]), {"threefold-price": "100"}),
    ):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(path, {"sentence": SENTENCE, **typed}).status_code == 200, path


def test_an_example_is_sent_by_its_own_button(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    finds(monkeypatch, SHOP)
    found = client.post(reverse("triage"), {"sentence": ["", "健身房关门了"]})
    assert "健身房关门了" in found.text
    assert SHOP.title.zh in found.text


def test_danger_stands_first_with_its_numbers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    finds(monkeypatch, FIRE, SHOP)
    page = client.post(reverse("triage"), {"sentence": SENTENCE}).text
    assert page.index('href="tel:110"') < page.index(FIRE.title.zh) < page.index(SHOP.title.zh)


def test_nothing_found_leads_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    finds(monkeypatch)
    page = client.post(reverse("triage"), {"sentence": SENTENCE})
    assert "没找准" in page.text
    assert 'href="tel:12345"' in page.text
    assert reverse("triage-paid-for", args=["food"]) in page.text
    assert SENTENCE in page.text


@pytest.mark.parametrize("typed", ["", "   ", "一" * (pages.LONGEST + 1), "a\x00b"])
def test_what_is_no_sentence_gets_a_message_and_stays(client: Client, typed: str) -> None:
    page = client.post(reverse("triage"), {"sentence": typed})
    assert page.status_code == 200
    assert 'id="errors"' in page.text
    assert typed in page.text


@pytest.mark.parametrize("card", [SHOP, WAGES, PRIVATE, FIRE], ids=lambda card: card.kind.value)
def test_each_kind_has_its_main_thing(client: Client, card: Card) -> None:
    page = card_page(client, card)
    assert card.answer.zh in page
    assert page.index(card.answer.zh) < page.index("还没有律师看过")
    is_ours = card.kind is Kind.OURS
    assert (f'action="{reverse("file-start")}"' in page) is is_ours
    assert ("部门" in page) is not is_ours
    assert reverse("triage") in page  # my case is another one


def test_a_card_of_ours_shows_all_it_has(client: Client) -> None:
    page = card_page(client, SHOP)
    for words in ("留好凭证", "该退的都要退", "江苏另有规定", "在山东省", "退还货款", "退一赔十", "先找商家"):
        assert words in page
    assert reverse("law-article", args=["prepaid-interpretation", "15"]) in page
    assert "no-such-law" not in page


def test_a_right_of_another_province_is_not_shown_once_the_city_is_known(client: Client) -> None:
    page = card_page(client, SHOP, city="371300")
    assert "十五天内退" in page
    assert "江苏另有规定" not in page
    assert "江苏另有规定" in card_page(client, SHOP, city="nowhere")


def test_a_number_of_a_city_is_dialled_with_its_area_code(monkeypatch: pytest.MonkeyPatch) -> None:
    office = triage_tree.small_tree().offices["labour"]
    city = alliance.load().cities[0]

    class WithCode:
        code, name, area_code = city.code, city.name, "0516"

    there = facts.shown_office(office, WithCode())  # type: ignore[arg-type]
    assert (there.number, there.dial, there.needs_area) == ("0516-12333", "051612333", False)
    unknown = facts.shown_office(office, None)
    assert (unknown.number, unknown.dial, unknown.needs_area) == ("12333", "12333", True)


def test_the_third_question_leads_to_what_its_answer_changes(client: Client) -> None:
    page = client.get(reverse("triage-split", args=[SPLIT.id]))
    assert choices_of(page) == [facts.page_url(SHOP), facts.page_url(PRIVATE)]
    asked = client.get(reverse("triage-split", args=[SHOP.id]))
    assert asked.headers["Location"] == facts.page_url(SHOP)


def test_a_sum_is_worked_out_in_place_and_what_was_typed_stays(client: Client) -> None:
    url = reverse("triage-card", args=[SHOP.id])
    typed = {"prepaid-case": "balance", "prepaid-paid": "1000", "prepaid-used": "一百", "sum": "prepaid"}
    refused = client.post(url, typed | {"sentence": SENTENCE, "city": "371300"})
    assert 'value="一百"' in refused.text
    assert 'value="1000"' in refused.text
    assert f'name="sentence" value="{SENTENCE}"' in refused.text
    assert "十五天内退" in refused.text  # the city stays too
    assert "可以要回 700.50 元" in client.post(url, typed | {"prepaid-used": "299.5"}).text


def test_the_letter_says_what_the_card_and_the_reader_say(client: Client) -> None:
    url = reverse("triage-letter", args=[SHOP.id])
    blank = client.get(url).text
    assert SHOP.letter in blank
    assert "《最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释》" in blank
    typed = {"shop": "某健身", "goods": "年卡", "day": "2026-11-01", "paid": "2,999"}
    filled = client.post(url, typed)
    for words in ("致 某健身：", "2026 年 11 月 1 日 在贵处购买 年卡", "2,999.00 元", "2026 年 12 月"):
        assert words in filled.text
    wrong = client.post(url, typed | {"day": "2099-01-01", "file": "1"})
    assert 'value="某健身"' in wrong.text
    file = client.post(url, typed | {"file": "1"})
    assert file.headers["Content-Type"].startswith("text/plain")
    assert "致 某健身：" in file.text
    assert client.get(reverse("triage-letter", args=[WAGES.id])).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/triage/no.such/", "/triage/paid/nothing/", "/triage/unpaid/nothing/", "/triage/no.such/letter/"),
        *("/triage/no.such/question/", "/triage/paid/car/?page=99", "/sums/nothing/", "/triage/paid/home/"),
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_lawyer_who_read_it_is_named() -> None:
    assert "没有律师" in facts.checked(SHOP)
    assert "没有律师" not in facts.checked(replace(SHOP, checked_by="张律师（演示）"))


def test_english_is_whole(client: Client) -> None:
    client.cookies["language"] = "en"
    for url in (reverse("triage"), reverse("triage-paid"), reverse("triage-unpaid"), facts.page_url(SHOP)):
        main = (
            client.get(url, headers={"accept-language": "en"})
            .text.partition("<main")[2]
            .partition("</main>")[0]
        )
        assert not re.search("[\u4e00-\u9fff]", main), url


def test_every_real_card_is_within_reach_and_its_pages_open(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "tree", tree)
    cards = tree().cards.values()
    gates = [card for key in facts.GROUPS for card in facts.in_group(tree(), key)]
    gates += facts.without_claim(tree()) + [card for card in cards if card.kind is Kind.URGENT]
    questions = [option.go for card in cards if card.split for option in card.split.options]
    reached = {card.id for card in gates} | {card.id for card in cards if card.at} | set(questions)
    assert reached == set(tree().cards)
    for card in cards:
        assert client.get(facts.url_of(card), {"city": "411400"}).status_code == 200


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("徐州鼓楼区的健身房关门了", "320300"),
        ("鼓楼区的健身房关门了", ""),  # four cities have one
        ("云龙区的健身房关门了", "320300"),
        ("我住徐州，在临沂买的水壶", "371300"),
    ],
)
def test_a_sentence_names_a_place_where_it_can_mean_one_alone(sentence: str, code: str) -> None:
    assert where.named_in(sentence) == code


@pytest.mark.parametrize(
    ("sentence", "is_offered"),
    [
        ("收到短信说12315退款", True),
        ("接到电话说是消协的，要我转账", True),
        ("I got an SMS from 12315 about a refund", True),
        ("电饭煲坏了，店家不给退款", False),
        ("打 12315 没人接", False),
    ],
)
def test_who_doubts_a_message_in_our_name_is_led_to_the_check(
    client: Client, monkeypatch: pytest.MonkeyPatch, sentence: str, *, is_offered: bool
) -> None:
    finds(monkeypatch, SHOP)
    page = client.post(reverse("triage"), {"sentence": sentence})
    assert (reverse("genuine") in choices_of(page)) is is_offered
    finds(monkeypatch)
    assert ("收到可疑短信" in client.post(reverse("triage"), {"sentence": sentence}).text) is is_offered
