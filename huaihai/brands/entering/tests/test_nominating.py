"""Nominating: who may, what gathers where, what is refused, what the record keeps."""

import hashlib
from uuid import uuid4

import pytest
from django.utils import translation

from huaihai.brands.entering import nominating
from huaihai.brands.entering.nominating import CONDUCT, CONSENT, FREE, Thing
from huaihai.brands.entering.tests.entering import (
    BUSINESS_PHONE,
    KIND,
    ORIGIN,
    PHONE,
    PUBLIC,
    messages_to,
    nominated,
    on_channel,
    own,
    said,
    taking_part,
)
from huaihai.brands.models import Entry, Nomination, NominationContact
from huaihai.brands.tests.people import MONDAY, People
from huaihai.record import events
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db


def test_a_consumer_nominates_a_shop_and_the_business_is_told(people: People) -> None:
    on_channel(people)

    made = nominated(people)

    entry = made.entry
    assert (entry.stage, entry.origin, entry.name) == ("nominated", "consumer", "演示水壶店（鼓楼店）")
    assert (entry.body, entry.place, entry.what) == (people.home_body, people.place, "")
    assert made.by == entry.opened_by == "public"
    told = messages_to(BUSINESS_PHONE)
    assert len(told) == 1
    assert entry.number in told[0]
    assert made.why not in told[0]
    assert not Entry.objects.visible_to(PUBLIC).exists()


def test_several_nominations_of_one_thing_gather_on_one_entry(people: People) -> None:
    first = nominated(people)
    second = nominated(people)
    city = nominating.nominate(own(people), said(), origin=ORIGIN.CITY, by=people.home, at=MONDAY)

    assert first.entry == second.entry == city.entry
    assert Entry.objects.count() == 1
    assert city.body == people.home_body
    assert first.entry.nominations.count() == 3
    assert events.broken_at(first.entry.record_key) is None


def test_who_does_not_know_the_place_meets_the_entry_that_names_it(people: People) -> None:
    first = nominated(people)
    loose = Thing(people.shop, KIND.SHOP)

    second = nominating.nominate(loose, said(), origin=ORIGIN.CONSUMER, by=PUBLIC, at=MONDAY)

    assert second.entry == first.entry


def test_two_products_are_two_entries_and_spelling_is_no_difference(people: People) -> None:
    named = ["老铜壶 A", "老铜壶　ａ", "新铜壶"]

    made = [
        nominating.nominate(
            own(people, KIND.PRODUCT, what), said(), origin=ORIGIN.CONSUMER, by=PUBLIC, at=MONDAY
        )
        for what in named
    ]

    assert made[0].entry == made[1].entry
    assert made[2].entry != made[0].entry
    assert made[0].entry.name.startswith("老铜壶 A")


def test_the_same_form_sent_twice_and_the_same_browser_are_one_nomination(people: People) -> None:
    key = uuid4()
    first = nominated(people, key=key, browser="b" * 64)

    again = nominated(people, key=key, browser="b" * 64)
    another_form = nominated(people, browser="b" * 64)

    assert first == again == another_form
    assert Nomination.objects.count() == 1


def test_a_nomination_goes_on_being_counted_once_the_entry_is_listed(people: People) -> None:
    entry = taking_part(people)
    Entry.objects.filter(pk=entry.pk).update(stage="listed", listed_at=MONDAY)

    made = nominated(people)

    assert made.entry == entry
    entry.refresh_from_db()
    assert entry.stage == "listed"


def test_a_telephone_number_is_sealed_and_stands_in_no_event(people: People) -> None:
    made = nominated(people, phone=PHONE)

    contact = NominationContact.objects.get(nomination=made)
    assert contact.phone == PHONE
    raw = NominationContact.objects.filter(pk=contact.pk).values_list("phone", flat=True).get()
    assert PHONE not in str.__str__(raw)
    for event in Event.objects.all():
        assert PHONE not in str(event.facts) + event.text
        assert made.why not in str(event.facts) + event.text


def test_a_text_that_somebody_agreed_to_stays_as_it_is() -> None:
    """Whoever agreed to version 1 agreed to exactly these words: other words are a version of their own."""
    with translation.override("en"):
        found = [
            hashlib.sha256(str(texts[1]).encode()).hexdigest()[:12] for texts in (FREE, CONSENT, CONDUCT)
        ]
    assert found == ["115ad1e25d41", "fb024b33ba6b", "7c8f0e9ce101"]
