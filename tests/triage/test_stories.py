"""Each story by its words alone: what is tapped, what its sentence finds, what its card says, what comes out; nothing
personal is asked for on the way."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import alliance
from huaihai.cases.models import Case
from huaihai.cases.triage import where
from huaihai.law.triage.finding import find
from huaihai.law.triage.reading import tree
from huaihai.members import directory
from tests import cast
from tests.posts import PROGRAM
from tests.triage.stories import STORIES, Story

pytestmark = pytest.mark.django_db
MOST_TAPS = 4
CHOICE = re.compile(r'<a (?:class="[^"]*" )?href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
FIELD = re.compile(r'<(?:input|select|textarea)[^>]*name="([^"]+)"')
PERSONAL = {"name", "phone", "mobile", "email", "code", "idcard"}
BY_KEY = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)


def words_of(page: Any) -> str:
    """What stands in the main part, as it is read."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main)))


def tapped(client: Client, url: str, words: str) -> str:
    page = client.get(url)
    assert not PERSONAL & set(FIELD.findall(page.text)), url
    main = page.text.partition("<main")[2].partition("</main>")[0]
    found = [(href, re.sub(r"<[^>]+>", "", said).strip()) for href, said in CHOICE.findall(main)]
    return html.unescape(next(href for href, said in found if words in said))


@BY_KEY
def test_a_few_taps_lead_to_what_holds(client: Client, story: Story) -> None:
    url = reverse("triage")
    assert len(story.taps) <= MOST_TAPS
    for words in story.taps:
        url = tapped(client, url, words)
    assert url == reverse("triage-card", args=[story.card])
    page = client.get(url)
    said = words_of(page)
    assert [words for words in story.page if words not in said] == []
    assert [words for words in story.absent if words in said] == []
    is_ours = tree().cards[story.card].is_ours
    assert (f'action="{reverse("file-start")}"' in page.text) is is_ours
    assert not PERSONAL & set(FIELD.findall(page.text))
    assert not Case.objects.exists()


@BY_KEY
def test_the_sentence_finds_it_first(client: Client, story: Story) -> None:
    assert find(story.sentence, most=1)[0].card.id == story.card
    found = client.post(reverse("triage"), {"sentence": story.sentence}).text
    card = reverse("triage-card", args=[story.card])
    assert re.findall(r'formaction="([^"]+)"', found)[0] == card


@pytest.mark.parametrize("story", [one for one in STORIES if one.city], ids=lambda story: story.key)
def test_the_city_says_whom_to_reach(client: Client, story: Story) -> None:
    directory.load(alliance.load(), by=PROGRAM, at=cast.TUESDAY)
    said = words_of(client.get(reverse("triage-card", args=[story.card]), {"city": story.city}))
    assert [words for words in story.there if words not in said] == []


@pytest.mark.parametrize("story", [one for one in STORIES if one.sum], ids=lambda story: story.key)
def test_the_sum_is_right(client: Client, story: Story) -> None:
    typed = {f"{story.sum}-{name}": value for name, value in story.typed}
    page = client.post(reverse("triage-card", args=[story.card]), {"sum": story.sum, **typed})
    assert story.answer in words_of(page)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("我是上海来的，在曲阜买的玉是假的", "370800"),
        ("网上买的沭阳月季全死了", "321300"),
        ("平台上一家深圳的店卖我假手机", "440300"),
        ("我在商丘，店在徐州", ""),  # two: nobody guesses
        ("健身房关门了", ""),
        ("", ""),
    ],
)
def test_a_place_is_taken_from_the_sentence_only_where_it_is_plain(sentence: str, place: str) -> None:
    assert where.named_in(sentence) == place


def test_a_shop_in_none_of_our_cities_leads_to_who_helps_there(client: Client) -> None:
    card = reverse("triage-card", args=["online.fake"])
    said = words_of(client.post(card, {"sentence": "平台上一家深圳的店卖我假手机"}))
    for words in ("商家在广东省深圳市", "0755-12315", "找平台客服"):
        assert words in said
    chosen = words_of(client.post(card, {"sentence": "平台上一家深圳的店卖我假手机", "city": ""}))
    assert "0755" not in chosen  # no chance; what is chosen goes before what was said


STRANGE = (
    "a" * 10_000,
    "😀🚗💥" * 40,
    "我買的二手車是事故車，車行沒有講",
    "My boss owes me two months of wages",
    "<script>alert(1)</script>",
    "%00 ' OR 1=1 --",
    "\u202e反过来",
    "a\x00b",
    "？？？！！",
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
)


@pytest.mark.parametrize("typed", STRANGE, ids=lambda typed: ascii(typed[:12]))
@pytest.mark.parametrize("path", ["/triage/", "/triage/prepaid.gone/", "/triage/car.used/question/"])
def test_whatever_is_typed_gets_a_page(client: Client, path: str, typed: str) -> None:
    page = client.post(path, {"sentence": typed, "city": typed, "sum": typed, "prepaid-paid": typed})
    assert page.status_code == 200
    assert "<h1" in page.text
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("typed", STRANGE, ids=lambda typed: ascii(typed[:12]))
def test_whatever_is_typed_into_a_sum_is_answered(client: Client, typed: str) -> None:
    sent = {"sum": "prepaid", "prepaid-case": typed, "prepaid-paid": typed, "prepaid-used": typed}
    page = client.post("/triage/prepaid.gone/", sent)
    assert page.status_code == 200
    assert 'id="errors"' in page.text
    assert client.get("/triage/prepaid.gone/", {"city": typed, "page": typed}).status_code == 200


def test_an_old_form_character_finds_the_same_card() -> None:
    assert find("車行賣我的二手車是事故車", most=1)[0].card.id == "car.used.dealer"
