"""The record: append-only, chained, complete."""

import pytest
from django.db import transaction

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


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    assert not transaction.get_connection().in_atomic_block
    with pytest.raises(RuntimeError, match="transaction"):
        write()
