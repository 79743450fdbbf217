"""Photos and scanned papers: taken once by the key they got where they were taken, sealed, never public."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.models import Photo, Project


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
