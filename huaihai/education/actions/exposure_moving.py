"""How a verb moves an exposure: lock, guard, change, one event."""

from datetime import datetime
from typing import Any

from huaihai.desk.lives import Moved
from huaihai.education.actions import editing
from huaihai.education.exposing.life import LIFE
from huaihai.education.models import Edition, Exposure
from huaihai.members.actors import Actor
from huaihai.record import events


def take(
    exposure: Exposure, verb: str, *, seen: int | None = None, by: Actor, at: datetime
) -> tuple[Exposure, Edition]:
    """The exposure, locked and moved on by this verb, and the newest edition of its text."""
    rows = Exposure.objects.select_for_update(of=("self",))
    held = rows.select_related("publication__publisher", "business").get(pk=exposure.pk)
    editing.require_writer(by, held.publication.publisher, at=at)
    if seen is not None and seen != held.turn:
        raise Moved(held)
    held.stage = LIFE.after(verb, held.stage)
    edition = held.publication.editions.select_related("publication__publisher", "version").latest("number")
    return held, edition


def keep(held: Exposure, shown: Exposure, verb: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    """Save what a verb changed, with its event; the caller's object is brought up to date."""
    held.turn += 1
    held.save()
    shown.__dict__.update(held.__dict__)
    note(held, verb, by=by, at=at, **facts)


def note(exposure: Exposure, verb: str, *, by: Actor, at: datetime, **facts: Any) -> None:
    """One event of the exposure: `exposure_` and the verb."""
    events.write(
        subject=exposure.record_key,
        verb=f"exposure_{verb.replace(' ', '_')}",
        by=by.key,
        at=at,
        facts={"business": str(exposure.business_id), **facts},
        text=exposure.end_reason,
    )
