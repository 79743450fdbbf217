"""The record: append-only, chained, complete."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from huaihai.kit.fields import Sealed
from huaihai.record import events
from huaihai.record.models import Event
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db


def write(subject: str = "case:1", **more: object) -> Event:
    return events.write(subject=subject, verb="taken", by="officer:1", at=TUESDAY, **more)  # type: ignore[arg-type]


def test_events_of_one_subject_are_numbered_and_chained() -> None:
    first, second = write(), write(facts={"to": "x"})
    other = write("case:2")
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert second.previous_hash == first.hash
    assert events.broken_at("case:1") is None


@pytest.mark.parametrize("change", [{"verb": "declined"}, {"by": "officer:2"}, {"facts": {"to": "y"}}])
def test_a_changed_event_breaks_the_chain(change: dict[str, object]) -> None:
    write()
    event = write(facts={"to": "x"})
    write()
    Event.objects.filter(pk=event.pk).update(**change)
    assert events.broken_at("case:1") == 2


def test_a_removed_event_breaks_the_chain() -> None:
    write()
    event = write()
    write()
    event.delete()
    assert events.broken_at("case:1") == 2


def test_what_people_wrote_is_sealed_and_part_of_the_chain() -> None:
    event = write(text="他说不退")
    held = Event.objects.filter(pk=event.pk).values_list("text", flat=True).get()
    assert "不退" not in str(held)
    assert Event.objects.get(pk=event.pk).text == "他说不退"
    changed = Event.objects.get(pk=event.pk)
    changed.text = "他说退"
    changed.save()
    assert events.broken_at("case:1") == 1


def test_an_erased_text_leaves_the_chain_whole() -> None:
    event = write(text="他说不退")
    write(text="再说")
    Event.objects.filter(pk=event.pk).update(text="", text_salt="")
    assert events.broken_at("case:1") is None


@pytest.mark.parametrize(
    "change", [{"text": ""}, {"text_salt": ""}, {"text_hash": ""}, {"text": Sealed("a256gcm|k1|AAAA|AAAA")}]
)
def test_a_text_that_is_not_the_hashed_one_breaks_the_chain(change: dict[str, str]) -> None:
    event = write(text="他说不退")
    Event.objects.filter(pk=event.pk).update(**change)
    assert events.broken_at("case:1") == 1


def test_a_text_put_where_none_was_breaks_the_chain() -> None:
    event = write()
    event.text, event.text_salt = "后来写的", "00"
    event.save()
    assert events.broken_at("case:1") == 1


def test_the_same_words_have_another_hash_each_time() -> None:
    assert write(text="不退").text_hash != write(text="不退").text_hash


def test_other_keys_for_searching_leave_chains_whole(settings: Any) -> None:
    write(text="他说不退")
    settings.KEYRING = replace(settings.KEYRING, indexing=b"another")
    assert events.broken_at("case:1") is None


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    assert not transaction.get_connection().in_atomic_block
    with pytest.raises(RuntimeError, match="transaction"):
        write()
