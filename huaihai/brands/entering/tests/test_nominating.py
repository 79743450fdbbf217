"""Nominating: who may, what gathers where, what is refused, what the record keeps."""

import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from huaihai.brands.entering import nominating
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.nominating import CONDUCT, CONSENT, FREE, Thing
from huaihai.brands.entering.tests.entering import (
    BUSINESS_PHONE,
    KIND,
    ORIGIN,
    PHONE,
    PUBLIC,
    messages_to,
    nominate,
    nominated,
    on_channel,
    own,
    taking_part,
)
from huaihai.brands.models import Entry, Nomination, NominationContact
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.businesses.models import Business, Place
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
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
    first, second = nominated(people), nominated(people)
    city = nominate(own(people), ORIGIN.CITY, people.home)
    without_its_place = nominate(Thing(people.shop, KIND.SHOP), ORIGIN.CONSUMER, PUBLIC)

    assert first.entry == second.entry == city.entry == without_its_place.entry
    assert Entry.objects.count() == 1
    assert city.body == people.home_body
    assert first.entry.nominations.count() == 4
    assert events.broken_at(first.entry.record_key) is None


def test_two_products_are_two_entries_and_spelling_is_no_difference(people: People) -> None:
    named = ["老铜壶 A", "老铜壶　ａ", "新铜壶"]

    made = [nominate(own(people, KIND.PRODUCT, what), ORIGIN.CONSUMER, PUBLIC) for what in named]

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


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"why": ""}, "why"),
        ({"why": "长" * 301}, "why"),
        ({"why": "请打 13800000001"}, "why"),
        ({"is_free": False}, "free"),
    ],
)
def test_words_that_do_not_fit_are_refused(people: People, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Unfit) as refused:
        nominated(people, **more)
    assert refused.value.field == field
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("kind", "what", "field"),
    [
        ("castle", "", "kind"),
        (KIND.PRODUCT, "", "what"),
        (KIND.SERVICE, "长" * 81, "what"),
        (KIND.LIVE_ROOM, "加微信 13800000001", "what"),
        (KIND.SHOP, "", "place"),
    ],
)
def test_a_thing_that_does_not_fit_is_refused(people: People, kind: str, what: str, field: str) -> None:
    thing = own(people, kind, what)
    if field == "place":  # that of another business
        other = Business.objects.create(name="别家", created_at=MONDAY)
        thing = own(people, place=Place.objects.create(business=other, sign="别家店", region_code="320302"))
    with pytest.raises(Unfit) as refused:
        nominate(thing, ORIGIN.CONSUMER, PUBLIC)
    assert refused.value.field == field


def test_what_lies_outside_the_alliance_or_is_closed_cannot_be_nominated(people: People) -> None:
    far = Business.objects.create(name="外地店", registered_at="110105", created_at=MONDAY)
    gone = Business.objects.create(name="关门店", registered_at="320302", is_gone=True, created_at=MONDAY)

    for business in (far, gone):
        thing = Thing(business, KIND.SHOP)
        with pytest.raises(NotPossible):
            nominate(thing, ORIGIN.CONSUMER, PUBLIC)


@pytest.mark.parametrize(
    ("origin", "by", "strangers"),
    [
        (ORIGIN.CITY, "home", ("near", "auditor", "holder")),
        (ORIGIN.SELF, "holder", ("home", "office")),
    ],
)
def test_a_city_nominates_in_its_own_city_and_a_manager_the_own_business(
    people: People, origin: str, by: str, strangers: tuple[str, ...]
) -> None:
    for stranger in (*(getattr(people, name) for name in strangers), PUBLIC):
        with pytest.raises(NotAllowed):
            nominate(own(people), origin, stranger)

    made = nominate(own(people), origin, getattr(people, by))

    assert made.entry.origin == origin
    assert not messages_to(BUSINESS_PHONE)


def test_a_business_that_said_no_is_left_in_peace_for_half_a_year(people: People) -> None:
    entering_verbs.decline(nominated(people).entry, by=people.holder, at=MONDAY)

    with pytest.raises(NotPossible):
        nominated(people)
    nominate(own(people), ORIGIN.SELF, people.holder)
    Entry.objects.filter(stage="nominated").update(stage="left", ended_at=MONDAY)
    later = MONDAY + timedelta(days=181)
    nominate(own(people), ORIGIN.CONSUMER, PUBLIC, at=later)


def test_a_no_for_one_shop_is_no_answer_for_another_one(people: People) -> None:
    other = Place.objects.create(business=people.shop, sign="云龙店", region_code="320303")
    entering_verbs.decline(nominated(people).entry, by=people.holder, at=MONDAY)

    made = nominate(own(people, place=other), ORIGIN.CONSUMER, PUBLIC)

    assert made.entry.place == other


def test_no_flood_of_nominations_buries_a_business(people: People) -> None:
    for number in range(nominating.MOST_WAITING):
        thing = own(people, KIND.PRODUCT, f"产品{'甲' * (number + 1)}")
        nominate(thing, ORIGIN.CONSUMER, PUBLIC)

    with pytest.raises(NotPossible):
        nominate(own(people, KIND.PRODUCT, "再来"), ORIGIN.CONSUMER, PUBLIC)
    mine = own(people, KIND.PRODUCT, "自己的")
    nominate(mine, ORIGIN.SELF, people.holder)


@pytest.mark.parametrize("origin", [ORIGIN.CONSUMER, ORIGIN.SELF])
def test_what_was_removed_cannot_be_nominated_before_its_day(people: People, origin: str) -> None:
    removed = an_entry(people, "removed")
    Entry.objects.filter(pk=removed.pk).update(ended_at=MONDAY - timedelta(days=1))
    by = PUBLIC if origin == ORIGIN.CONSUMER else people.holder

    with pytest.raises(NotPossible, match="2028 年 11 月 1 日"):
        nominate(own(people), origin, by)

    assert Entry.objects.count() == 1
    later = nominate(own(people), origin, by, at=MONDAY + timedelta(days=731))
    assert later.entry.stage == "nominated"
