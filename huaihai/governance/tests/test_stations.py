"""The head of a city adds a station of a county, says how it is reached, and closes it again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.members import accounts, bodies, step_up
from huaihai.members.errors import MayNot
from huaihai.members.models import Organisation, Post, Role
from tests.posts import AT, PROGRAM, body, load_alliance, officer_of, post_at
from tests.reading import browser, fresh

pytestmark = pytest.mark.django_db
CITY, COUNTY, OTHER = "city:320300", "county:320302", "county:411402"
HOURS = "周一至周五 9:00–17:00"


@pytest.fixture
def head() -> Client:
    load_alliance()
    return browser(post_at(CITY, Role.HEAD).account)


def page(name: str, key: str) -> str:
    return reverse(name, args=[body(key).pk])


def add(client: Client, **typed: str) -> Organisation:
    said = {"kind": "station", "name": "鼓楼菜场消费维权站", "phone": "0516-83812345", "hours": HOURS} | typed
    client.post(page("office-directory-station-new", COUNTY), said)
    return Organisation.objects.filter(kind="station").latest("path")


def test_a_station_stands_in_the_directory_for_staff_and_public(head: Client) -> None:
    assert (
        page("office-directory-station-new", COUNTY) in head.get(page("office-directory-body", COUNTY)).text
    )
    made = add(head, address="鼓楼菜场东门", has_computers="on")
    assert (made.key, made.parent, made.is_computerised) == ("station:320302-01", body(COUNTY), True)
    assert add(head, name="第二家").key == "station:320302-02"
    public = Client().get(reverse("body", args=["320300"])).text
    for words in (made.name, "鼓楼菜场东门", "0516-83812345"):
        assert words in public
    assert made.name in head.get(reverse("office-directory"), {"q": "鼓楼"}).text
    assert made.name in head.get(reverse("person-new")).text


def test_what_cannot_be_is_said_and_nothing_is_lost(head: Client) -> None:
    add(head)
    for typed in ({"phone": "abc"}, {"hours": "总是"}, {"name": ""}, {"name": "鼓楼菜场消费维权站"}):
        said = {"kind": "station", "name": "第二家", "phone": "", "hours": "", "address": "原样"} | typed
        answer = head.post(page("office-directory-station-new", COUNTY), said)
        assert answer.status_code == 200
        assert "原样" in answer.text
    assert Organisation.objects.filter(kind="station").count() == 1


@pytest.mark.parametrize("name", ["office-directory-station-new", "office-directory-closing"])
def test_what_the_public_reads_of_a_station_asks_for_a_code_anew(name: str) -> None:
    assert step_up.kind_of(name, "") == "publication"


def test_it_is_not_closed_before_somebody_comes_who_has_the_post_already(head: Client) -> None:
    made, soon = add(head), AT.date() + timedelta(days=30)
    Post.objects.filter(pk=post_at(made.key, username="there").pk).update(from_on=soon)
    with pytest.raises(MayNot):
        bodies.close_organisation(organisation=made, by=PROGRAM, at=AT)


def test_it_is_closed_once_nobody_works_there(head: Client) -> None:
    made = add(head)
    there = post_at(made.key, username="there")
    address = page("office-directory-closing", made.key)
    assert "先结束" in head.post(address).text
    assert fresh(made).closed_on is None
    accounts.close_account(account=there.account, by=PROGRAM, at=AT)
    head.post(address)
    assert fresh(made).closed_on is not None
    assert made.name not in Client().get(reverse("body", args=["320300"])).text
    assert made.name not in head.get(reverse("office-directory")).text
    assert made.name not in head.get(reverse("person-new")).text
    with pytest.raises(MayNot):
        post_at(made.key, username="too-late")
    assert head.get(page("office-directory-body", made.key)).status_code == 200


def test_a_county_goes_from_sheets_to_computers(head: Client) -> None:
    assert not body(COUNTY).is_computerised
    head.post(page("office-directory-computers", COUNTY), {"has_computers": "1"})
    assert body(COUNTY).is_computerised


@pytest.mark.parametrize("name", ["office-directory-station-new", "office-directory-computers"])
@pytest.mark.parametrize(
    ("key", "role"), [(OTHER, Role.HEAD), (COUNTY, Role.OFFICER), (COUNTY, Role.SECRETARIAT)]
)
def test_nobody_else_does(head: Client, name: str, key: str, role: Role) -> None:
    client = head if key == OTHER else browser(post_at(CITY, role).account)
    assert (
        client.post(page(name, key), {"has_computers": "1", "kind": "station", "name": "甲"}).status_code
        == 404
    )
    assert not Organisation.objects.filter(kind="station").exists()


def test_a_city_and_a_county_are_never_closed_and_a_station_not_by_its_own_head(head: Client) -> None:
    made = add(head)
    for key in (CITY, COUNTY):
        assert head.post(page("office-directory-closing", key)).status_code == 404
        assert page("office-directory-closing", key) not in head.get(page("office-directory-body", key)).text
    with pytest.raises(MayNot):
        bodies.close_organisation(organisation=made, by=officer_of(made.key, Role.HEAD), at=AT)
