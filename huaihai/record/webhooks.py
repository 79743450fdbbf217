"""Webhooks: signed messages to the systems of businesses, each until it is taken or given up.

A row waits in the outbox with the change it tells of; its address is the id of a connection. Like every message it
is sent outside a transaction, since the other end may be slow. It can arrive twice, and later than one that was
written after it: id and sequence in its body tell.
"""

import logging
import secrets
import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.kit import http_signing
from huaihai.record import posting
from huaihai.record.models import OutboxMessage

log = logging.getLogger(__name__)
TAG = "huaihai-webhook"
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
LEASE = timedelta(minutes=2)  # how long a row counts as being sent by whoever claimed it
SAFE = LEASE / 2  # after which a slow round leaves the rest to the next
NO_RECEIVER = "no-receiver"
LOOKED_AT = 5_000  # waiting rows in one round, to find those whose receiver has not just failed


def send_waiting(*, at: datetime, stamp: int, limit: int = 50) -> int:
    """Send what is due and return how many were taken. After one failure the others to the same connection wait
    for the next round. `stamp` is the machine's time in seconds since 1970, which signatures go by."""
    sent, failing, begun = 0, set[str](), time.monotonic()
    tried = 0
    # Far more are looked at than are sent: what waits for a receiver that fails takes nobody else's turn.
    for row in list(_due(at).only("pk", "address").order_by("created_at", "pk")[:LOOKED_AT]):
        if row.address in failing:
            continue
        if tried == limit or time.monotonic() - begun > SAFE.total_seconds():
            break
        tried += 1
        message = _claimed(row.pk, at)
        if message is None:
            continue
        refused = _refusal(message, at=at, stamp=stamp)
        _note(message, refused, at)
        if refused:
            failing.add(message.address)
        else:
            sent += 1
    return sent


def is_due(*, at: datetime) -> bool:
    """Whether anything waits that is to be sent now."""
    return _due(at).exists()


def _due(at: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        channel=OutboxMessage.Channel.WEBHOOK, sent_at=None, gave_up_at=None, next_try_at__lte=at
    )


def try_again(message_id: UUID, *, at: datetime) -> None:
    """Send this one anew, at once, whatever became of it before. The receiver knows it by its id."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().get(pk=message_id)
        message.attempts, message.next_try_at = 0, at
        message.sent_at = message.gave_up_at = None
        message.save(update_fields=["attempts", "next_try_at", "sent_at", "gave_up_at"])


def _claimed(key: UUID, at: datetime) -> OutboxMessage | None:
    """The row, if nobody else sends it now."""
    with transaction.atomic():
        message: OutboxMessage | None = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(pk=key, sent_at=None, gave_up_at=None, next_try_at__lte=at)
            .first()
        )
        if message is None:
            return None
        message.next_try_at = at + LEASE
        message.save(update_fields=["next_try_at"])
        return message


def _refusal(message: OutboxMessage, *, at: datetime, stamp: int) -> str:
    """Sends it; "" if it was taken, else why not, as a code."""
    target: posting.Target | None = import_string(reactions.WEBHOOK_TARGET)(message.address, at)
    if target is None:
        return NO_RECEIVER
    body = message.text.encode()
    try:
        where = posting.where(target.url)
        request = http_signing.Message("POST", where.authority, where.path, where.query, body)
        signed = http_signing.sign(
            request, keys=target.keys, created=stamp, nonce=secrets.token_urlsafe(18), tag=TAG
        )
        posting.post(where, body, headers=signed)
    except posting.NotTaken as error:
        return error.code
    return ""


def _note(message: OutboxMessage, refused: str, at: datetime) -> None:
    message.attempts += 1
    message.last_error = refused
    if not refused:
        message.sent_at = at
    elif refused == NO_RECEIVER or message.attempts > len(RETRY_AFTER):
        message.gave_up_at = at
    else:
        message.next_try_at = at + RETRY_AFTER[message.attempts - 1]
    if refused:
        log.warning("webhook %s not taken: %s", message.pk, refused)
    message.save(update_fields=["attempts", "last_error", "sent_at", "gave_up_at", "next_try_at"])
