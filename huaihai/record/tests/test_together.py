"""Writes that wait: one statement, the same rows as one by one, and whoever reads in between finds them."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from huaihai.kit import compiled
from huaihai.kit.clock import ZONE
from huaihai.kit.together import together
from huaihai.record.models import Clock, Event, IntakeKey, OutboxMessage

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 10, tzinfo=ZONE)


def key(name: str, **answer: Any) -> IntakeKey:
    return IntakeKey(key=name, body_hash="h", answer=answer, created_at=AT)


def event(number: int) -> Event:
    return Event(subject="s", number=number, verb="v", by="b", at=AT, facts={"a": ["二"]}, hash=f"{number}")


def message(effect: str) -> OutboxMessage:
    return OutboxMessage(effect_key=effect, channel="sms", text="100% words", created_at=AT, next_try_at=AT)


def clock() -> Clock:
    held = {"subject": "s", "name": "n", "owner": "o", "limit_name": "X", "number": 1, "unit": "days"}
    return Clock(**held, started_at=AT, due_on=date(2026, 12, 1))


def writes(asked: CaptureQueriesContext) -> list[str]:
    return [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]


def test_what_waits_goes_at_the_end_and_is_what_was_given() -> None:
    compiled.insert(key("old"))
    compiled.insert(message("known"))
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), together():
        for number in (1, 2, 3):
            compiled.insert(event(number))
        for effect in ("known", "new", "newer"):
            compiled.insert(message(effect), ignore_conflicts=True)
        compiled.insert(clock())
        assert compiled.update(key("old", number="三"), ["answer"])
        assert compiled.update(key("none", number="三"), ["answer"])
        assert not writes(asked)
    assert len(writes(asked)) == (1 if connection.vendor == "postgresql" else 5)
    assert list(Event.objects.order_by("number").values_list("number", "hash")) == [
        (1, "1"),
        (2, "2"),
        (3, "3"),
    ]
    assert Event.objects.first().facts == {"a": ["二"]}  # type: ignore[union-attr]
    texts = OutboxMessage.objects.order_by("effect_key")
    assert [one.effect_key for one in texts] == ["known", "new", "newer"]
    assert {one.text for one in texts} == {"100% words"}
    assert Clock.objects.get().due_on == date(2026, 12, 1)
    assert [(one.key, one.answer) for one in IntakeKey.objects.all()] == [("old", {"number": "三"})]


def test_whoever_reads_in_between_finds_what_was_written() -> None:
    with transaction.atomic(), together():
        compiled.insert(event(1))
        assert Event.objects.get().hash == "1"
        compiled.insert(event(2))
        Event.objects.filter(number=2).update(hash="other")
        compiled.insert(event(3))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM record_event")
            assert cursor.fetchone() == (3,)
    assert Event.objects.get(number=2).hash == "other"


def test_a_row_that_waits_is_changed_after_it_went() -> None:
    row = key("k")
    with transaction.atomic(), together():
        compiled.insert(row)
        for number in (1, 2):
            row.answer = {"number": number}
            compiled.update(row, ["answer"])
    assert IntakeKey.objects.get().answer == {"number": 2}


@transaction.atomic
def taken() -> None:
    compiled.insert(event(2))
    compiled.insert(key("taken"))


def test_a_key_that_is_taken_takes_back_its_savepoint_alone() -> None:
    compiled.insert(key("taken"))
    with transaction.atomic(), together():
        compiled.insert(event(1))
        with pytest.raises(IntegrityError):
            taken()
        compiled.insert(event(3))
    assert [one.number for one in Event.objects.order_by("number")] == [1, 3]


def stopped() -> None:
    with transaction.atomic(), together():
        compiled.insert(event(1))
        raise ValueError("enough")


def test_what_waits_is_dropped_with_its_block() -> None:
    with pytest.raises(ValueError, match="enough"):
        stopped()
    assert not Event.objects.exists()
    compiled.insert(event(1))  # and the next waits for nothing
    assert Event.objects.exists()


def test_a_block_in_a_block_waits_for_the_outer_one() -> None:
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), together():
        with together():
            compiled.insert(event(1))
        assert not writes(asked)
    assert len(writes(asked)) == 1


def test_many_go_in_parts() -> None:
    with transaction.atomic(), together():
        for number in range(1, 201):
            compiled.insert(event(number))
    assert Event.objects.count() == 200
