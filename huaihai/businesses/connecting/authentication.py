"""Who sends a request: a connection proves itself by a signature over the request, each good once and briefly.

Whatever does not fit, the answer is the same, and takes as long: unknown key, wrong secret, ended connection, old
or early moment, used number. `docs/guides/protocol.md` says what to sign.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from huaihai.businesses.models import Business, Connection, ConnectionKey, Mandate, SeenNonce, beneath
from huaihai.businesses.models.register import in_force
from huaihai.kit import clock, http_signing
from huaihai.members.actors import Actor
from huaihai.record.posting import Target

log = logging.getLogger(__name__)
TAG = "huaihai-request"
WINDOW = timedelta(minutes=5)
NOTE_USE_EVERY = timedelta(minutes=1)
NOBODYS_SECRET = "hs_nobody-has-this"  # noqa: S105 # compared with where the key is unknown, to take as long


class NotAuthenticated(Exception):
    """The request does not prove who sends it. Why is for nobody to know."""


@dataclass(frozen=True)
class Caller:
    """The connection that sent a request, and the actor it is for all its businesses."""

    connection: Connection
    actor: Actor


def caller_of(message: http_signing.Message, *, needed: frozenset[str], at: datetime, stamp: int) -> Caller:
    """Who signed this request; its number counts as used from now on. Raises NotAuthenticated.

    `needed` are the headers that must be signed beside what always is. `stamp` is the machine's time in seconds
    since 1970, `at` the platform's (in the demo they differ).
    """
    signature = _signature(message, needed)
    key = (
        ConnectionKey.objects.valid(at)
        .filter(key_id=signature.key_id, connection__ended_at=None)
        .select_related("connection")
        .first()
    )
    secret = key.secret if key is not None else NOBODYS_SECRET
    if not http_signing.fits(message, signature, secret) or key is None:
        raise NotAuthenticated("the signature does not fit")
    if abs(stamp - signature.created) > WINDOW.total_seconds():
        raise NotAuthenticated("too old, or from the future")
    connection = key.connection
    _use(connection, signature.nonce, at=at, stamp=stamp)
    ids = beneath([connection.business_id], on=clock.local_day(at))
    return Caller(connection, connection.actor(ids))


def _signature(message: http_signing.Message, needed: frozenset[str]) -> http_signing.Signature:
    try:
        held = http_signing.signatures(message, tag=TAG)
    except http_signing.Unsigned as error:
        raise NotAuthenticated("not signed") from error
    if len(held) != 1 or not needed <= set(held[0].components):
        raise NotAuthenticated("one signature over all that is needed")
    return held[0]


def _use(connection: Connection, nonce: str, *, at: datetime, stamp: int) -> None:
    """Write the number down, in a transaction of its own: it stays used, whatever becomes of the request."""
    moment = datetime.fromtimestamp(stamp, UTC)
    try:
        with transaction.atomic():
            # A request is taken from five minutes before its moment until five minutes after it.
            SeenNonce.objects.filter(connection=connection, at__lt=moment - 3 * WINDOW).delete()
            SeenNonce.objects.create(connection=connection, nonce=nonce, at=moment)
            if connection.last_used_at is None or at - connection.last_used_at > NOTE_USE_EVERY:
                Connection.objects.filter(pk=connection.pk).update(last_used_at=at)
    except IntegrityError as error:
        raise NotAuthenticated("this number was used before") from error


def target_of(connection_id: str, at: datetime) -> Target | None:
    """The address, and every key that is good at this moment: while two are, each message carries both
    signatures. None for a connection that was ended or has no address."""
    held = Connection.objects.live().filter(pk=UUID(connection_id)).exclude(webhook_url="").first()
    if held is None:
        return None
    keys = ConnectionKey.objects.valid(at).filter(connection=held)
    return Target(held.webhook_url, tuple((key.key_id, key.webhook_secret) for key in keys))


def connections_of(business_id: UUID, *, on: date) -> list[UUID]:
    """The connections that answer for a business on a day: its own, those of what stands above it, and those of
    whom it or these gave a mandate. In the order in which they are locked."""
    above = _with_those_above({business_id})
    agents = Mandate.objects.filter(in_force(on), principal__in=above).values_list("agent_id", flat=True)
    held = above | _with_those_above(set(agents))
    rows = Connection.objects.live().filter(is_sandbox=False, business__in=held)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _with_those_above(known: set[UUID]) -> set[UUID]:
    held, newest = set(known), set(known)
    while newest:
        above = Business.objects.filter(pk__in=newest).values_list("parent", "merged_into")
        newest = {key for row in above for key in row if key is not None} - held
        held |= newest
    return held
