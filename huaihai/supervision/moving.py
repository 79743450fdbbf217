"""How a verb moves a project: lock, guard, change, one event with whatever was observed, photos too."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.life import COLLECTING, PROJECT
from huaihai.supervision.models import Photo, Project


def seal(
    project: Project,
    verb: str,
    rows: Sequence[SealedModel],
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    text: str = "",
) -> None:
    """Store these new rows (each `full_clean`ed by its own action before) and write what was found.

    The caller holds the project's row lock (`actions.moving`). Rows of several kinds are stored in the order given.
    Raises RuntimeError outside a transaction.
    """
    verb_name = f"supervision_{verb.replace(' ', '_')}"
    store_sealed(project.record_key, verb_name, rows, by=by, at=at, facts=facts, text=text)


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


@dataclass(frozen=True)
class Taken:
    """A photo as it comes from the phone. Latitude and longitude in degrees (WGS 84), where the phone told them."""

    stored: Stored
    client_key: UUID
    about: str
    taken_at: datetime
    shows: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def photo_of(project: Project, taken: Taken, *, by: Actor, at: datetime) -> Photo:
    """The row of a photo, to be put into `move.rows`. Raises NotPossible if its key is taken already; ask
    `known` first.
    """
    if Photo.objects.filter(client_key=taken.client_key).exists():
        raise NotPossible(f"photo {taken.client_key} is stored already")
    return Photo(
        project=project,
        client_key=taken.client_key,
        about=taken.about,
        shows=storable_name(taken.shows),
        kind=taken.stored.kind,
        size=taken.stored.size,
        sha256=taken.stored.sha256,
        derivative=taken.stored.derivative,
        taken_at=taken.taken_at,
        latitude=taken.latitude,
        longitude=taken.longitude,
        at=at,
        by=by.key,
    )


def known(project: Project, client_key: UUID) -> Photo | None:
    """The photo with this key. Raises NotAllowed if it belongs to another project."""
    found = Photo.objects.filter(client_key=client_key).first()
    if found is not None and found.project_id != project.pk:
        raise NotAllowed(f"photo {client_key} belongs to another project")
    return found
