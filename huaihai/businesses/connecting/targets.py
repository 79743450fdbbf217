"""Where a connection is told what happened (asked by `record.webhooks` through `reactions.WEBHOOK_TARGET`)."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from huaihai.businesses.models import Business, Connection, ConnectionKey, Mandate
from huaihai.businesses.models.register import in_force
from huaihai.record.posting import Target


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
        above = Business.objects.filter(Q(members__in=newest) | Q(merged__in=newest))
        newest = set(above.values_list("pk", flat=True)) - held
        held |= newest
    return held
