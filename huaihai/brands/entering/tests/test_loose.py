"""Nominations of businesses that nobody knows here yet, and reports that money was asked for."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from huaihai.brands.entering import loose
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.loose import Typed
from huaihai.brands.entering.nominating import Thing
from huaihai.brands.entering.tests.entering import PHONE, PUBLIC, messages_to, said
from huaihai.brands.models import Entry, LooseNomination, NominationContact
from huaihai.brands.tests.people import MONDAY, People
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.record import events
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db


def typed(people: People, **more: Any) -> Typed:
    facts: dict[str, Any] = {"name": "街角水壶店", "city": people.home_body, "kind": Entry.Kind.SHOP}
    return Typed(**(facts | more))


def handed_in(people: People, **more: Any) -> LooseNomination:
    return loose.hand_in(typed(people), said(**more), at=MONDAY)


def test_it_waits_and_makes_no_entry(people: People) -> None:
    row = handed_in(people)

    assert row.stage == "waiting"
    assert not Entry.objects.exists()
    assert events.broken_at(row.record_key) is None
    event = Event.objects.get(subject=row.record_key)
    assert event.by == "public"
    assert "水壶" not in str(event.facts)


def test_the_same_form_twice_is_one(people: People) -> None:
    key = uuid4()
    assert handed_in(people, key=key) == handed_in(people, key=key)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "店 13800000001"}, "name"),
        ({"kind": "castle"}, "kind"),
        ({"kind": Entry.Kind.PRODUCT, "what": ""}, "what"),
    ],
)
def test_what_does_not_fit_is_refused(people: People, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Unfit) as refused:
        loose.hand_in(typed(people, **more), said(), at=MONDAY)
    assert refused.value.field == field


def test_staff_of_the_city_match_it_and_the_number_goes_along(people: People) -> None:
    row = handed_in(people, phone=PHONE)

    held = loose.match(
        row, Thing(people.shop, Entry.Kind.SHOP, people.place), seen=row.version, by=people.home, at=MONDAY
    )

    assert held.stage == "matched"
    assert held.nomination is not None
    entry = held.nomination.entry
    assert (entry.stage, entry.origin) == ("nominated", "consumer")
    assert held.nomination.by == "public"
    assert NominationContact.objects.get(nomination=held.nomination).phone == PHONE
    row = handed_in(people)

    held = loose.match(
        row, Thing(people.shop, Entry.Kind.SHOP), seen=row.version, by=people.office, at=MONDAY
    )

    assert held.nomination is not None
    assert held.nomination.entry == entry


def test_only_staff_of_its_city_look_into_it_and_one_after_the_other(people: People) -> None:
    row = handed_in(people)
    thing = Thing(people.shop, Entry.Kind.SHOP)

    for stranger in (people.near, people.auditor, people.holder, PUBLIC):
        with pytest.raises(NotAllowed):
            loose.match(row, thing, seen=row.version, by=stranger, at=MONDAY)
        with pytest.raises(NotAllowed):
            loose.set_aside(row, answer="找不到", seen=row.version, by=stranger, at=MONDAY)
    loose.set_aside(row, answer="找不到", seen=1, by=people.home, at=MONDAY)

    with pytest.raises(Moved):
        loose.set_aside(row, answer="再来", seen=1, by=people.home, at=MONDAY)
    with pytest.raises(NotPossible):
        loose.match(row, Thing(people.shop, Entry.Kind.SHOP), seen=2, by=people.home, at=MONDAY)


def test_what_is_set_aside_says_why_and_the_consumer_is_told(people: People) -> None:
    row = handed_in(people, phone=PHONE)
    with pytest.raises(Unfit):
        loose.set_aside(row, answer=" ", seen=row.version, by=people.home, at=MONDAY)

    held = loose.set_aside(row, answer="登记中没有", seen=row.version, by=people.home, at=MONDAY)

    assert (held.stage, held.answer) == ("aside", "登记中没有")
    told = messages_to(PHONE)
    assert len(told) == 1
    assert "登记中没有" not in told[0]
    for act in entering_verbs.due_acts(MONDAY + timedelta(days=7)):
        act()
    assert not NominationContact.objects.exists()
