"""Who may not nominate, and what cannot be nominated."""

from datetime import timedelta
from typing import Any

import pytest

from huaihai.brands.entering import nominating
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.nominating import Thing
from huaihai.brands.entering.tests.entering import (
    BUSINESS_PHONE,
    KIND,
    ORIGIN,
    PUBLIC,
    messages_to,
    nominated,
    own,
    said,
)
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.businesses.models import Business, Place
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit

pytestmark = pytest.mark.django_db


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
    ],
)
def test_a_thing_that_does_not_fit_is_refused(people: People, kind: str, what: str, field: str) -> None:
    with pytest.raises(Unfit) as refused:
        nominating.nominate(own(people, kind, what), said(), origin=ORIGIN.CONSUMER, by=PUBLIC, at=MONDAY)
    assert refused.value.field == field


def test_the_place_of_another_business_is_refused(people: People) -> None:
    other = Business.objects.create(name="别家", created_at=MONDAY)
    place = Place.objects.create(business=other, sign="别家店", region_code="320302")

    with pytest.raises(Unfit) as refused:
        nominating.nominate(own(people, place=place), said(), origin=ORIGIN.CONSUMER, by=PUBLIC, at=MONDAY)
    assert refused.value.field == "place"


def test_what_lies_outside_the_alliance_or_is_closed_cannot_be_nominated(people: People) -> None:
    far = Business.objects.create(name="外地店", registered_at="110105", created_at=MONDAY)
    gone = Business.objects.create(name="关门店", registered_at="320302", is_gone=True, created_at=MONDAY)

    for business in (far, gone):
        thing = Thing(business, KIND.SHOP)
        with pytest.raises(NotPossible):
            nominating.nominate(thing, said(), origin=ORIGIN.CONSUMER, by=PUBLIC, at=MONDAY)


def test_a_city_nominates_in_its_own_city_alone(people: People) -> None:
    for stranger in (people.near, people.auditor, people.holder, PUBLIC):
        with pytest.raises(NotAllowed):
            nominating.nominate(own(people), said(), origin=ORIGIN.CITY, by=stranger, at=MONDAY)
    nominating.nominate(own(people), said(), origin=ORIGIN.CITY, by=people.home, at=MONDAY)


def test_only_a_manager_nominates_the_own_business(people: People) -> None:
    for stranger in (people.home, people.office, PUBLIC):
        with pytest.raises(NotAllowed):
            nominating.nominate(own(people), said(), origin=ORIGIN.SELF, by=stranger, at=MONDAY)

    made = nominating.nominate(own(people), said(), origin=ORIGIN.SELF, by=people.holder, at=MONDAY)

    assert made.entry.origin == "self"
    assert not messages_to(BUSINESS_PHONE)


def test_a_business_that_said_no_is_left_in_peace_for_half_a_year(people: People) -> None:
    entering_verbs.decline(nominated(people).entry, by=people.holder, at=MONDAY)

    with pytest.raises(NotPossible):
        nominated(people)
    nominating.nominate(own(people), said(), origin=ORIGIN.SELF, by=people.holder, at=MONDAY)
    Entry.objects.filter(stage="nominated").update(stage="left", ended_at=MONDAY)
    later = MONDAY + timedelta(days=181)
    nominating.nominate(own(people), said(), origin=ORIGIN.CONSUMER, by=PUBLIC, at=later)


def test_a_no_for_one_shop_is_no_answer_for_another_one(people: People) -> None:
    other = Place.objects.create(business=people.shop, sign="云龙店", region_code="320303")
    entering_verbs.decline(nominated(people).entry, by=people.holder, at=MONDAY)

    made = nominating.nominate(own(people, place=other), said(), origin=ORIGIN.CONSUMER, by=PUBLIC, at=MONDAY)

    assert made.entry.place == other


def test_no_flood_of_nominations_buries_a_business(people: People) -> None:
    for number in range(nominating.MOST_WAITING):
        thing = own(people, KIND.PRODUCT, f"产品{'甲' * (number + 1)}")
        nominating.nominate(thing, said(), origin=ORIGIN.CONSUMER, by=PUBLIC, at=MONDAY)

    with pytest.raises(NotPossible):
        nominating.nominate(
            own(people, KIND.PRODUCT, "再来"), said(), origin=ORIGIN.CONSUMER, by=PUBLIC, at=MONDAY
        )
    mine = own(people, KIND.PRODUCT, "自己的")
    nominating.nominate(mine, said(), origin=ORIGIN.SELF, by=people.holder, at=MONDAY)


@pytest.mark.parametrize("origin", [ORIGIN.CONSUMER, ORIGIN.SELF])
def test_what_was_removed_cannot_be_nominated_before_its_day(people: People, origin: str) -> None:
    removed = an_entry(people, "removed")
    Entry.objects.filter(pk=removed.pk).update(ended_at=MONDAY - timedelta(days=1))
    by = PUBLIC if origin == ORIGIN.CONSUMER else people.holder

    with pytest.raises(NotPossible, match="2028 年 11 月 1 日"):
        nominating.nominate(own(people), said(), origin=origin, by=by, at=MONDAY)

    assert Entry.objects.count() == 1
    assert (
        nominating.nominate(
            own(people), said(), origin=origin, by=by, at=MONDAY + timedelta(days=731)
        ).entry.stage
        == "nominated"
    )
