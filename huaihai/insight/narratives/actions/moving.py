"""How a verb moves a narrative: lock, ask the table, change, one event that holds none of its words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huaihai.desk.lives import Moved
from huaihai.insight.models import Narrative
from huaihai.insight.narratives.lives import NARRATIVE, OVER
from huaihai.members.actors import Actor
from huaihai.record import events


@dataclass
class Move:
    """A verb under way: change `narrative`, and say in `facts` what the record keeps."""

    narrative: Narrative
    facts: dict[str, Any] = field(default_factory=dict)


@contextmanager
def moving(
    narrative: Narrative, verb: str, *, by: Actor, at: datetime, seen: int | None = None
) -> Iterator[Move]:
    """Lock the row, compare the version that was seen, ask the table, hand it out, store it, write one event.

    What is over keeps no words, but why it was refused. The caller's object is brought up to date. Raises Moved,
    NotPossible, and what the caller raises inside.
    """
    with transaction.atomic():
        held = lock(narrative.pk)
        if seen is not None and seen != held.version:
            raise Moved(held)
        before, held.stage = held.stage, NARRATIVE.after(verb, held.stage)
        move = Move(held)
        yield move
        held.version += 1
        held.touched_at = at
        if held.stage in OVER:
            held.text = held.approved_hash = ""
            held.answer = held.answer if held.stage == "refused" else ""
        facts = {"before": before, "after": held.stage} if before != held.stage else {}
        events.write(
            subject=held.record_key,
            verb=f"narrative_{verb.replace(' ', '_')}",
            by=by.key,
            at=at,
            facts=facts | move.facts,
        )
        held.save()
    narrative.__dict__.update(held.__dict__)


def lock(key: UUID) -> Narrative:
    """The row as it is now, held until the transaction ends."""
    rows = Narrative.objects.select_for_update(of=("self",)).select_related(
        "case__home", "case__lead", "case__business", "case__place"
    )
    row: Narrative = rows.get(pk=key)
    return row
