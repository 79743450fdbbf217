"""The lists of the demo's people: short, each key once, each button opens a page, each page asks as often for much."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huaihai.cases.models import Case
from huaihai.desk import waiting
from huaihai.desk.waiting import Lists, Whose
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post, Role
from huaihai.record.models import Clock
from tests import reading
from tests.queries import queries_of
from tests.waiting.making import LONG_AGO, put, staff_at

pytestmark = pytest.mark.django_db
MOST = 15
STAFF = (
    "officer-320300",
    "head-320300",
    "officer-411400",
    "officer-411402",
    "secretariat",
    "system-admin",
    "auditor",
)
COUNTY = "county:411402"


def actor(username: str) -> Actor:
    posts = list(
        Post.objects.held_on(clock.today())
        .filter(account__username=username)
        .select_related("organisation", "account")
    )
    return Actor.officer(posts[0], roles=[one.role for one in posts])


def lists(one: Actor) -> Lists:
    return waiting.of(one, clock.now())


def staff() -> list[str]:
    held = Post.objects.held_on(clock.today()).values("account")
    return list(Account.objects.filter(pk__in=held).order_by("username").values_list("username", flat=True))


def test_no_list_of_a_person_is_longer_than_a_page_and_each_key_stands_once() -> None:
    lengths, doubled = {}, {}
    for name in staff():
        found = lists(actor(name))
        lengths[name] = len(found.to_do)
        keys = [one.key for one in (*found.to_do, *found.others)]
        doubled[name] = sorted({key for key in keys if keys.count(key) > 1})
    assert {name: n for name, n in lengths.items() if n > MOST} == {}
    assert {name: keys for name, keys in doubled.items() if keys} == {}
    assert sum(lengths.values()) > 50


@pytest.mark.parametrize("name", STAFF)
def test_the_first_page_shows_it_and_every_button_opens_a_page(name: str) -> None:
    client = reading.browser(Account.objects.get(username=name), language="zh-hans")
    page = client.get(reverse("office"))
    assert page.status_code == 200
    found = lists(actor(name))
    for one in (*found.to_do, *found.others):
        assert f'href="{one.url}"'.replace("&", "&amp;") in page.text
    closed = {
        one.url: code for one in (*found.to_do, *found.others) if (code := status(client, one.url)) != 200
    }
    assert closed == {}


def status(client: Client, url: str) -> int:
    return client.get(url).status_code


def test_the_same_waits_under_the_same_key_the_next_day_and_in_another_language() -> None:
    one, now = actor("officer-320300"), clock.now()
    with translation.override("en"):
        english = {row.key for row in waiting.of(one, now).mine}
    with translation.override("zh-hans"):
        assert {row.key for row in waiting.of(one, now).mine} == english


def given(case: Case, body: Organisation, on: date) -> None:
    """The case is the body's, and due on this day."""
    put(case, responsible=body)
    Clock.objects.running().filter(subject=case.record_key).update(owner=body.record_key, due_on=on)


def test_the_body_below_has_its_cases_and_the_one_above_waits_for_those_that_are_late() -> None:
    county = Organisation.objects.get(key=COUNTY)
    case = Case.objects.filter(stage="deciding", lead__key="city:411400").order_by("pk")[0]
    given(case, county, LONG_AGO)
    below, above = lists(actor("officer-411402")), lists(staff_at("city:411400", Role.OFFICER))
    assert [one.on for one in below.nobodys if str(case.pk) in one.key] == [LONG_AGO]
    (late,) = [one for one in above.others if str(case.pk) in one.key]
    assert late.whose == Whose.OTHERS
    assert not [one for one in above.to_do if str(case.pk) in one.key]


def test_many_cases_take_one_row_that_counts_them_all_and_ask_no_more_often() -> None:
    county, one = Organisation.objects.get(key=COUNTY), actor("officer-411402")
    cases = list(Case.objects.filter(stage="deciding", lead__key="city:411400").order_by("pk")[:9])
    assert len(cases) > 6
    for case in cases[:5]:
        given(case, county, LONG_AGO)
    few = queries_of(waiting.of, one, clock.now())
    for case in cases[5:]:
        given(case, county, LONG_AGO)
    assert queries_of(waiting.of, one, clock.now()) <= few
    rows = [row for row in lists(one).nobodys if row.key.startswith("case")]
    assert len(rows) <= 4
    assert sum(row.count for row in rows) == len(cases)
    assert [day for row in rows for day in row.each_on] == [LONG_AGO] * len(cases)


def test_a_case_that_moves_on_waits_under_another_key() -> None:
    case = Case.objects.filter(stage="deciding", responsible__key="city:320300").order_by("pk")[0]
    Clock.objects.running().filter(subject=case.record_key).update(due_on=LONG_AGO)
    team = [staff_at("city:320300", role) for role in (Role.OFFICER, Role.HEAD)]

    def keys() -> set[str]:
        return {row.key for one in team for row in lists(one).to_do if str(case.pk) in row.key}

    before = keys()
    put(case, stage="mediating", stage_since=clock.now())
    assert len(before) == len(keys()) == 1
    assert before != keys()
