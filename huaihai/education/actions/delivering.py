"""Sending what is queued: claimed first, rendered then, handed over once, noted one by one.

A row is claimed in a transaction of its own before anything leaves. If the program dies, the claim runs out and the
row is taken again under the same effect key, by which a provider drops the repeat.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from huaihai.education.letters.writing import Desk
from huaihai.education.models import Delivery, DeliveryQuerySet
from huaihai.record import outbox

log = logging.getLogger(__name__)
BATCH = 50  # rows claimed at a time
LEASE = timedelta(minutes=10)  # how long a row counts as being sent by whoever claimed it
SAFE = LEASE / 2  # after which a slow batch is left to the next claim


def send_due(*, at: datetime, limit: int = BATCH) -> int:
    """Send what is due, and return how many messages were tried. A failure waits longer; the fifth gives up."""
    desk, begun, tried = Desk(), time.monotonic(), 0
    for message in _claimed(at, limit):
        if time.monotonic() - begun > SAFE.total_seconds():
            break
        tried += 1
        if still := _still_waiting(message):
            _send(desk, still, at)
    return tried


def _claimed(at: datetime, limit: int) -> list[list[Delivery]]:
    """Rows that are ours until the lease ends, one list a message."""
    with transaction.atomic():
        rows = _locked(_heads(at)[:limit])
        rows += _others_of_digests(rows, at)
        for row in rows:
            row.claimed_until = at + LEASE
        for message in _messages(rows):
            _name(message)
        Delivery.objects.bulk_update(rows, ["claimed_until", "effect_key"])
    return _messages(whole([row.pk for row in rows]))


def _heads(at: datetime) -> DeliveryQuerySet:
    """What is due, of each digest the first row alone: who claims that one has the whole digest."""
    same = {"subscription": OuterRef("subscription"), "effect_key": OuterRef("effect_key")}
    earlier = Delivery.objects.due(at).filter(in_digest=True, pk__lt=OuterRef("pk"), **same).order_by()
    return Delivery.objects.due(at).exclude(Q(Exists(earlier), in_digest=True))


def _others_of_digests(rows: Sequence[Delivery], at: datetime) -> list[Delivery]:
    """The other rows of the digests that begin with these: a digest stays one message, also when it is tried again."""
    wanted = [Q(subscription=row.subscription_id, effect_key=row.effect_key) for row in rows if row.in_digest]
    if not wanted:
        return []
    due = Delivery.objects.due(at).filter(reduce(or_, wanted), in_digest=True)
    return _locked(due.exclude(pk__in=[row.pk for row in rows]))


def _locked(rows: DeliveryQuerySet) -> list[Delivery]:
    """Held until the transaction ends; what somebody else holds is left to them, so that nobody waits for another."""
    return list(rows.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked))


def _messages(rows: Sequence[Delivery]) -> list[list[Delivery]]:
    """By effect key; before the first claim, a digest's rows of one receiver together."""
    order = sorted(rows, key=lambda row: (_key(row), row.pk))
    grouped = [list(held) for _key_of, held in groupby(order, key=_key)]
    return sorted(grouped, key=lambda held: held[0].pk)


def _key(row: Delivery) -> str:
    if row.effect_key:
        return row.effect_key
    return f"new:{row.subscription_id}" if row.in_digest else f"new-one:{row.pk}"


def _name(message: Sequence[Delivery]) -> None:
    """Its effect key, for good."""
    for row in message:
        row.effect_key = row.effect_key or f"delivery:{message[0].pk}"


def whole(keys: Iterable[int]) -> list[Delivery]:
    """These rows with all that a letter is written from."""
    rows = Delivery.objects.filter(pk__in=list(keys)).select_related(
        "edition__publication__publisher",
        "edition__publication__shown",
        "edition__version__publication__publisher",
        "subscription",
        "press",
    )
    return list(rows.prefetch_related("edition__signatures__body", "edition__version__products"))


def _still_waiting(message: Sequence[Delivery]) -> list[Delivery]:
    """Without what was replaced by a correction, or unsubscribed, since it was claimed."""
    keys = set(
        Delivery.objects.waiting().filter(pk__in=[row.pk for row in message]).values_list("pk", flat=True)
    )
    return [row for row in message if row.pk in keys]


def _send(desk: Desk, message: Sequence[Delivery], at: datetime) -> None:
    keys, first = [row.pk for row in message], message[0]
    try:
        letter = desk.letter(message)
        channel = first.channel if first.channel == Delivery.Channel.SMS else Delivery.Channel.EMAIL
        more: dict[str, Any] = {} if not letter.html else {"html": letter.html, "headers": letter.headers}
        outbox.sender_of(channel)(
            address=_address(first), title=letter.title, text=letter.text, effect_key=first.effect_key, **more
        )
    except Exception as error:  # noqa: BLE001 -- whatever the provider's library raises, the message waits
        _wait(message, error, at)
        return
    # Also what was replaced or unsubscribed while it left: it is out, and the receipts say so.
    held = Delivery.objects.filter(pk__in=keys).exclude(state=Delivery.State.GAVE_UP)
    held.update(
        state=Delivery.State.SENT, attempts=F("attempts") + 1, ended_at=at, claimed_until=None, last_error=""
    )


def _address(row: Delivery) -> str:
    receiver = row.press.email if row.press is not None else row.subscription and row.subscription.address
    if not receiver:
        raise LookupError("the receiver has no address")
    return receiver


def _wait(message: Sequence[Delivery], error: Exception, at: datetime) -> None:
    keys, attempts = [row.pk for row in message], message[0].attempts + 1
    # Neither address nor words: the library's message may hold both.
    log.warning("delivery %s not sent: %s", keys[0], type(error).__name__)
    noted: dict[str, Any] = {"attempts": attempts, "last_error": type(error).__name__[:80]}
    waiting = Delivery.objects.waiting().filter(pk__in=keys)
    if attempts >= len(outbox.RETRY_AFTER):
        waiting.update(**noted, state=Delivery.State.GAVE_UP, ended_at=at, claimed_until=None)
    else:
        waiting.update(**noted, due_at=at + outbox.RETRY_AFTER[attempts - 1], claimed_until=None)
