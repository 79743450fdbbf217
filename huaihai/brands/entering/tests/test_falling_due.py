"""What time does: silence ends a nomination, and numbers are erased on their day."""

from datetime import timedelta
from typing import Any

import pytest

from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.tests.entering import (
    BUSINESS_PHONE,
    PHONE,
    good_facts,
    messages_to,
    nominated,
    on_channel,
    stated,
)
from huaihai.brands.models import NominationContact
from huaihai.brands.tests.people import MONDAY, People
from huaihai.desk.lives import NotPossible
from huaihai.record import due
from huaihai.record.models import Event, OutboxMessage

pytestmark = pytest.mark.django_db


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
