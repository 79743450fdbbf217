"""How a verb moves a project: lock, guard, change, one event with whatever was observed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huaihai.desk.lives import Moved
from huaihai.desk.sealed.rows import SealedModel
from huaihai.members.actors import Actor
from huaihai.supervision.lives import COLLECTING, PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.sealing import seal


@dataclass
class Move:
    """A verb under way: change `project`, add new rows to `rows`, and say what the record keeps (facts are public)."""

    project: Project
    rows: list[SealedModel] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    text: str = ""


@contextmanager
def moving(
    project: Project,
    verb: str,
    *,
    noted: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
    text: str = "",
) -> Iterator[Move]:
    """Lock the project, check version and stage, hand it out, then store it with its new rows and write one event.

    `noted` names the event where it says more than the verb ("observe" → "sample bought"). Where `seen` is None the
    version is not compared: two people may collect at once; nor does collecting make it another one, so that whoever
    leads can take the next step while answers come in. The caller's object is brought up to date. Raises Moved,
    NotPossible, and what the caller raises inside.
    """
    with transaction.atomic():
        held = lock(project.pk)
        if seen is not None and seen != held.version:
            raise Moved(held)
        before, held.stage = held.stage, PROJECT.after(verb, held.stage)
        move = Move(held, text=text)
        yield move
        if verb not in COLLECTING:
            held.version += 1
        facts = (
            {**move.facts} if before == held.stage else {"before": before, "after": held.stage, **move.facts}
        )
        seal(held, noted or verb, move.rows, by=by, at=at, facts=facts, text=move.text)
        held.save()
    project.__dict__.update(held.__dict__)


def lock(key: UUID) -> Project:
    """The project as it is now, held until the transaction ends."""
    rows = Project.objects.select_for_update(of=("self",))
    return rows.select_related("lead", "registered", "release").get(pk=key)
