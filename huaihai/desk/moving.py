"""How a verb moves a row with a life: lock, guard, change, one event."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, cast

from django.db import models, transaction

from huaihai.desk.lives import NEW, Life, Moved
from huaihai.members.actors import Actor
from huaihai.record import events


class Row(Protocol):
    """What such a row has."""

    stage: str
    version: int

    @property
    def record_key(self) -> str: ...


@dataclass
class Move[R]:
    """A verb under way: change `row`, and say what the record keeps (facts are public: no personal data)."""

    row: R
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    stays: bool = False  # others may go on with the version they saw


@contextmanager
def moving[R: models.Model](
    row: R, verb: str, life: Life, *, by: Actor, at: datetime, seen: int | None = None
) -> Iterator[Move[R]]:
    """Lock the row, check version and stage, hand it out, then save it and write the event.

    The caller's object is brought up to date. Raises Moved, NotPossible, and what the caller raises inside.
    """
    with transaction.atomic():
        held = lock(row)
        known = cast("Row", held)
        if seen is not None and seen != known.version:
            raise Moved(held)
        before = known.stage
        known.stage = life.after(verb, before)
        move = Move(held)
        yield move
        if not move.stays:
            known.version += 1
        held.save()
        facts = {"before": before, "after": known.stage, **move.facts}
        events.write(subject=known.record_key, verb=verb, by=by.key, at=at, facts=facts, text=move.text)
    row.__dict__.update(held.__dict__)


def begin(row: models.Model, verb: str, life: Life, *, by: Actor, at: datetime, **facts: Any) -> None:
    """Save a new row with its first event, in the caller's transaction."""
    known = cast("Row", row)
    known.stage = life.after(verb, NEW)
    row.save(force_insert=True)
    written = {"before": NEW, "after": known.stage, **facts}
    events.write(subject=known.record_key, verb=verb, by=by.key, at=at, facts=written)


def lock[R: models.Model](row: R) -> R:
    """The row as it is now, held until the transaction ends.

    Who locks several does it in one order, so that nobody waits in a circle: see `governance.actions.office`.
    """
    return models.QuerySet(type(row)).select_for_update().get(pk=row.pk)
