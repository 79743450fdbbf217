"""The list on the officers' desk: what is due first, filters, search, and who sees it."""

import html
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.cases import menu
from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import NOW, case_url, do, step_url
from huaihai.desk import sought
from huaihai.members.models import Role
from tests import cast as people
from tests.posts import post_at
from tests.reading import browser, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def test_the_list_shows_what_is_due_first_with_tag_number_stage_and_sum(wang: Client) -> None:
    late = people.filed(NOW - timedelta(days=30)).case
    fresh = people.filed(NOW).case

    page = wang.get("/desk/").text

    assert page.index(str(late.number)) < page.index(str(fresh.number))
    assert "268.00" in page
    assert 'class="tag late"' in page


def test_the_number_in_the_menu_is_what_the_groups_add_up_to(cast: people.Cast) -> None:
    people.filed()
    people.filed()
    people.negotiating(cast)  # another city has it
    numbers = dict(menu.counts(cast.wang))

    assert numbers.pop("desk") == sum(numbers.values()) == 2


def test_a_visitor_is_asked_to_sign_in_and_a_consumer_sees_no_desk(client: Client) -> None:
    answer = client.get("/desk/")

    assert answer.status_code == 302
    assert "sign-in" in answer.headers["Location"]


def test_the_list_takes_as_many_queries_for_many_cases_as_for_one(wang: Client) -> None:
    people.filed(NOW)
    wang.get("/desk/")
    few = queries_of(wang, "/desk/")
    for number in range(8):
        people.filed(NOW - timedelta(days=number))
    assert queries_of(wang, "/desk/") == few


def test_the_filters_are_links_that_narrow_the_list(wang: Client, cast: people.Cast) -> None:
    late = people.filed(NOW - timedelta(days=30)).case
    fresh = people.filed(NOW).case
    away = people.forwarded(cast)

    overdue = wang.get("/desk/?only=overdue").text
    gone = wang.get("/desk/?scope=away").text
    by_stage = wang.get("/desk/?stage=checking").text

    assert str(late.number) in overdue
    assert str(fresh.number) not in overdue
    assert str(away.number) in gone
    assert str(fresh.number) not in gone
    assert str(fresh.number) in by_stage
    assert str(away.number) not in by_stage


def test_a_forwarded_case_says_from_which_city_it_came(zhao: Client, cast: people.Cast) -> None:
    case = people.forwarded(cast)

    page = zhao.get("/desk/?only=from-elsewhere").text

    assert str(case.number) in page
    assert "徐州" in page


@pytest.mark.parametrize(
    "query", ["NUMBER", "NUMBER_WITHOUT_DASHES", people.PHONE, "138 0000 0001", "Kettle shop", "水壶 漏电"]
)
def test_the_search_finds_by_number_phone_business_and_words(wang: Client, query: str) -> None:
    case = people.filed(NOW).case
    number = str(case.number)
    asked = {"NUMBER": number, "NUMBER_WITHOUT_DASHES": number.replace("-", "")}.get(query, query)

    assert case_url(case) in wang.get("/desk/", {"q": asked}, follow=True).text


def test_a_telephone_stands_in_no_address(wang: Client) -> None:
    case = people.filed(NOW).case
    for typed in ({"do": "search", "q": people.PHONE}, None):  # in the field; by hand into the address
        answer = wang.post("/desk/", typed) if typed else wang.get("/desk/", {"q": people.PHONE})
        page = wang.get(answer["Location"]).text
        assert people.PHONE not in answer["Location"] + page
        assert case_url(case) in page
    again = wang.post("/desk/", {"do": "search", "q": sought.telephone_masked(people.PHONE), **was_in(page)})
    assert case_url(case) in wang.get(again["Location"]).text


def was_in(page: str) -> dict[str, str]:
    """What a form sends along of the words that stand masked in its field."""
    return {"was": html.unescape(page.rpartition('name="was" value="')[2].partition('"')[0])}


@pytest.mark.parametrize("query", ["kettle deluxe", "KETTLE SHOP", "xz-7A"])
def test_the_search_takes_small_letters_for_capitals(wang: Client, query: str) -> None:
    case = people.filed(NOW).case
    Case.objects.filter(pk=case.pk).update(title="Kettle Deluxe leaks", regulator_number="XZ-7a")

    assert case_url(case) in wang.get("/desk/", {"q": query}, follow=True).text


@pytest.mark.parametrize(
    "query", ["13800000002", "nothing of the kind", "%", "_", "\x00", "9" * 500, "' OR 1=1 --", "３２０３"]
)
def test_a_search_for_something_else_finds_nothing_and_breaks_nothing(wang: Client, query: str) -> None:
    case = people.filed(NOW).case
    answer = wang.get(
        "/desk/", {"q": query, "page": "99999999999999999999", "scope": "x", "stage": "\x00"}, follow=True
    )

    assert answer.status_code == 200
    if query not in ("\x00", "３２０３"):  # nothing asked is the list; full-width digits begin this number
        assert case_url(case) not in answer.text


def test_another_citys_officer_finds_neither_case_nor_page(zhao: Client) -> None:
    case = people.filed(NOW).case

    assert case_url(case) not in zhao.get("/desk/", {"q": str(case.number)}).text
    assert zhao.get(case_url(case)).status_code == 404
    assert zhao.get(step_url(case, "forward")).status_code == 404
    assert do(zhao, case, "forward", to="city:341200", assessment="x").status_code == 404
    assert zhao.get(case_url(Case(pk=uuid4()))).status_code == 404


def test_public_pages_ask_nothing_for_the_desk(client: Client, cast: people.Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/privacy/")

    assert not [query for query in queries if "cases_case" in query["sql"] or "record_clock" in query["sql"]]


def test_a_head_acts_an_auditor_only_reads_and_an_administrator_sees_no_case(cast: people.Cast) -> None:
    case = people.filed(NOW).case
    answers = {}
    for role in (Role.HEAD, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECRETARIAT):
        client = browser(post_at(cast.home.key, role).account)
        answers[role] = (
            case_url(case) in client.get("/desk/").text,
            client.get(case_url(case)).status_code,
            client.get(step_url(case, "forward")).status_code,
            client.get(reverse("desk-register")).status_code,
        )

    assert answers == {
        Role.HEAD: (True, 200, 200, 200),
        Role.AUDITOR: (True, 200, 404, 404),
        Role.SYSTEM_ADMIN: (False, 404, 404, 404),
        Role.SECRETARIAT: (False, 404, 404, 404),
    }
