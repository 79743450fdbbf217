"""How a verb moves a meeting, a motion or a duty: lock, guard, change, one event."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, cast

from django.db import models, transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NEW, Life, Moved, NotAllowed
from huaihai.governance import standing
from huaihai.kit.clock import local_day
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

__all__ = ["Move", "begin", "local_day", "lock", "lock_alliance", "moving", "office_only"]


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

    Who locks several does it in one order, so that nobody waits in a circle: alliance (`lock_alliance`), meeting,
    motion, its amendment, member body, hand-over, agreement, others.
    """
    return models.QuerySet(type(row)).select_for_update().get(pk=row.pk)


def lock_alliance() -> Organisation:
    """The alliance's own row, held until the transaction ends: what needs numbers or one at a time comes here first."""
    return Organisation.objects.select_for_update(no_key=True).get(key=directory.ROOT_KEY)


def office_only(by: Actor, *, at: datetime) -> None:
    """Raises NotAllowed unless the actor acts as the secretariat on that day."""
    if not standing.is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat in office can do this."))
