"""The directory, the honest pages, and what is shown when something goes wrong."""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from huaihai import alliance
from huaihai.front import facts as front_facts
from huaihai.front import starting, views
from huaihai.governance import secretariat
from huaihai.kit import clock
from huaihai.members import directory
from huaihai.members.actors import Actor
from tests.posts import post_at

pytestmark = pytest.mark.django_db
PAGES = ["home", "about", "bodies", "privacy", "accessibility"]


def test_the_directory_lists_every_body_with_its_phone(client: Client) -> None:
    page = client.get("/bodies/").text

    for city in alliance.load().cities:
        assert city.body_name in page
        assert f'href="tel:{city.area_code}-12315"' in page
    assert "待确认" not in page
    assert page.count("不是消协自己的电话") == 1


def test_a_body_lists_its_counties_and_says_once_what_is_not_known(client: Client) -> None:
    directory.load(alliance.load(), by=Actor.system("test"), at=clock.now())
    city = alliance.load().cities[0]
    post_at(f"city:{city.code}")

    page = client.get(f"/bodies/{city.code}/").text

    assert city.body_name in page
    assert page.count(f"{city.area_code}-12315") == 2  # to dial and to read
    assert "周一至周五 9:00–12:00、14:00–17:00" in page
    assert page.count("还没有确认") == 1
    assert 'href="/call-me/?city=320300"' in page
    for county in city.counties:
        assert county.name in page


def test_a_body_is_found_even_before_the_tree_is_loaded(client: Client) -> None:
    city = alliance.load().cities[0]

    assert client.get(f"/bodies/{city.code}/").status_code == 200


def test_a_place_outside_the_alliance_is_not_found_in_plain_words(client: Client) -> None:
    answer = client.get("/bodies/110000/")

    assert answer.status_code == 404
    assert "没有找到这一页" in answer.text
    assert "回首页" in answer.text


def test_whoever_found_a_weakness_reads_whom_to_call(client: Client) -> None:
    starting.load_alliance()

    office = secretariat.secretariat_on(clock.today())

    assert office is not None
    page = client.get("/about/").text
    assert "安全漏洞" in page
    assert f'href="tel:{office.phone_to_call}"' in page


def test_every_fact_about_the_alliance_names_its_source(client: Client) -> None:
    page = client.get("/about/").text

    for fact in alliance.load().facts:
        assert fact.text_zh in page
        assert fact.source in page


def test_facts_are_told_oldest_first_and_gaps_last() -> None:
    days = [fact.on for fact in front_facts.facts(alliance.load())]
    known = [day for day in days if day]

    assert known == sorted(known)
    assert days[: len(known)] == known


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_each_page_has_one_heading_a_skip_link_and_a_title(client: Client, name: str, language: str) -> None:
    client.cookies["language"] = language

    page = client.get(reverse(name)).text

    assert page.count("<h1") == 1
    assert 'href="#main"' in page
    assert 'id="main"' in page
    assert "<title>" in page


@pytest.mark.parametrize("name", PAGES)
def test_the_large_text_version_stands_first_in_the_menu(client: Client, name: str) -> None:
    page = client.get(reverse(name)).text
    menu = page[page.index('<nav class="main"') :]

    assert menu.index("长辈版") < menu.index("投诉")


def test_a_form_that_came_too_late_is_explained() -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/preferences/", {"text": "large"})

    assert answer.status_code == 403
    assert "这个页面放得太久了" in answer.text


def test_the_page_for_our_own_faults_needs_nothing() -> None:
    answer = views.server_error(HttpRequest())

    assert answer.status_code == 500
    assert "我们这边出错了" in answer.text


def test_what_is_not_allowed_is_said_plainly() -> None:
    request = RequestFactory().get("/")

    assert views.forbidden(request).status_code == 403


def test_a_form_that_is_too_large_is_told_what_to_do() -> None:
    answer = views.bad_request(RequestFactory().get("/"), RequestDataTooBig())

    assert answer.status_code == 413
    assert "内容太大，没有收下" in answer.text


def test_what_cannot_be_read_changes_nothing_and_says_so() -> None:
    answer = views.bad_request(RequestFactory().get("/"), SuspiciousOperation())

    assert answer.status_code == 400
    assert "什么都没有改动" in answer.text


def test_whoever_watches_the_service_gets_an_answer(client: Client) -> None:
    answer = client.get("/healthz")

    assert answer.text == "ok\n"
    assert answer.headers["Cache-Control"] == "no-store"


def test_public_pages_may_be_read_but_not_written(client: Client) -> None:
    assert client.post("/about/").status_code == 405
