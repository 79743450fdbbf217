"""How a verb moves a project: lock, guard, change, one event with whatever was observed, photos too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from huaihai.desk import moving as desk_moving
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.desk.moving import Moving, event_of
from huaihai.desk.sealed.rows import SealedModel
from huaihai.desk.sealed.storing import store_sealed
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.life import COLLECTING, PROJECT
from huaihai.supervision.models import Photo, Project

type Move = desk_moving.Move[Project]
EVENT = event_of("supervision")


def seal(
    project: Project,
    verb: str,
    rows: Sequence[SealedModel],
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Store these new rows (each `full_clean`ed by its own action before) and write what was found.

    The caller holds the project's row lock. Rows of several kinds are stored in the order given.
    Raises RuntimeError outside a transaction.
    """
    store_sealed(project.record_key, EVENT(verb), rows, by=by, at=at, facts=facts)


def lock(key: UUID) -> Project:
    """The project as it is now, held until the transaction ends."""
    rows = Project.objects.select_for_update(of=("self",))
    return rows.select_related("lead", "registered", "release").get(pk=key)


# Two people may collect at once, and whoever leads takes the next step while answers come in.
moving = Moving[Project](
    PROJECT,
    lock=lambda project: lock(project.pk),
    event=EVENT,
    collecting=COLLECTING,
    tells_stage=False,
)


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
