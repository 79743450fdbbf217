"""What the first page and the city pages take from the organisations' rows and the duty roster."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huaihai import alliance
from huaihai.governance.directory import verbs
from huaihai.governance.models import Contact, Shift
from huaihai.kit import clock
from huaihai.members.bodies import correct_contact, found_organisation
from huaihai.members.models import Organisation
from tests.posts import PROGRAM, body, load_tree, post_at

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=clock.ZONE)
YESTERDAY = date(2026, 11, 25)
CITY = "city:320300"


@pytest.fixture(autouse=True)
def tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    load_tree()


def on_duty(on: date, key: str = CITY) -> None:
    node = body(key)
    held = node.posts.select_related("account").first() or post_at(key)
    Shift.objects.create(organisation=node, on=on, account=held.account)


def tile(page: str) -> str:
    return page.split('class="tile" href="/bodies/320300/">')[1].split("</a>", maxsplit=1)[0]


def test_where_no_roster_is_kept_nothing_is_said(client: Client) -> None:
    for address in ("/", "/bodies/", "/bodies/320300/"):
        assert "值班" not in client.get(address).text


def test_at_two_in_the_morning_yesterdays_shift_is_still_on(client: Client) -> None:
    on_duty(YESTERDAY)

    assert "有人值班" in tile(client.get("/bodies/").text)
    assert "现在有人值班" in client.get("/bodies/320300/").text
    assert "现在有人值班" in client.get("/bodies/").text


def test_where_a_roster_is_kept_and_nobody_is_on_duty_it_is_said(client: Client) -> None:
    on_duty(YESTERDAY + timedelta(days=1))

    assert "没人值班" in tile(client.get("/bodies/").text)
    assert "现在没有人值班" in client.get("/bodies/320300/").text


def test_the_public_reads_no_name(client: Client) -> None:
    on_duty(YESTERDAY)
    shown = Shift.objects.get().account

    for address in ("/", "/bodies/", "/bodies/320300/"):
        page = client.get(address).text
        assert shown.shown_name not in page
        assert shown.username not in page


def test_a_roster_of_every_city_asks_no_more_of_the_database(client: Client) -> None:
    for node in Organisation.objects.cities():
        post_at(node.key)
    on_duty(YESTERDAY)
    for address in ("/", "/bodies/", "/bodies/320300/"):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for node in Organisation.objects.cities().exclude(shifts__isnull=False):
            on_duty(YESTERDAY, node.key)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few)
        Shift.objects.exclude(organisation=body(CITY)).delete()


def test_a_correction_of_a_body_shows_at_once_and_says_that_it_is_its_own_word(client: Client) -> None:
    correct_contact(
        organisation=body(CITY),
        phone="0516-83712345",
        address="演示路 1 号",
        hours="周一至周五 9:00–17:00",
        by=PROGRAM,
        at=NOW,
    )

    page = client.get("/bodies/320300/").text
    assert 'href="tel:0516-83712345"' in page
    assert "演示路 1 号" in page
    assert "该单位自己填写，2026 年 11 月 26 日" in page
    listed = client.get("/bodies/").text.split("<tbody>")[1].split("</tr>")[0]
    assert "0516-83712345" in listed
    assert "待确认" not in listed


def test_a_station_without_a_phone_shows_that_of_the_nearest_body_above(client: Client) -> None:
    county = body("county:320302")
    found_organisation(
        parent=county,
        kind=Organisation.Kind.STATION,
        key="station:320302-01",
        name="演示服务站",
        short_name="演示服务站",
        by=PROGRAM,
        at=NOW,
    )
    correct_contact(organisation=county, phone="0516-83790000", address="", hours="", by=PROGRAM, at=NOW)

    row = client.get("/bodies/320300/").text.split("演示服务站")[1].split("</tr>")[0]

    assert 'href="tel:0516-83790000"' in row


def test_public_lines_of_county_bodies_cost_no_query_each(client: Client) -> None:
    def add(node: Organisation) -> None:
        stated = verbs.Stated(Contact.Kind.PUBLIC, "投诉电话", "0516-55556666")
        verbs.add(node, stated=stated, from_on=YESTERDAY, by=PROGRAM, at=NOW)

    client.get("/bodies/320300/")
    counties = list(Organisation.objects.within(body(CITY)))
    add(counties[0])
    with CaptureQueriesContext(connection) as few:
        client.get("/bodies/320300/")
    for node in counties[1:]:
        add(node)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/bodies/320300/").text

    assert page.count("tel:0516-55556666") == len(counties)
    assert len(many) == len(few)


def test_the_first_page_stays_small_when_every_city_keeps_a_roster(client: Client) -> None:
    for city in alliance.load().cities:
        on_duty(YESTERDAY, f"city:{city.code}")

    assert len(client.get("/").content) <= 30_000
