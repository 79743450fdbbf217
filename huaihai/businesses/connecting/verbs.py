"""A business's own system: connecting it, its address, new keys, its end, and telling it what happened."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.businesses import rights
from huaihai.businesses.connecting.forms import LONGEST_OVERLAP, Redirect
from huaihai.businesses.models import Business, Change, Connection, ConnectionKey
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.verbs import page
from huaihai.kit import clock, signing
from huaihai.members.actors import Actor
from huaihai.record import events, outbox, posting, webhooks
from huaihai.record.models import OutboxMessage

MOST_LIVE = 20  # connections of one business


@dataclass(frozen=True)
class Secrets:
    """What is shown once, when a key is made, and never again."""

    key_id: str
    secret: str
    webhook_secret: str


def connect(
    business: Business, *, name: str, webhook_url: str = "", is_sandbox: bool, by: Actor, at: datetime
) -> tuple[Connection, Secrets]:
    """Let a system answer for this business and all beneath it. Raises NotAllowed, NotPossible, Unfit."""
    _may_manage(by, business, at)
    _check_address(webhook_url)
    with transaction.atomic():
        Business.objects.select_for_update(no_key=True).get(pk=business.pk)
        live = Connection.objects.live().filter(business=business)
        if live.filter(name=name).exists():
            raise NotPossible(_("This business has a connection of that name already."))
        if live.count() >= MOST_LIVE:
            raise NotPossible(_("These are enough connections. Please end one that is not needed any more."))
        made = Connection.objects.create(
            business=business,
            name=name,
            is_sandbox=is_sandbox,
            webhook_url=webhook_url,
            made_by=by.key,
            from_at=at,
        )
        shown = _new_key(made, at)
        facts = {"connection": str(made.pk), "is_sandbox": is_sandbox, "key": shown.key_id}
        _note(made, "system_connected", facts, by=by, at=at)
    return made, shown


@page(
    "address",
    "",
    gettext_lazy("Address for webhooks"),
    gettext_lazy("The address is kept. Send a test message to see whether it arrives."),
    form=Redirect,
    options=lambda _actor, held: {"initial": {"webhook_url": held.webhook_url}},
    lead=gettext_lazy("Each message is signed; it carries ids and codes alone."),
    button=gettext_lazy("Keep it"),
)
def redirect(connection: Connection, *, webhook_url: str, seen: int, by: Actor, at: datetime) -> None:
    """Webhooks go to this address from now on; to none, if it is empty. Raises NotAllowed, Moved, Unfit."""
    _check_address(webhook_url)
    with transaction.atomic():
        held = _held(connection, seen=seen, by=by, at=at)
        held.webhook_url = webhook_url
        held.save(update_fields=["webhook_url", "version"])
        _note(held, "system_redirected", {"connection": str(held.pk)}, by=by, at=at)


def rotate(connection: Connection, *, overlap_days: int, seen: int, by: Actor, at: datetime) -> Secrets:
    """A new key; the one before it works this many days more (none: not from now on). Raises NotAllowed, Moved."""
    days = min(max(overlap_days, 0), LONGEST_OVERLAP)
    with transaction.atomic():
        held = _held(connection, seen=seen, by=by, at=at)
        ConnectionKey.objects.valid(at).filter(connection=held, until_at=None).update(
            until_at=at + timedelta(days=days)
        )
        # Of two keys that run out, the older one is not needed beside the new one any longer.
        outgoing = ConnectionKey.objects.valid(at).filter(connection=held).values_list("pk", flat=True)
        ConnectionKey.objects.filter(pk__in=list(outgoing)[1:]).update(until_at=at)
        shown = _new_key(held, at)
        held.save(update_fields=["version"])
        facts = {"connection": str(held.pk), "key": shown.key_id, "overlap_days": days}
        _note(held, "system_key_changed", facts, by=by, at=at)
    return shown


@page(
    "end",
    "",
    gettext_lazy("End the connection"),
    gettext_lazy("The connection is ended. Its system is not let in any more."),
    lead=gettext_lazy(
        "From now on its system is not let in and is told nothing. What it did stays in the record."
    ),
    button=gettext_lazy("End it now"),
)
def end(connection: Connection, *, seen: int, by: Actor, at: datetime) -> None:
    """From now on the system is not let in and is told nothing. Its record stays. Raises NotAllowed, Moved."""
    with transaction.atomic():
        held = _held(connection, seen=seen, by=by, at=at)
        held.ended_at = at
        held.save(update_fields=["ended_at", "version"])
        ConnectionKey.objects.valid(at).filter(connection=held).update(until_at=at)
        _note(held, "system_disconnected", {"connection": str(held.pk)}, by=by, at=at)


def test(connection: Connection, *, by: Actor, at: datetime) -> Change:
    """Send a message that tells nothing, to see whether it arrives. Raises NotAllowed."""
    with transaction.atomic():
        held = Connection.objects.select_for_update().get(pk=connection.pk)
        _may_manage(by, held.business, at)
        return tell(held.pk, subject=held.record_key, kind=Change.Kind.TEST, data={}, at=at)


def send_again(change: Change, *, by: Actor, at: datetime) -> None:
    """Send a webhook anew, whatever became of it. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        held = Connection.objects.select_for_update().get(pk=change.connection_id)
        _may_manage(by, held.business, at)
        if held.ended_at is not None or not held.webhook_url or change.message_id is None:
            raise NotPossible(_("There is no address to which this could be sent."))
        webhooks.try_again(change.message_id, at=at)


def tell(
    connection_id: UUID, *, subject: str, kind: Change.Kind, data: Mapping[str, Any], at: datetime
) -> Change:
    """Tell a connection what happened, in the caller's transaction: on its list and, with an address, by webhook.

    The connection's row is locked until the end of the transaction, so that its numbers rise without a gap.
    """
    held = Connection.objects.select_for_update().get(pk=connection_id)
    held.last_number += 1
    before = Change.objects.filter(connection=held, subject=subject).order_by("-sequence").first()
    made = Change(
        connection=held,
        number=held.last_number,
        subject=subject,
        sequence=before.sequence + 1 if before else 1,
        kind=kind,
        data=dict(data),
        at=at,
    )
    if held.webhook_url and held.ended_at is None:
        made.message = _queued(made, held, at)
    made.save(force_insert=True)
    held.save(update_fields=["last_number"])
    return made


def body_of(change: Change, *, is_sandbox: bool) -> dict[str, Any]:
    """What a connection reads of a change: on the list and in a webhook the same."""
    kind, _colon, key = change.subject.partition(":")
    return {
        "id": str(change.pk),
        "number": change.number,
        "type": str(change.kind),
        "case": key if kind in ("case", "practice") else None,
        "sequence": change.sequence,
        "at": change.at.astimezone(clock.ZONE).isoformat(timespec="seconds"),
        "is_practice": is_sandbox,
        "data": change.data,
    }


def _queued(change: Change, connection: Connection, at: datetime) -> OutboxMessage:
    key = f"webhook:{change.pk}"
    outbox.queue(
        effect_key=key,
        subject=change.subject,
        channel=OutboxMessage.Channel.WEBHOOK,
        address=str(connection.pk),
        title=str(change.kind),
        text=signing.canonical(body_of(change, is_sandbox=connection.is_sandbox)).decode(),
        at=at,
    )
    queued: OutboxMessage = OutboxMessage.objects.get(effect_key=key)
    return queued


def _new_key(connection: Connection, at: datetime) -> Secrets:
    shown = Secrets(
        key_id=f"hk_{secrets.token_hex(12)}",
        secret=f"hs_{secrets.token_urlsafe(32)}",
        webhook_secret=f"hw_{secrets.token_urlsafe(32)}",
    )
    try:
        ConnectionKey.objects.create(
            connection=connection,
            key_id=shown.key_id,
            secret=shown.secret,
            webhook_secret=shown.webhook_secret,
            from_at=at,
        )
    except IntegrityError as error:
        raise Moved(connection) from error
    return shown


def _held(connection: Connection, *, seen: int, by: Actor, at: datetime) -> Connection:
    Business.objects.select_for_update(no_key=True).get(pk=connection.business_id)  # first, as everywhere
    held: Connection = Connection.objects.select_for_update().get(pk=connection.pk)
    _may_manage(by, held.business, at)
    if held.version != seen or held.ended_at is not None:
        raise Moved(held)
    held.version += 1
    return held


def _note(connection: Connection, verb: str, facts: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """One event of the business, whose row the caller holds."""
    subject = f"business:{connection.business_id}"
    events.write(subject=subject, verb=verb, by=by.key, at=at, facts=facts)


def _may_manage(by: Actor, business: Business, at: datetime) -> None:
    if by.kind == "system":
        return
    if not rights.may(by, business, rights.MANAGE, on=clock.local_day(at)):
        raise NotAllowed(_("Only a manager of the business may connect its system."))


def _check_address(webhook_url: str) -> None:
    if not webhook_url:
        return
    try:
        posting.where(webhook_url)
    except posting.NotTaken as error:
        if error.code == "not-public":
            raise Unfit(
                "webhook_url",
                _(
                    "This address lies inside a network of its own; we cannot reach it. Please write a public one."
                ),
            ) from error
        raise Unfit(
            "webhook_url",
            _("Please write an address that begins with https:// and holds no name, password or #."),
        ) from error
