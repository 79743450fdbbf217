"""The word of the business, silence, leaving; and what is erased when."""

from typing import Any

import pytest

from huaihai.brands.entering import nominating
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.nominating import Thing
from huaihai.brands.entering.tests.entering import PHONE, PUBLIC, messages_to, nominated, said, stated
from huaihai.brands.entering.verbs import TICKS
from huaihai.brands.models import BusinessWord, Entry
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.businesses.models import Representative
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db


def test_a_manager_takes_part_and_the_versions_of_the_texts_are_kept(people: People) -> None:
    entry = nominated(people).entry

    word = entering_verbs.accept(entry, stated(people.place, name="水壶老店"), by=people.holder, at=MONDAY)

    assert (entry.stage, entry.name, entry.place) == ("accepted", "水壶老店", people.place)
    assert (word.consent_version, word.conduct_version, word.free_version) == (1, 1, 1)
    event = Event.objects.get(subject=entry.record_key, verb="brand_accept")
    assert [word.seal_key, word.fingerprint] in event.facts["sealed"]
    assert entry.listed_at is None
    assert events.broken_at(entry.record_key) is None


@pytest.mark.parametrize("missing", TICKS)
def test_nobody_takes_part_without_each_tick(people: People, missing: str) -> None:
    entry = nominated(people).entry
    ticks = frozenset(TICKS) - {missing}

    with pytest.raises(Unfit) as refused:
        entering_verbs.accept(entry, stated(people.place, ticks=ticks), by=people.holder, at=MONDAY)

    assert refused.value.field == missing
    entry.refresh_from_db()
    assert entry.stage == "nominated"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "长" * 121}, "name"),
        ({"name": "店 13800000001"}, "name"),
        ({"place": None}, "place"),
    ],
)
def test_what_a_business_states_has_to_fit(people: People, more: dict[str, Any], field: str) -> None:
    entry = nominated(people).entry
    place = more.pop("place", people.place)

    with pytest.raises(Unfit) as refused:
        entering_verbs.accept(entry, stated(place, **more), by=people.holder, at=MONDAY)
    assert refused.value.field == field


def test_who_is_no_manager_says_nothing_for_the_business(people: People) -> None:
    entry = nominated(people).entry
    answerer = Representative.objects.get(business=people.shop)
    answerer.role = Representative.Role.ANSWERER
    answerer.save()

    for stranger in (people.holder, people.office, people.home, PUBLIC):
        with pytest.raises(NotAllowed):
            entering_verbs.accept(entry, stated(people.place), by=stranger, at=MONDAY)
        with pytest.raises(NotAllowed):
            entering_verbs.decline(entry, by=stranger, at=MONDAY)
    listed = an_entry(people, kind=Entry.Kind.RESTAURANT)
    with pytest.raises(NotAllowed):
        entering_verbs.leave(listed, by=people.office, at=MONDAY)


def test_two_managers_do_not_answer_over_each_other(people: People) -> None:
    entry = nominated(people).entry
    seen = entry.version
    entering_verbs.accept(entry, stated(people.place), seen=seen, by=people.holder, at=MONDAY)

    with pytest.raises(Moved):
        entering_verbs.decline(entry, seen=seen, by=people.holder, at=MONDAY)


def test_one_thing_does_not_stand_in_two_entries(people: People) -> None:
    an_entry(people, "listed")
    thing = Thing(people.shop, Entry.Kind.PRODUCT, None, "铜壶")
    first = nominating.nominate(thing, said(), origin="consumer", by=PUBLIC, at=MONDAY).entry
    other = Thing(people.shop, Entry.Kind.PRODUCT, None, "铁壶")
    second = nominating.nominate(other, said(), origin="consumer", by=PUBLIC, at=MONDAY).entry
    entering_verbs.accept(first, stated(None, what="铜壶"), by=people.holder, at=MONDAY)

    with pytest.raises(Unfit) as refused:
        entering_verbs.accept(second, stated(None, what="铜壶"), by=people.holder, at=MONDAY)
    assert refused.value.field == "what"


def test_declining_needs_no_reason_and_ends_it(people: People) -> None:
    entry = nominated(people, phone=PHONE).entry

    entering_verbs.decline(entry, by=people.holder, at=MONDAY)

    assert (entry.stage, entry.ended_at) == ("declined", MONDAY)
    assert len(messages_to(PHONE)) == 1
    with pytest.raises(NotPossible):
        entering_verbs.accept(entry, stated(people.place), by=people.holder, at=MONDAY)


def test_the_reason_of_a_business_stands_in_no_event(people: People) -> None:
    entry = nominated(people).entry

    entering_verbs.decline(entry, reason="我们太忙了", by=people.holder, at=MONDAY)

    assert BusinessWord.objects.get(entry=entry).reason == "我们太忙了"
    assert not any("太忙" in str(event.facts) + event.text for event in Event.objects.all())


@pytest.mark.parametrize("stage", ["accepted", "listed", "held", "suspended", "notice"])
def test_consent_can_be_taken_back_at_any_stage(people: People, stage: str) -> None:
    entry = an_entry(people, stage)

    entering_verbs.leave(entry, by=people.holder, at=MONDAY)

    assert (entry.stage, entry.ended_at) == ("left", MONDAY)
    assert not Entry.objects.directory().exists()
    assert BusinessWord.objects.get(entry=entry).says == "leaves"


def test_a_connected_system_does_not_speak_for_the_business(people: People) -> None:
    entry = nominated(people).entry
    system = Actor("business", "connection:1", business_ids=frozenset({people.shop.pk}))

    with pytest.raises(NotAllowed):
        entering_verbs.accept(entry, stated(people.place), by=system, at=MONDAY)


@pytest.mark.parametrize(
    "name", ["三心示范店水壶", "全国第一水壶店", "演示水壶店（消协推荐）", "The best kettles"]
)
def test_no_name_claims_a_title_or_praises_itself(people: People, name: str) -> None:
    entry = nominated(people).entry
    with pytest.raises(Unfit) as refused:
        entering_verbs.accept(entry, stated(people.place, name=name), by=people.holder, at=MONDAY)
    assert refused.value.field == "name"


def test_a_word_in_the_name_that_the_register_holds_is_kept(people: People) -> None:
    people.place.sign = "金牌水壶"
    people.place.save()
    entry = nominated(people).entry
    entering_verbs.accept(entry, stated(people.place, name="金牌水壶（鼓楼店）"), by=people.holder, at=MONDAY)
    assert entry.name == "金牌水壶（鼓楼店）"
