"""How a verb moves an entry: lock, ask the table, change, one event with whatever was found."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huaihai.brands import powers
from huaihai.brands.catalogue import rows
from huaihai.brands.lives import COLLECTING, ENTRY
from huaihai.brands.models import Entry
from huaihai.brands.powers import Who
from huaihai.desk.lives import Moved
from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.members.actors import Actor


@dataclass
class Move:
    """A verb under way: change `entry`, add new rows to `rows`, and say what the record keeps (facts are public)."""

    entry: Entry
    rows: list[SealedModel] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""


@contextmanager
def moving(
    entry: Entry,
    verb: str,
    *,
    who: Who,
    noted: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
    text: str = "",
) -> Iterator[Move]:
    """Lock the entry, check that `who` may do this verb, version and stage, hand it out, store it, write one event.

    `who` says by which right the caller acts; the caller has checked that the actor has it. `noted` names the event
    where it says more than "note" ("revisit stored"). Where `seen` is None the version is not compared. The caller's
    object is brought up to date. Raises NotAllowed, Moved, NotPossible, and what the caller raises inside.
    """
    powers.require(verb, who)
    with transaction.atomic():
        held = lock(entry.pk)
        if seen is not None and seen != held.version:
            raise Moved(held)
        before, held.stage = held.stage, ENTRY.after(verb, held.stage)
        move = Move(held, text=text)
        yield move
        if verb not in COLLECTING:
            held.version += 1
        changed = {"before": before, "after": held.stage} if before != held.stage else {}
        store_sealed(
            held.record_key,
            f"brand_{(noted or verb).replace(' ', '_')}",
            move.rows,
            by=by,
            at=at,
            facts={"who": who.value, **changed, **move.facts},
            text=move.text,
        )
        held.save()
        if verb not in COLLECTING:
            rows.refresh(held, at=at)
    entry.__dict__.update(held.__dict__)


def lock(key: UUID) -> Entry:
    """The entry as it is now, held until the transaction ends."""
    rows = Entry.objects.select_for_update(of=("self",))
    found: Entry = rows.select_related("business", "place", "body", "criteria").get(pk=key)
    return found
