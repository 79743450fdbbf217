"""One field finds everything the reader may see: each room its own, and nothing beyond `visible_to`."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.members.models import Role
from tests import cast
from tests.posts import post_at, sign_in

pytestmark = pytest.mark.django_db
HEADINGS = re.compile(r"<h2>([^<]*)</h2>")


@pytest.fixture
def people() -> cast.Cast:
    return cast.assemble()


def found(client: Client, words: str) -> str:
    page = client.get(reverse("office-find"), {"q": words}, headers={"accept-language": "en"})
    assert page.status_code == 200
    return page.content.decode().partition('<main id="main"')[2]


def test_a_case_is_found_by_a_word_and_by_whoever_may_see_it_alone(people: cast.Cast, client: Client) -> None:
    case = cast.forwarded(people)
    word = case.title[:2]
    for name in ("wang", "zhao"):
        sign_in(client, people.accounts[name])
        assert reverse("desk-case", args=[case.pk]) in found(client, word)
    elsewhere = post_at("city:370800", Role.OFFICER)
    for stranger in (
        people.accounts["qian"],
        elsewhere.account,
        post_at("city:320300", Role.SECRETARIAT).account,
    ):
        sign_in(client, stranger)
        assert reverse("desk-case", args=[case.pk]) not in found(client, word)


def test_a_telephone_stands_in_no_address(people: cast.Cast, client: Client) -> None:
    case = cast.forwarded(people)
    sign_in(client, people.accounts["wang"])
    answer = client.post(reverse("office-find"), {"q": cast.PHONE})
    page = client.get(answer["Location"]).text
    assert reverse("desk-case", args=[case.pk]) in page
    assert cast.PHONE not in answer["Location"] + page
    assert (
        client.get(reverse("office-find"), {"q": cast.PHONE}).status_code == 302
    )  # by hand into the address
    all_cases = page.partition(f'href="{reverse("desk")}?q=')[2].partition('"')[0]
    assert reverse("desk-case", args=[case.pk]) in client.get(f"{reverse('desk')}?q={all_cases}").text


@pytest.mark.parametrize("typed", ["{}", " {} ", "{} "])
def test_a_whole_number_leads_to_its_case_at_once(people: cast.Cast, client: Client, typed: str) -> None:
    case = cast.forwarded(people)
    sign_in(client, people.accounts["wang"])
    for number in (case.number, case.number.replace("-", "")):
        answer = client.get(reverse("office-find"), {"q": typed.format(number)})
        assert (answer.status_code, answer["Location"]) == (302, reverse("desk-case", args=[case.pk]))


def test_a_number_one_may_not_see_is_as_if_it_were_not_there(people: cast.Cast, client: Client) -> None:
    case = cast.forwarded(people)
    sign_in(client, post_at("city:370800", Role.OFFICER).account)
    assert str(case.pk) not in found(client, str(case.number))


def test_businesses_people_and_pages_are_found_beside_cases(people: cast.Cast, client: Client) -> None:
    sign_in(client, people.accounts["wang"])
    assert reverse("business", args=[people.shop.pk]) in found(client, people.shop.name[:4])
    assert reverse("office-directory-body", args=[people.home.pk]) in found(client, "wang")
    assert reverse("office-insight-reports") in found(client, "Excel")


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_an_administrator_finds_people_and_pages_but_nothing_of_the_work(
    people: cast.Cast, client: Client, role: Role
) -> None:
    case = cast.forwarded(people)
    sign_in(client, post_at("city:320300", role).account)
    for words in (case.title, str(case.number), people.shop.name, "Excel"):
        page = found(client, words)
        assert not {reverse("desk-case", args=[case.pk]), reverse("business", args=[people.shop.pk])} & set(
            re.findall(r'href="([^"]*)"', page)
        )


@pytest.mark.parametrize(
    "typed", ["", "   ", "\x00", "%", "_", "'\"<b>", "2026-1", "9" * 300, "😀", "演示 " * 60]
)
def test_nothing_that_is_typed_is_an_error(people: cast.Cast, client: Client, typed: str) -> None:
    sign_in(client, people.accounts["wang"])
    assert "<b>" not in found(client, typed)


def test_what_is_typed_stays_in_the_field(people: cast.Cast, client: Client) -> None:
    sign_in(client, people.accounts["wang"])
    page = client.get(reverse("office-find"), {"q": "壶 & 盖"}).content.decode()
    assert 'value="壶 &amp; 盖"' in page


def test_without_words_it_shows_every_place(people: cast.Cast, client: Client) -> None:
    sign_in(client, people.accounts["wang"])
    assert len(HEADINGS.findall(found(client, ""))) == 8  # seven places, and oneself
