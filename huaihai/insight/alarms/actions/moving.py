"""How a verb moves an alarm: lock, compare the version seen, ask the life, change, write one event."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from huaihai.desk.lives import Moved
from huaihai.insight.alarms.lives import ALARM
from huaihai.insight.models import Alarm
from huaihai.members.actors import Actor
from huaihai.record import events


@contextmanager
def moving(
    alarm: Alarm, *, noted: str, seen: int | None = None, by: Actor, at: datetime, text: str = ""
) -> Iterator[tuple[Alarm, dict[str, Any]]]:
    """The alarm as it is now, held, and the facts of the event `noted`, to be filled. The caller's object is brought
    up to date. Raises Moved, and what the caller raises inside.
    """
    with transaction.atomic():
        held = (
            Alarm.objects.select_for_update(of=("self",)).select_related("seen", "raised_by").get(pk=alarm.pk)
        )
        if seen is not None and seen != held.version:
            raise Moved(held)
        facts: dict[str, Any] = {"number": held.number}
        before = held.stage
        yield held, facts
        held.version += 1
        moved: Mapping[str, str] = {} if before == held.stage else {"before": before, "after": held.stage}
        events.write(
            subject=held.record_key, verb=noted, by=by.key, at=at, facts={**facts, **moved}, text=text
        )
        held.save()
    alarm.__dict__.update(held.__dict__)


def move(alarm: Alarm, verb: str) -> None:
    """The stage to which a verb leads, unsaved. Raises NotPossible."""
    alarm.stage = ALARM.after(verb, alarm.stage)
