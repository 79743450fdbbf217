"""What whoever owns the host can do past the program: any row, any file, and with its keys whatever these sign."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from django.db import connection, models
from django.db.models import Count

from huaihai.kit.fields import Sealed
from huaihai.kit.sealing import seal
from huaihai.record import events
from huaihai.record.log import kept
from huaihai.record.log.leaves import leaf_hash
from huaihai.record.log.notes import Checkpoint
from huaihai.record.models import Event, LogHead, LogLeaf, LogTile
from huaihai.record.verify import commitments

LEDGER = ("compensation_entry", "compensation_posting", "prepaid_cardentry")


def rows(model: type[models.Model]) -> "models.QuerySet[Any, Any]":
    """Rows without what the program guards them with."""
    return models.QuerySet(model)


def any_of(model: type[models.Model], chance: Random, **wanted: Any) -> Any:
    """One row, by chance."""
    keys = list(rows(model).filter(**wanted).order_by("pk").values_list("pk", flat=True))
    return rows(model).get(pk=chance.choice(keys))


def any_chain(chance: Random, *, least: int = 1) -> list[Event]:
    """The events of one subject, by chance."""
    counted = Event.objects.order_by("subject").values("subject").annotate(n=Count("pk")).filter(n__gte=least)
    return list(events.history(chance.choice([one["subject"] for one in counted])))


def put(row: models.Model, **values: Any) -> None:
    """Write columns, sealed ones under the host's key."""
    for name, value in values.items():
        field = row._meta.get_field(name)
        is_sealed = hasattr(field, "place_on") and value and not isinstance(value, Sealed)
        values[name] = Sealed(seal(field.closed(value), place=field.place_on(row))) if is_sealed else value
    rows(type(row)).filter(pk=row.pk).update(**values)


def hash_again(chain: list[Event]) -> None:
    """Number and hash these events anew, as if they had happened so."""
    previous = ""
    for number, event in enumerate(chain, start=1):
        event.number, event.previous_hash = number, previous
        event.text_hash = events._hash_of_text(event)
        previous = event.hash = events.digest(event)
    for number, event in enumerate(chain):  # aside first: a number is there once
        rows(Event).filter(pk=event.pk).update(number=100_000 + number)
    for event in chain:
        fields = ("number", "verb", "by", "at", "facts", "text_hash", "previous_hash", "hash", "subject")
        rows(Event).filter(pk=event.pk).update(**{name: getattr(event, name) for name in fields})


def write_log_again(*, with_rows: bool = False) -> None:
    """Make the log fit the events that are there now, and sign its head with the host's key."""
    now = {(one.subject, one.number): one.hash for one in Event.objects.only("subject", "number", "hash")}
    leaves = [one for one in LogLeaf.objects.order_by("number") if (one.subject, one.event_number) in now]
    new = sorted(now.keys() - {(one.subject, one.event_number) for one in leaves})
    leaves += [LogLeaf(subject=subject, event_number=number, salt="00" * 16) for subject, number in new]
    committed = commitments.of(sorted({one.subject for one in leaves})) if with_rows else {}
    LogLeaf.objects.all().delete()
    LogTile.objects.all().delete()
    for number, one in enumerate(leaves):
        one.number, one.event_hash = number, now[one.subject, one.event_number]
        one.rows = committed.get(one.subject, one.rows) if one.rows or not one.leaf_hash else one.rows
        one.leaf_hash = leaf_hash(
            subject=one.subject,
            event_number=one.event_number,
            event_hash=one.event_hash,
            rows=one.rows,
            salt=one.salt,
        )
    LogLeaf.objects.bulk_create(leaves, batch_size=500)
    sign_head(leaves)


def sign_head(leaves: list[LogLeaf]) -> None:
    from huaihai.record.verify.growing import Growing

    growing = Growing()
    for one in leaves:
        growing.add(bytes.fromhex(one.leaf_hash))
    head = LogHead.objects.get()
    checkpoint = kept.signed(Checkpoint(head.origin, growing.size, growing.root())).written
    LogHead.objects.update(size=growing.size, checkpoint=checkpoint)


@contextmanager
def without_guards() -> Iterator[None]:
    """A block without the database's own guards: they are for accidents, and its owner takes them off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s, %s)", LEDGER
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
