"""Whoever has to be told of an edition: a row each in the transaction of its publication, then claimed and sent.

The rows are made inside the database, so that ten thousand cost hardly more than ten. An edition replaces what
waits of the ones before it: nobody gets a wrong text once its correction is out.

Sending what is queued: claimed first, rendered then, handed over once, noted one by one.
A row is claimed in a transaction of its own before anything leaves. If the program dies, the claim runs out and the
row is taken again under the same effect key, by which a provider drops the repeat.
"""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable

from huaihai.education.models import Delivery, DeliveryQuerySet, Edition
from huaihai.education.sending import receivers
from huaihai.education.sending.letters import Desk
from huaihai.members.actors import Actor
from huaihai.record import outbox


def broadcast(edition: Edition, *, by: Actor, at: datetime) -> None:
    """Queue the edition for its subscribers and the press, and replace what waits of earlier ones."""
    of_publication = Delivery.objects.waiting().filter(edition__publication=edition.publication_id)
    of_publication.update(state=Delivery.State.SUPERSEDED, ended_at=at)
    channel, due_at, in_digest = F("channel"), F("to_due_at"), F("to_in_digest")
    subscribed = {"subscription": F("pk"), "channel": channel, "due_at": due_at, "in_digest": in_digest}
    _insert(receivers.subscriptions(edition), _row(edition, at) | subscribed)
    _insert(receivers.press(edition), _row(edition, at) | _for_the_press(at))


def under_embargo(edition: Edition, *, at: datetime) -> None:
    """Queue a copy in advance for the press: signed, and free from `edition.not_before` on.

    To be called whenever all signatures are there and the moment lies ahead, and when that moment is changed; who
    has this text with this moment already is told nothing again.
    """
    if edition.not_before is None or edition.not_before <= at:
        return
    rows = _told_to_the_press(edition).exclude(state=Delivery.State.SUPERSEDED)
    last: dict[Any, Delivery] = {row.press_id: row for row in rows}
    has_it = (Delivery.Notice.ADVANCE, edition.not_before, edition.text_hash)
    stale = [row.pk for row in last.values() if _told(row) != has_it]
    _supersede(stale, at)
    known = [press for press, row in last.items() if row.pk not in stale]
    row = _row(edition, at) | _for_the_press(at)
    row["notice"] = _words(Delivery.Notice.ADVANCE)
    row["embargo_at"] = _moment(edition.not_before)
    _insert(receivers.press(edition).exclude(pk__in=known), row)


def call_off(edition: Edition, *, at: datetime) -> None:
    """It does not go out after all (dropped, or sent back): tell whoever of the press has a copy."""
    holding: dict[Any, bool] = {}
    for row in _told_to_the_press(edition):
        if row.state == Delivery.State.SENT or row.effect_key:  # it left, or may have left
            holding[row.press_id] = row.notice == Delivery.Notice.ADVANCE
    _supersede([row.pk for row in _told_to_the_press(edition)], at)
    called = _row(edition, at) | _for_the_press(at)
    called["notice"] = _words(Delivery.Notice.CALLED_OFF)
    had = [press for press, has_it in holding.items() if has_it]
    _insert(receivers.press(edition).filter(pk__in=had), called)


def _told_to_the_press(edition: Edition) -> DeliveryQuerySet:
    """What was queued of this edition for the press, first to last."""
    return Delivery.objects.filter(edition=edition, press__isnull=False).order_by("pk")


def _told(row: Delivery) -> tuple[str, datetime | None, str]:
    return row.notice, row.embargo_at, row.text_hash


def _supersede(keys: list[int], at: datetime) -> None:
    waiting = Delivery.objects.waiting().filter(pk__in=keys)
    waiting.update(state=Delivery.State.SUPERSEDED, ended_at=at)


def _row(edition: Edition, at: datetime) -> dict[str, Combinable]:
    """What all rows of an edition have in common."""
    return {
        "edition": Value(edition.pk, output_field=UUIDField()),
        "notice": _words(Delivery.Notice.OUT),
        "text_hash": _words(edition.text_hash),
        "state": _words(Delivery.State.WAITING),
        "queued_at": _moment(at),
        "effect_key": _words(""),
        "attempts": Value(0, output_field=IntegerField()),
        "last_error": _words(""),
    }


def _for_the_press(at: datetime) -> dict[str, Combinable]:
    return {
        "press": F("pk"),
        "channel": _words(Delivery.Channel.PRESS),
        "due_at": _moment(at),
        "in_digest": Value(False, output_field=BooleanField()),
    }


def _insert(rows: QuerySet[Any], row: Mapping[str, Combinable]) -> None:
    """INSERT … SELECT: a delivery for each of the rows, none of which passes through this program."""
    names = {name: f"as_{name}" for name in row}
    chosen = rows.annotate(**{names[name]: value for name, value in row.items()}).values_list(*names.values())
    try:
        select, params = chosen.query.sql_with_params()
    except EmptyResultSet:  # the program knows already that there is nobody
        return
    meta: Any = Delivery._meta
    quote = connection.ops.quote_name
    columns = ", ".join(quote(meta.get_field(name).column) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(meta.db_table)} ({columns}) {select}", params)


def _words(text: str) -> Value:
    return Value(str(text), output_field=CharField())


def _moment(at: datetime) -> Value:
    return Value(at, output_field=DateTimeField())


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


def is_due(*, at: datetime) -> bool:
    """Whether anything waits that is to be sent now."""
    return Delivery.objects.due(at).exists()


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
