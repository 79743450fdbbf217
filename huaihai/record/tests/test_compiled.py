"""What is compiled once does what Django does: the same rows read, the same rows stored, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, models, transaction
from django.db.models.query import ModelIterable
from django.forms import model_to_dict

from huaihai.kit import compiled
from huaihai.kit.clock import ZONE
from huaihai.kit.compiled import Compiled
from huaihai.record.models import Clock, ClockPause, Event, IntakeKey, OutboxMessage

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 10, tzinfo=ZONE)
ID = UUID("01a22bfe-3f21-7ef9-bbdd-04a3d3ab0574")


def message(**other: Any) -> OutboxMessage:
    held = {"effect_key": "a", "subject": "s", "channel": "sms", "address": "1", "text": "words"}
    return OutboxMessage(**{**held, "created_at": AT, "next_try_at": AT} | other)


def clock(**other: Any) -> Clock:
    held = {"subject": "s", "name": "n", "owner": "o", "limit_name": "X", "number": 1, "unit": "days"}
    return Clock(**{**held, "started_at": AT, "due_on": date(2026, 12, 1)} | other)


NEW: dict[str, Any] = {
    "key of its own, sealed text": message,
    "facts": lambda: Event(subject="s", number=1, verb="v", by="b", at=AT, facts={"a": [1, "二"]}, text="x"),
    "key made by the database": clock,
    "text as key": lambda: IntakeKey(key="k", body_hash="h", answer={"number": "1"}, created_at=AT),
}


@pytest.mark.parametrize("kind", NEW)
def test_a_row_inserted_is_the_row_saved(kind: str) -> None:
    for _again in range(2):  # compiled, and as compiled
        row = NEW[kind]()
        compiled.insert(row)
        assert row.pk is not None
        assert not row._state.adding
        stored = type(row).objects.get(pk=row.pk)
        as_compiled = values(stored)
        stored.delete()
        row = NEW[kind]()
        row.save(force_insert=True)
        saved = type(row).objects.get(pk=row.pk)
        assert values(saved) == as_compiled
        saved.delete()


def values(row: models.Model) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(row).items() if name != "id"}


def test_a_conflict_is_ignored_only_where_it_is_to_be() -> None:
    for _again in range(2):
        compiled.insert(message(), ignore_conflicts=True)
    assert OutboxMessage.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        compiled.insert(message())


def test_columns_are_updated_as_save_does() -> None:
    row = message()
    compiled.insert(row)
    row.text, row.attempts, row.sent_at, row.title = "other", 2, AT, "not stored"
    assert compiled.update(row, ["text", "attempts", "sent_at"])
    stored = OutboxMessage.objects.get()
    assert (stored.text, stored.attempts, stored.sent_at, stored.title) == ("other", 2, AT, "")
    compiled.update(row, [])
    row.delete()
    row.pk = ID
    assert not compiled.update(row, ["attempts"])


def test_a_row_is_updated_only_while_it_still_is_so() -> None:
    row = message()
    compiled.insert(row)
    row.attempts = 1
    for held in ({"sent_at": AT}, {"sent_at": None, "attempts": 2}, {"attempts": 0, "next_try_at": None}):
        assert not compiled.update(row, ["attempts"], still=held)
    assert compiled.update(row, ["attempts"], still={"sent_at": None, "attempts": 0, "next_try_at": AT})
    assert not compiled.update(row, ["attempts"], still={"attempts": 0})
    assert OutboxMessage.objects.get().attempts == 1


def test_a_json_column_is_updated() -> None:
    row = IntakeKey(key="k", body_hash="h", answer={}, created_at=AT)
    compiled.insert(row)
    row.answer = {"number": "二"}
    compiled.update(row, ["answer"])
    assert IntakeKey.objects.get().answer == {"number": "二"}


pauses_of: Compiled[ClockPause] = Compiled(
    lambda clock, reason: (
        ClockPause.objects.filter(clock=clock, clock__subject="s", reason=reason)
        .select_related("clock")
        .annotate(owner=models.F("clock__owner"))
        .order_by("pk")
    ),
    clock=ClockPause._meta.get_field("clock"),
    reason=ClockPause._meta.get_field("reason"),
)


def test_a_compiled_query_reads_what_the_query_reads(django_assert_num_queries: Any) -> None:
    clocks = [Clock.objects.create(**vars_of(clock(name=name))) for name in ("a", "b")]
    for one in clocks:
        for day in (1, 2):
            ClockPause.objects.create(clock=one, from_on=date(2026, 11, day), reason=f"why {day}")
    for one in clocks:
        for reason in ("why 1", "why 2", "none"):
            with django_assert_num_queries(1):
                found: list[Any] = pauses_of(clock=one.pk, reason=reason)
                assert [row.clock.name for row in found] == [one.name] * len(found)
            expected = list(ClockPause.objects.filter(clock=one, reason=reason))
            assert [values(row) for row in found] == [values(row) for row in expected]
            assert all(row.owner == "o" for row in found)


def test_what_two_threads_ask_at_once_stays_apart() -> None:
    """Each has its own values and its own connection, though both use what was compiled once."""
    clocks = [Clock.objects.create(**vars_of(clock(name=name))) for name in ("a", "b")]
    for one in clocks:
        ClockPause.objects.create(clock=one, from_on=date(2026, 11, 1), reason="why")
    asked = [pauses_of._filled({"clock": one.pk, "reason": "why"}) for one in clocks]
    first, second = (ready.rows_of(params) for ready, params in filter(None, asked))
    found: dict[str, list[ClockPause]] = {"second": list(ModelIterable(second))}
    found["first"] = list(ModelIterable(first))
    assert [row.clock_id for row in (*found["first"], *found["second"])] == [one.pk for one in clocks]


def test_a_thread_asks_by_its_own_connection() -> None:
    """What this thread compiled, another one asks the database by itself."""
    assert pauses_of(clock=1, reason="none") == []
    asked = pauses_of._filled({"clock": 1, "reason": "none"})
    assert asked is not None
    with ThreadPoolExecutor(1) as threads:
        there = threads.submit(lambda: asked[0].rows_of(asked[1]).query.get_compiler().connection).result()
    assert asked[0].rows_of(asked[1]).query.get_compiler().connection is connections[DEFAULT_DB_ALIAS]
    assert there is not connections[DEFAULT_DB_ALIAS]


def vars_of(row: models.Model) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name != "id"
    }


def test_sealed_text_stays_bound_to_its_row() -> None:
    row = message()
    compiled.insert(row)
    by_id = Compiled(lambda pk: OutboxMessage.objects.filter(pk=pk), pk=OutboxMessage._meta.pk)
    (found,) = by_id(pk=row.pk)
    assert found.text == "words"
    assert by_id(pk=ID) == []


events_of: Compiled[Event] = Compiled(
    lambda subjects, verb, numbers: (
        Event.objects.filter(subject__in=subjects, number__in=numbers).exclude(verb=verb).order_by("pk")
    ),
    subjects=Event._meta.get_field("subject"),
    verb=Event._meta.get_field("verb"),
    numbers=Event._meta.get_field("number"),
)


def test_a_list_is_asked_for_whatever_its_length() -> None:
    for subject in ("a", "b", "c"):
        for number, verb in enumerate(("x", "y", "z"), start=1):
            Event.objects.create(subject=subject, number=number, verb=verb, by="b", at=AT, facts={})
    for subjects in (["a"], ["b"], ["a", "c"], ["c", "c", "none"], ["a", "b", "c"], []):
        for numbers in ([1, 2], [3], [3, 2], []):
            found = events_of(subjects=subjects, verb="y", numbers=numbers)
            expected = Event.objects.filter(subject__in=subjects, number__in=numbers).exclude(verb="y")
            assert found == list(expected.order_by("pk")), (subjects, numbers)


counted: Compiled[Any] = Compiled(
    lambda owner, until, since: (
        Clock.objects.filter(owner=owner)
        .annotate(one=models.Value(1))
        .values("one")
        .annotate(
            due=models.Count("pk", filter=models.Q(due_on__lte=until, due_on__gte=since)),
            all=models.Count("pk"),
        )
        .values_list("due", "all")
    ),
    owner=Clock._meta.get_field("owner"),
    until=Clock._meta.get_field("due_on"),
    since=Clock._meta.get_field("due_on"),
)


def test_numbers_are_counted_by_days() -> None:
    for day in range(1, 6):
        clock(name=str(day), due_on=date(2026, 12, day)).save()
    for since, until in ((1, 5), (2, 3), (4, 2), (5, 30)):
        found = counted.numbers(owner="o", until=date(2026, 12, until), since=date(2026, 12, since))
        assert found == [(sum(since <= day <= until for day in range(1, 6)), 5)]
    assert counted.numbers(owner="nobody", until=date(2026, 12, 5), since=date(2026, 12, 1)) == [(0, 0)]


held_by: Compiled[Any] = Compiled(
    lambda owner: Clock.objects.filter(owner=owner).order_by("due_on").values_list("name")[:3],
    owner=Clock._meta.get_field("owner"),
)


def test_each_value_is_counted_among_the_first_ones() -> None:
    for day, name in enumerate("abab", start=1):
        clock(subject=f"case:{day}", name=name, due_on=date(2026, 12, day)).save()

    assert sorted(held_by.counts(owner="o")) == [("a", 2), ("b", 1)]
    assert held_by.counts(owner="nobody") == []


def test_values_are_compiled_as_rows_are() -> None:
    """A list of keys and a moment; what one has is none of the other."""
    for key in "abc":
        message(effect_key=key).save()

    def build(keys: Any, since: Any) -> models.QuerySet[OutboxMessage, Any]:
        rows = OutboxMessage.objects.filter(pk__in=keys, created_at__gte=since)
        return rows.order_by("effect_key").values_list("pk", "created_at", "effect_key")

    asked = Compiled(build, keys=OutboxMessage._meta.pk, since=OutboxMessage._meta.get_field("created_at"))
    keys = list(OutboxMessage.objects.order_by("effect_key").values_list("pk", flat=True))
    for some in (keys, keys[:2], keys[1:]):
        padded = compiled.padded(some, 5)
        assert len(padded) == 5
        assert asked(keys=padded, since=AT) == list(build(some, AT))
    assert asked(keys=keys, since=AT + timedelta(seconds=1)) == []
    assert asked(keys=compiled.padded([], 5), since=AT) == []


def test_rows_unread_are_the_rows_when_they_are_looked_at() -> None:
    for key in "abc":
        message(effect_key=key).save()
    rows = OutboxMessage.objects.order_by("effect_key").values_list("pk", "created_at", "effect_key")
    unread = compiled.Unread(rows)
    assert (len(unread), list(unread)) == (3, list(rows))
    assert (unread[1], unread[-2:]) == (rows[1], list(rows)[1:])
    assert rows[2] in unread
    nothing = compiled.Unread(rows.none())
    assert (len(nothing), list(nothing), nothing[:5]) == (0, [], [])
