"""What of the programme stands on the first page of the office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huaihai.brands import moving
from huaihai.brands.assessing.tests.scene import opened
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import MONDAY, People, an_entry, declared
from huaihai.brands.waiting import for_person
from huaihai.members.actors import Actor
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


def titles(actor: Actor) -> list[str]:
    return [one.title for one in for_person(actor, MONDAY)]


def test_whoever_was_drawn_finds_the_sheet_until_its_day(people: People) -> None:
    scene = opened(people)
    drawn = scene.actor(scene.seats()[0])

    found = [one for one in for_person(drawn, MONDAY) if scene.entry.name in one.title]

    assert [one.days_left for one in found] == [21]
    page = client_of(drawn).get("/office/").content.decode()
    assert found[0].url in page


def test_a_decision_waits_for_a_second_city_alone(people: People) -> None:
    entry = an_entry(people, "accepted")
    declared(entry, people.near, people.far)
    moving.propose(entry, "facts", "pass", reasons="演示", by=people.near, at=MONDAY)

    assert any(entry.name in title for title in titles(people.far))
    assert not any(entry.name in title for title in titles(people.near2))
    assert not any(entry.name in title for title in titles(people.home))


def test_facts_wait_in_one_line_for_other_cities(people: People) -> None:
    an_entry(people, "accepted")
    assert [one.url for one in for_person(people.far, MONDAY)] == ["/office/brands/?stage=accepted"]
    assert not titles(people.home)


def test_an_auditor_is_asked_nothing(people: People) -> None:
    an_entry(people, "accepted")
    assert not titles(people.auditor)


def test_many_need_no_more_queries_than_one(people: People) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(for_person(people.far, MONDAY))
        return len(queries)

    for number in range(2):
        _proposed(people, number)
    few = asked()
    for number in range(2, 8):
        _proposed(people, number)
    assert asked() == few


def _proposed(people: People, number: int) -> Entry:
    entry = an_entry(people, "accepted", what=f"演示{number}")
    declared(entry, people.near)
    moving.propose(entry, "facts", "pass", reasons="演示", by=people.near, at=MONDAY)
    return entry
