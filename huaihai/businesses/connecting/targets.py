"""Where a connection is told what happened (asked by `record.webhooks` through `reactions.WEBHOOK_TARGET`)."""

from datetime import datetime
from uuid import UUID

from huaihai.businesses.models import Connection, ConnectionKey
from huaihai.record.posting import Target


def target_of(connection_id: str, at: datetime) -> Target | None:
    """The address, and every key that is good at this moment: while two are, each message carries both
    signatures. None for a connection that was ended or has no address."""
    held = Connection.objects.live().filter(pk=UUID(connection_id)).exclude(webhook_url="").first()
    if held is None:
        return None
    keys = ConnectionKey.objects.valid(at).filter(connection=held)
    return Target(held.webhook_url, tuple((key.key_id, key.webhook_secret) for key in keys))
