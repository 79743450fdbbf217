"""Storing observations: rows and the event that holds their fingerprints, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction

from huaihai.desk.sealed.rows import SealedModel
from huaihai.members.actors import Actor
from huaihai.record import events

ROWS_AN_EVENT = 500


def store_sealed(
    subject: str,
    verb: str,
    rows: Sequence[SealedModel],
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    text: str = "",
    then: Callable[[], None] = lambda: None,
) -> None:
    """Store new rows about a subject of the record, and write their fingerprints into its chain under this verb.

    `then` comes between: it stores the subject's own row, which may name the new ones, and what follows from the
    event finds it as it is now.

    The caller holds the subject's row lock. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an observation is stored in the transaction of its event")
    for model in dict.fromkeys(type(row) for row in rows):
        model.objects.bulk_create([row for row in rows if type(row) is model])
    then()
    chunks = list(batched(rows, ROWS_AN_EVENT)) or [()]
    for chunk in chunks:
        sealed = {"sealed": [[row.seal_key, row.fingerprint] for row in chunk]} if chunk else {}
        events.write(
            subject=subject, verb=verb, by=by.key, at=at, facts={**(facts or {}), **sealed}, text=text
        )
