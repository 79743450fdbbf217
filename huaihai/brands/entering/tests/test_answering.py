"""The word of the business, silence, leaving; businesses that nobody knows here yet; what is erased when."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from huaihai.brands.entering import loose
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.loose import Typed
from huaihai.brands.entering.nominating import Thing
from huaihai.brands.entering.tests.entering import (
    BUSINESS_PHONE,
    PHONE,
    PUBLIC,
    good_facts,
    messages_to,
    nominate,
    nominated,
    on_channel,
    said,
    stated,
)
from huaihai.brands.entering.verbs import TICKS
from huaihai.brands.models import BusinessWord, Entry, LooseNomination, NominationContact
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.businesses.models import Representative
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import due, events
from huaihai.record.models import Event, OutboxMessage

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


def test_silence_of_thirty_days_ends_a_nomination_by_rule(people: People) -> None:
    on_channel(people)
    entry = nominated(people, phone=PHONE).entry
    last = MONDAY + timedelta(days=30)
    assert entering_verbs.word_until(entry) == last.date()

    assert list(entering_verbs.due_acts(last)) == []
    due.fall_due(at=last + timedelta(days=1), brake=None)

    entry.refresh_from_db()
    assert (entry.stage, entry.ended_at) == ("declined", last + timedelta(days=1))
    event = Event.objects.get(subject=entry.record_key, verb="brand_decline")
    assert (event.facts["who"], event.facts["why"]) == ("rule", "silence")
    assert len(messages_to(PHONE)) == 1
    assert len(messages_to(BUSINESS_PHONE)) == 2
    assert not list(entering_verbs.due_acts(last + timedelta(days=1)))


def test_silence_ends_nothing_early_and_nothing_that_was_answered(people: People) -> None:
    entry = nominated(people).entry
    with pytest.raises(NotPossible):
        entering_verbs.fall_silent(entry, at=MONDAY + timedelta(days=30))
    entering_verbs.accept(entry, stated(people.place), by=people.holder, at=MONDAY)

    with pytest.raises(NotPossible):
        entering_verbs.fall_silent(entry, at=MONDAY + timedelta(days=90))


def test_a_number_is_erased_a_week_after_its_message_with_the_message(people: People) -> None:
    good_facts(people)
    entry = nominated(people, phone=PHONE).entry
    entering_verbs.decline(entry, by=people.holder, at=MONDAY)

    _all_due(MONDAY + timedelta(days=6))
    assert NominationContact.objects.exists()
    _all_due(MONDAY + timedelta(days=7))

    assert not NominationContact.objects.exists()
    assert not messages_to(PHONE)
    assert OutboxMessage.objects.exists()  # what the business was told stays


def test_a_number_is_erased_after_half_a_year_at_the_latest(people: People) -> None:
    entry = nominated(people, phone=PHONE).entry
    entering_verbs.accept(entry, stated(people.place), by=people.holder, at=MONDAY)

    _all_due(MONDAY + timedelta(days=179))
    assert NominationContact.objects.exists()
    _all_due(MONDAY + timedelta(days=180))

    assert not NominationContact.objects.exists()
    assert entry.nominations.count() == 1


def _all_due(at: Any) -> None:
    for act in entering_verbs.due_acts(at):
        act()


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
