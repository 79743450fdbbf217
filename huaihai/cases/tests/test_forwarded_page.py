"""The quarterly list of forwarded cases: every number opens exactly the rows that it counts."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.cases import figures, periods
from huaihai.cases.desk import forwarded as views
from huaihai.cases.tests.fates import LATER, NOW, every_fate, sent
from huaihai.cases.verbs import routing
from huaihai.kit import clock
from huaihai.members.models import Role
from huaihai.record import events
from tests import cast as people
from tests.posts import body, post_at
from tests.reading import browser, plain, queries_of

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'<td class="num"[^>]*><a href="([^"]+)"[^>]*>([\d,]+)</a>')
URL = "/desk/forwarded/"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: LATER)


def desk_of_the_alliance() -> Client:
    return browser(post_at("alliance", Role.SECRETARIAT).account)


def taken(client: Client, address: str = "", reason: str = "季度会上用") -> Any:
    """The table as a file."""
    return client.post(address or reverse("desk-forwarded-table"), {"reason": reason})


def numbers_of(page: str) -> Iterator[tuple[str, int]]:
    for url, number in NUMBER.findall(plain(page)):
        yield unescape(url).partition("#")[0], int(number.replace(",", ""))


@pytest.mark.both_databases
@pytest.mark.parametrize("reader", ["alliance", "home", "lead"])
def test_every_number_on_the_page_opens_as_many_rows_as_it_says(cast: people.Cast, reader: str) -> None:
    every_fate(cast)
    elsewhere = people.filed(NOW).case
    routing.forward(elsewhere, to=body("city:341300"), assessment="Clear.", by=cast.wang, at=NOW)
    readers = {"home": "wang", "lead": "zhao"}
    client = browser(cast.accounts[readers[reader]]) if reader in readers else desk_of_the_alliance()

    numbers = list(numbers_of(client.get(URL).text))

    assert len(numbers) >= 8 * 2 + 3 * 2
    assert reader == "lead" or any(number == 0 for _url, number in numbers)
    for url, number in numbers:
        page = client.get(url)
        assert page.context["page"].total == number, url
        assert len(page.context["rows"]) == number, url
        assert page.text.count("data-label") >= number


def test_the_alliances_desk_and_auditor_read_rows_but_no_file_person_story_or_business(
    cast: people.Cast,
) -> None:
    case = sent(cast)
    auditor = browser(post_at("alliance", Role.AUDITOR).account)
    for client in (desk_of_the_alliance(), auditor):
        for answer in (client.get(URL), taken(client)):
            text = answer.text
            assert str(case.number) in text
            for private in ("Li (test)", people.PHONE, "漏电", "Kettle", people.shop_code(), str(case.pk)):
                assert private not in text
        assert client.get(reverse("desk-case", args=[case.pk])).status_code == 404


def test_the_file_number_is_a_link_for_those_who_may_open_the_file(cast: people.Cast) -> None:
    case = sent(cast)
    link = reverse("desk-case", args=[case.pk])

    county = browser(post_at("county:320302").account)

    assert link in browser(cast.accounts["wang"]).get(URL).text
    assert link in browser(cast.accounts["zhao"]).get(URL).text
    page = county.get(URL).text
    assert str(case.number) in page
    assert link not in page


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        (Role.SYSTEM_ADMIN, "alliance", 404),
        (Role.SECURITY_ADMIN, "city:320300", 404),
        (Role.HEAD, "city:320300", 200),
        (Role.MEDIATOR, "city:320300", 200),
        (Role.SECRETARIAT, "alliance", 200),
    ],
)
def test_administrators_open_neither_list_nor_table(
    cast: people.Cast, role: Role, where: str, status: int
) -> None:
    client = browser(post_at(where, role).account)

    assert client.get(URL).status_code == status
    assert taken(client).status_code == status
    assert (URL in client.get("/desk/").text) == (status == 200)


def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(URL).status_code == client.get(reverse("desk-forwarded-table")).status_code == 302


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "query",
    [
        {"quarter": "2026-5"},
        {"quarter": "2026-4\x00"},
        {"quarter": "9999-1"},
        {"quarter": "２０２６-4"},
        {"quarter": "x" * 5000},
        {"since": "2026-12-31", "until": "2026-01-01"},
        {"since": "2026-02-30", "until": "2026-03-01"},
        {"since": "2026-01-01"},
        {"since": "9999-12-31", "until": "9999-12-31"},
        {"what": "everything"},
        {"to": "999999"},
        {"from": "\x00"},
        {"to": "9" * 400},
    ],
)
def test_nonsense_in_the_address_gives_a_message_and_the_usual_list(
    cast: people.Cast, query: dict[str, str]
) -> None:
    case = sent(cast)
    client = browser(cast.accounts["wang"])

    answer = client.get(URL, query | {"page": "99999999999999999999"})

    assert answer.status_code == 200
    assert list(answer.context["messages"])
    assert str(case.number) in answer.text
    assert client.get(reverse("desk-forwarded-table"), query).status_code == 302
    assert taken(client, f"{reverse('desk-forwarded-table')}?{urlencode(query)}").status_code == 200


def test_a_quarter_and_a_span_of_days_show_what_was_forwarded_in_them(cast: people.Cast) -> None:
    client = browser(cast.accounts["wang"])
    last_minute = datetime(2026, 9, 30, 23, 59, tzinfo=clock.ZONE)
    third, fourth = sent(cast, last_minute), sent(cast, last_minute + timedelta(minutes=1))

    def shown(**query: str) -> list[str]:
        answer = client.get(URL, query)
        assert not list(answer.context["messages"])
        return [row.held.case.number for row in answer.context["rows"]]

    assert shown() == [fourth.number]
    assert shown(quarter="2026-3") == [third.number]
    assert shown(quarter="2026-2") == []
    assert shown(since="2026-09-30", until="2026-10-01") == [fourth.number, third.number]
    assert shown(since="2026-10-01", until="2026-10-01") == [fourth.number]
    choices = [choice["name"] for choice in client.get(URL).context["quarters"]]
    assert choices == ["2026-4", "2026-3"]


@pytest.mark.both_databases
def test_the_page_takes_as_many_queries_for_many_rows_as_for_one(
    cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(cast.accounts["wang"])
    sent(cast)
    client.get(URL)
    few = queries_of(client, URL)
    every_fate(cast)
    assert queries_of(client, URL) == few
    monkeypatch.setattr(views.keyset, "page_of", partial(views.keyset.page_of, per_page=10))
    page = client.get(URL)
    assert (page.context["page"].total, len(page.context["rows"])) == (15, 10)
    assert len(client.get(URL, {"page": "2"}).context["rows"]) == 5


def test_the_table_as_a_file_holds_the_rows_of_its_number(cast: people.Cast) -> None:
    cases = every_fate(cast)
    client = browser(cast.accounts["wang"])

    answer = taken(client, client.get(URL, {"what": "waiting_late"}).context["file_url"])

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="forwarded-2026-4.csv"' in answer.headers["Content-Disposition"]
    text = answer.text
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == 1 + 2
    assert str(cases["waiting_late"].number) in text
    assert str(cases["waiting"].number) not in text


def test_a_table_is_taken_against_a_reason_and_stands_in_the_record(cast: people.Cast) -> None:
    sent(cast)
    client = browser(cast.accounts["wang"])
    address = client.get(URL).context["file_url"]

    for reason in ("", "长" * 201, "x\x00"):
        refused = taken(client, address, reason)
        assert refused.headers["Content-Type"].startswith("text/html")
        assert "id_reason-error" in refused.text
    assert taken(client, address).headers["Content-Type"].startswith("text/csv")

    event = events.history("org:city:320300").filter(verb="table taken").get()
    assert (event.by, event.text) == (cast.wang.key, "季度会上用")
    assert event.facts["rows"] == 1
    assert event.facts["asked"]["what"] == "all"


def test_a_table_of_too_many_rows_is_not_made_and_says_what_to_do(
    cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(cast)
    sent(cast)
    monkeypatch.setattr(views, "MOST_ROWS", 1)
    client = browser(cast.accounts["wang"])

    answer = taken(client)

    assert answer.status_code == 409
    assert "季度会上用" in answer.text
    assert any("1" in str(message) for message in answer.context["messages"])
    assert not events.history("org:city:320300").filter(verb="table taken").exists()


@pytest.mark.both_databases
def test_the_numbers_by_name_are_those_of_the_page(cast: people.Cast) -> None:
    every_fate(cast)
    period = periods.quarter_of(LATER.date())

    found = {
        figure.key: figure for figure in figures.figures(period=period, actor=cast.wang, today=LATER.date())
    }

    client = browser(cast.accounts["wang"])
    assert found["forwarded.all"].value == 14
    for figure in found.values():
        assert client.get(figure.url).context["page"].total == figure.value
