"""How often the frame and the first page of staff ask the database, and that asking less often misses nothing."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.cases.models import Absence
from huaihai.desk import waiting
from huaihai.governance.models import Duty
from huaihai.kit import clock, versions
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Post
from tests.posts import body, sign_in
from tests.waiting.test_lists import actor, staff

pytestmark = pytest.mark.django_db
EMPTY = "/desk/phrases/"  # hardly more than the frame: one statement is its own


def asked(client: Client, page: str) -> list[str]:
    assert client.get(page).status_code == 200  # what changes by decisions is held now, and the menu counted
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return [one["sql"] for one in caught.captured_queries]


@pytest.fixture
def head() -> Client:
    client = Client()
    sign_in(client, Account.objects.get(username="head-320300"))
    return client


@pytest.mark.usefixtures("menu_numbers")
def test_the_frame_asks_who_reads_and_no_more(head: Client) -> None:
    found = asked(head, EMPTY)
    assert len(found) <= 2 + 1, "\n".join(found)


@pytest.mark.parametrize("name", ["head-320300", "officer-320300", "secretariat", "auditor"])
@pytest.mark.usefixtures("menu_numbers")
def test_the_first_page_asks_the_sources_that_have_something(name: str) -> None:
    client = Client()
    sign_in(client, Account.objects.get(username=name))
    found = asked(client, reverse("office"))
    assert len(found) <= 32, "\n".join(found)


def told(one: Actor, now: datetime) -> set[str]:
    lists = waiting.of(one, now)
    return {row.key for row in (*lists.mine, *lists.nobodys, *lists.others)}


def test_it_says_what_every_source_says_asked_by_itself() -> None:
    now = clock.now()
    rooms = [import_string(name) for name in reactions.OFFICE_WAITING]
    for name in staff():
        one = actor(name)
        every = {row.key for room in rooms for row in room(one, now)}
        assert told(one, now) == every  # the question is put together
        assert told(one, now) == every  # and asked again


def test_what_comes_later_on_the_day_is_not_missed() -> None:
    """The question of the morning is that of the evening: no source asks it by the hour."""
    today = clock.today()
    morning, evening = (datetime.combine(today, at, clock.ZONE) for at in (time(0, 0, 1), time(23, 59)))
    for name in staff():
        one = actor(name)
        first, last = (waiting.question_of(waiting.sources_of(one, now)) for now in (morning, evening))
        assert first == last, name


def test_the_question_follows_from_what_is_held_by_version() -> None:
    now = clock.now()
    for name in staff():
        one = actor(name)
        with versions.seen(versions.version()):  # as a request does
            waiting.question_of(waiting.sources_of(one, now))
            with CaptureQueriesContext(connection) as caught:
                waiting.question_of(waiting.sources_of(one, now))
        assert [query["sql"] for query in caught.captured_queries] == [], name


def test_a_new_row_stands_there_at_once() -> None:
    one, now = actor("head-320300"), clock.now()
    before = told(one, now)
    duty = Duty.objects.create(
        text="call back", owner=body("city:320300"), due_on=clock.today(), set_at=now, stage="open"
    )
    assert told(one, now) - before == {f"duty:{duty.pk}:{duty.due_on}"}


def cases_of(one: Actor, now: datetime) -> int:
    return sum(row.count for row in waiting.of(one, now).mine if row.key.startswith("case"))


def test_whoever_stands_in_has_the_cases_at_once() -> None:
    one, now = actor("officer-320300"), clock.now()
    other = Post.objects.exclude(account=one.account_id).filter(organisation=one.organisation).first()
    assert other is not None
    before = cases_of(one, now)
    Absence.objects.create(
        account=other.account,
        organisation=other.organisation,
        stands_in_id=one.account_id,
        from_on=clock.today(),
        until_on=clock.today() + timedelta(days=1),
    )
    assert cases_of(one, now) > before


def test_a_post_that_was_taken_counts_no_more_at_the_next_request(head: Client) -> None:
    assert head.get(EMPTY).status_code == 200
    yesterday = clock.today() - timedelta(days=1)
    Post.objects.filter(account__username="head-320300").update(until_on=yesterday)
    assert head.get(EMPTY).status_code == 404
    Post.objects.filter(account__username="head-320300").update(until_on=None)
    assert head.get(EMPTY).status_code == 200
    Account.objects.filter(username="head-320300").update(is_active=False)
    assert head.get(EMPTY).status_code == 302
