"""A table that leaves the platform: who took it, of which rows, how many and for what, stands in the record."""

from datetime import datetime
from typing import Any

from django.db import transaction

from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


def write_down(*, what: str, rows: int, asked: dict[str, Any], reason: str, by: Actor, at: datetime) -> None:
    """In the chain of the officer's body. `asked` tells which rows; the reason is a private word."""
    assert by.organisation is not None  # noqa: S101 -- an officer has a post in a body
    with transaction.atomic():
        body = Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation.pk)
        facts = {"what": what, "rows": rows, "asked": asked}
        events.write(
            subject=body.record_key, verb="table taken", by=by.key, at=at, facts=facts, text=reason.strip()
        )
