"""The word of the business, silence, leaving; and what is erased when."""

from typing import Any

import pytest

from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.nominating import Thing
from huaihai.brands.entering.tests.entering import PHONE, PUBLIC, messages_to, nominate, nominated, stated
from huaihai.brands.entering.verbs import TICKS
from huaihai.brands.models import BusinessWord, Entry
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.businesses.models import Representative
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(people: People) -> Entry:
    """A consumer has nominated the shop."""
    return nominated(people, phone=PHONE).entry


def accept(entry: Entry, people: People, *, by: Actor | None = None, **said: Any) -> BusinessWord:
    """The shop takes part, stating this."""
    place = said.pop("place", people.place)
    return entering_verbs.accept(entry, stated(place, **said), by=by or people.holder, at=MONDAY)


def test_a_manager_takes_part_and_the_versions_of_the_texts_are_kept(people: People, entry: Entry) -> None:
    word = accept(entry, people, name="水壶老店")

    assert (entry.stage, entry.name, entry.place) == ("accepted", "水壶老店", people.place)
    assert (word.consent_version, word.conduct_version, word.free_version) == (1, 1, 1)
    event = Event.objects.get(subject=entry.record_key, verb="brand_accept")
    assert [word.seal_key, word.fingerprint] in event.facts["sealed"]
    assert entry.listed_at is None
    assert events.broken_at(entry.record_key) is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        *(({"ticks": frozenset(TICKS) - {missing}}, missing) for missing in TICKS),
        ({"place": None}, "place"),
        *(
            ({"name": name}, "name")
            for name in (
                "",
                "长" * 121,
                "店 13800000001",
                "三心示范店水壶",
                "全国第一水壶店",
                "演示水壶店（消协推荐）",
                "The best kettles",
            )
        ),
    ],
)
def test_what_a_business_states_has_to_fit_without_a_title_and_with_each_tick(
    people: People, entry: Entry, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        accept(entry, people, **said)

    assert refused.value.field == field
    entry.refresh_from_db()
    assert entry.stage == "nominated"


def test_a_word_in_the_name_that_the_register_holds_is_kept(people: People) -> None:
    people.place.sign = "金牌水壶"
    people.place.save()
    entry = nominated(people).entry
    accept(entry, people, name="金牌水壶（鼓楼店）")
    assert entry.name == "金牌水壶（鼓楼店）"


def test_who_is_no_manager_says_nothing_for_the_business(people: People, entry: Entry) -> None:
    Representative.objects.update(role=Representative.Role.ANSWERER)
    system = Actor("business", "connection:1", business_ids=frozenset({people.shop.pk}))

    for stranger in (people.holder, people.office, people.home, PUBLIC, system):
        with pytest.raises(NotAllowed):
            accept(entry, people, by=stranger)
        with pytest.raises(NotAllowed):
            entering_verbs.decline(entry, by=stranger, at=MONDAY)
    listed = an_entry(people, kind=Entry.Kind.RESTAURANT)
    with pytest.raises(NotAllowed):
        entering_verbs.leave(listed, by=people.office, at=MONDAY)


def test_two_managers_do_not_answer_over_each_other(people: People, entry: Entry) -> None:
    seen = entry.version
    entering_verbs.accept(entry, stated(people.place), seen=seen, by=people.holder, at=MONDAY)

    with pytest.raises(Moved):
        entering_verbs.decline(entry, seen=seen, by=people.holder, at=MONDAY)


def test_one_thing_does_not_stand_in_two_entries(people: People) -> None:
    an_entry(people, "listed")
    first, second = (
        nominate(Thing(people.shop, Entry.Kind.PRODUCT, None, what), "consumer", PUBLIC).entry
        for what in ("铜壶", "铁壶")
    )
    accept(first, people, place=None, what="铜壶")

    with pytest.raises(Unfit) as refused:
        accept(second, people, place=None, what="铜壶")
    assert refused.value.field == "what"


def test_declining_ends_it_and_its_reason_stands_in_no_event(people: People, entry: Entry) -> None:
    entering_verbs.decline(entry, reason="我们太忙了", by=people.holder, at=MONDAY)

    assert (entry.stage, entry.ended_at) == ("declined", MONDAY)
    assert len(messages_to(PHONE)) == 1
    assert BusinessWord.objects.get(entry=entry).reason == "我们太忙了"
    assert not any("太忙" in str(event.facts) + event.text for event in Event.objects.all())
    with pytest.raises(NotPossible):
        accept(entry, people)


@pytest.mark.parametrize("stage", ["accepted", "listed", "held", "suspended", "notice"])
def test_consent_can_be_taken_back_at_any_stage(people: People, stage: str) -> None:
    entry = an_entry(people, stage)

    entering_verbs.leave(entry, by=people.holder, at=MONDAY)

    assert (entry.stage, entry.ended_at) == ("left", MONDAY)
    assert not Entry.objects.directory().exists()
    assert BusinessWord.objects.get(entry=entry).says == "leaves"
