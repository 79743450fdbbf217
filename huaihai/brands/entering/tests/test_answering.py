"""The word of the business, silence, leaving; and what is erased when."""

from datetime import timedelta
from typing import Any

import pytest

from huaihai.brands.entering import falling_due
from huaihai.brands.entering.actions import answering, nominating
from huaihai.brands.entering.actions.answering import TICKS
from huaihai.brands.entering.tests.entering import (
    BUSINESS_PHONE,
    PHONE,
    PUBLIC,
    good_facts,
    messages_to,
    nominated,
    on_channel,
    said,
    stated,
)
from huaihai.brands.entering.things import Thing
from huaihai.brands.models import BusinessWord, Entry, NominationContact
from huaihai.brands.tests.people import MONDAY, People, an_entry
from huaihai.businesses.models import Representative
from huaihai.governance.errors import Moved, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import due, events
from huaihai.record.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db


def test_a_manager_takes_part_and_the_versions_of_the_texts_are_kept(people: People) -> None:
    entry = nominated(people).entry

    word = answering.accept(entry, stated(people.place, name="水壶老店"), by=people.holder, at=MONDAY)

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
        answering.accept(entry, stated(people.place, ticks=ticks), by=people.holder, at=MONDAY)

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
        answering.accept(entry, stated(place, **more), by=people.holder, at=MONDAY)
    assert refused.value.field == field


def test_who_is_no_manager_says_nothing_for_the_business(people: People) -> None:
    entry = nominated(people).entry
    answerer = Representative.objects.get(business=people.shop)
    answerer.role = Representative.Role.ANSWERER
    answerer.save()

    for stranger in (people.holder, people.office, people.home, PUBLIC):
        with pytest.raises(NotAllowed):
            answering.accept(entry, stated(people.place), by=stranger, at=MONDAY)
        with pytest.raises(NotAllowed):
            answering.decline(entry, by=stranger, at=MONDAY)
    listed = an_entry(people, kind=Entry.Kind.RESTAURANT)
    with pytest.raises(NotAllowed):
        answering.leave(listed, by=people.office, at=MONDAY)


def test_two_managers_do_not_answer_over_each_other(people: People) -> None:
    entry = nominated(people).entry
    seen = entry.version
    answering.accept(entry, stated(people.place), seen=seen, by=people.holder, at=MONDAY)

    with pytest.raises(Moved):
        answering.decline(entry, seen=seen, by=people.holder, at=MONDAY)


def test_one_thing_does_not_stand_in_two_entries(people: People) -> None:
    an_entry(people, "listed")
    thing = Thing(people.shop, Entry.Kind.PRODUCT, None, "铜壶")
    first = nominating.nominate(thing, said(), origin="consumer", by=PUBLIC, at=MONDAY).entry
    other = Thing(people.shop, Entry.Kind.PRODUCT, None, "铁壶")
    second = nominating.nominate(other, said(), origin="consumer", by=PUBLIC, at=MONDAY).entry
    answering.accept(first, stated(None, what="铜壶"), by=people.holder, at=MONDAY)

    with pytest.raises(Unfit) as refused:
        answering.accept(second, stated(None, what="铜壶"), by=people.holder, at=MONDAY)
    assert refused.value.field == "what"


def test_declining_needs_no_reason_and_ends_it(people: People) -> None:
    entry = nominated(people, phone=PHONE).entry

    answering.decline(entry, by=people.holder, at=MONDAY)

    assert (entry.stage, entry.ended_at) == ("declined", MONDAY)
    assert len(messages_to(PHONE)) == 1
    with pytest.raises(NotPossible):
        answering.accept(entry, stated(people.place), by=people.holder, at=MONDAY)


def test_the_reason_of_a_business_stands_in_no_event(people: People) -> None:
    entry = nominated(people).entry

    answering.decline(entry, reason="我们太忙了", by=people.holder, at=MONDAY)

    assert BusinessWord.objects.get(entry=entry).reason == "我们太忙了"
    assert not any("太忙" in str(event.facts) + event.text for event in Event.objects.all())


@pytest.mark.parametrize("stage", ["accepted", "listed", "held", "suspended", "notice"])
def test_consent_can_be_taken_back_at_any_stage(people: People, stage: str) -> None:
    entry = an_entry(people, stage)

    answering.leave(entry, by=people.holder, at=MONDAY)

    assert (entry.stage, entry.ended_at) == ("left", MONDAY)
    assert not Entry.objects.directory().exists()
    assert BusinessWord.objects.get(entry=entry).says == "leaves"


def test_silence_of_thirty_days_ends_a_nomination_by_rule(people: People) -> None:
    on_channel(people)
    entry = nominated(people, phone=PHONE).entry
    last = MONDAY + timedelta(days=30)
    assert answering.word_until(entry) == last.date()

    assert list(falling_due.due_acts(last)) == []
    due.fall_due(at=last + timedelta(days=1), brake=None)

    entry.refresh_from_db()
    assert (entry.stage, entry.ended_at) == ("declined", last + timedelta(days=1))
    event = Event.objects.get(subject=entry.record_key, verb="brand_decline")
    assert (event.facts["who"], event.facts["why"]) == ("rule", "silence")
    assert len(messages_to(PHONE)) == 1
    assert len(messages_to(BUSINESS_PHONE)) == 2
    assert not list(falling_due.due_acts(last + timedelta(days=1)))


def test_silence_ends_nothing_early_and_nothing_that_was_answered(people: People) -> None:
    entry = nominated(people).entry
    with pytest.raises(NotPossible):
        answering.fall_silent(entry, at=MONDAY + timedelta(days=30))
    answering.accept(entry, stated(people.place), by=people.holder, at=MONDAY)

    with pytest.raises(NotPossible):
        answering.fall_silent(entry, at=MONDAY + timedelta(days=90))


def test_a_number_is_erased_a_week_after_its_message_with_the_message(people: People) -> None:
    good_facts(people)
    entry = nominated(people, phone=PHONE).entry
    answering.decline(entry, by=people.holder, at=MONDAY)

    _all_due(MONDAY + timedelta(days=6))
    assert NominationContact.objects.exists()
    _all_due(MONDAY + timedelta(days=7))

    assert not NominationContact.objects.exists()
    assert not messages_to(PHONE)
    assert OutboxMessage.objects.exists()  # what the business was told stays


def test_a_number_is_erased_after_half_a_year_at_the_latest(people: People) -> None:
    entry = nominated(people, phone=PHONE).entry
    answering.accept(entry, stated(people.place), by=people.holder, at=MONDAY)

    _all_due(MONDAY + timedelta(days=179))
    assert NominationContact.objects.exists()
    _all_due(MONDAY + timedelta(days=180))

    assert not NominationContact.objects.exists()
    assert entry.nominations.count() == 1


def _all_due(at: Any) -> None:
    for act in falling_due.due_acts(at):
        act()


def test_a_connected_system_does_not_speak_for_the_business(people: People) -> None:
    entry = nominated(people).entry
    system = Actor("business", "connection:1", business_ids=frozenset({people.shop.pk}))

    with pytest.raises(NotAllowed):
        answering.accept(entry, stated(people.place), by=system, at=MONDAY)
