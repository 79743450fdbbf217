"""How a verb moves an edition: lock, guard, change, one event. Locks are taken edition first, then publication."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huaihai.desk.lives import Moved
from huaihai.education.lifecycle import EDITION
from huaihai.education.models import Edition, Publication
from huaihai.members.actors import Actor
from huaihai.record import events


@dataclass
class Move:
    """A verb under way: change `edition`, and say what the record keeps (facts are public: no personal data)."""

    edition: Edition
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""


@contextmanager
def moving(
    edition: Edition, verb: str, *, by: Actor, at: datetime, seen: int | None = None, text: str = ""
) -> Iterator[Move]:
    """Lock the edition, check turn and stage, hand it out, then save it and write the event of its publication.

    The caller's object is brought up to date. Raises Moved, NotPossible, and what the caller raises inside.
    """
    with transaction.atomic():
        held = lock(edition.pk)
        if seen is not None and seen != held.turn:
            raise Moved(held)
        before, held.stage = held.stage, EDITION.after(verb, held.stage)
        move = Move(held, text=text)
        yield move
        held.turn += 1
        held.save()
        facts = {"before": before, "after": held.stage, **move.facts}
        note(held, verb, facts, by=by, at=at, text=move.text)
    edition.__dict__.update(held.__dict__)


def lock(key: UUID) -> Edition:
    """The edition as it is now, held until the transaction ends."""
    rows = Edition.objects.select_for_update(of=("self",))
    return rows.select_related("publication__publisher", "version").get(pk=key)


def lock_publication(key: UUID) -> Publication:
    """The publication as it is now, held until the transaction ends."""
    return (
        Publication.objects.select_for_update(of=("self",)).select_related("publisher", "shown").get(pk=key)
    )


def note(
    edition: Edition, verb: str, facts: dict[str, Any], *, by: Actor, at: datetime, text: str = ""
) -> None:
    """One event of the publication: `edition_` and the verb."""
    events.write(
        subject=edition.publication.record_key,
        verb=f"edition_{verb.replace(' ', '_')}",
        by=by.key,
        at=at,
        facts={"edition": edition.number, "purpose": edition.purpose, **facts},
        text=text,
    )
