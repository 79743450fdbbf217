"""Taking in what a visitor noted: once by its key, and nothing is thrown away."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit.ids import new_id
from huaihai.kit.signing import canonical
from huaihai.kit.text.normalise import UnstorableTextError, storable
from huaihai.members.actors import Actor
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.actions.photographing import Taken, photo_of
from huaihai.supervision.models import Photo, Project, Visit, VisitAssignment, visit_key
from huaihai.supervision.visiting import answers, rows


class Faulty(NotPossible):
    """Answers are missing or do not fit; `faults` says which, by item key."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(_("Some answers are still missing or do not fit."))
        self.faults = dict(faults)


class PhotosMissing(NotPossible):
    """Photos that the visit names have not arrived; `keys` are theirs."""

    def __init__(self, keys: list[UUID]) -> None:
        super().__init__(_("Some photos have not arrived yet."))
        self.keys = keys


@dataclass(frozen=True)
class PhotoRef:
    """A photo that belongs to a visit: key from the phone, item, SHA-256 reckoned there."""

    key: UUID
    item: str
    sha256: str


@dataclass(frozen=True)
class Noted:
    """A filled-in form. Degrees in WGS 84, accuracy in metres, where the phone told them."""

    key: UUID
    answers: Mapping[str, str]
    started_at: datetime
    ended_at: datetime
    photos: tuple[PhotoRef, ...] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    accuracy: int | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 over all that was noted, so that the same is known again."""
        return hashlib.sha256(canonical(self._plain())).hexdigest()

    def _plain(self) -> dict[str, Any]:
        return {
            "answers": dict(self.answers),
            "started_at": self.started_at.timestamp(),
            "ended_at": self.ended_at.timestamp(),
            "photos": sorted([str(one.key), one.item, one.sha256] for one in self.photos),
            "position": [str(part) for part in (self.latitude, self.longitude, self.accuracy)],
        }


@dataclass(frozen=True)
class Received:
    """What became of it. `is_new`: stored just now; `is_twin`: there was another one before, and both are kept."""

    visit: Visit
    is_new: bool
    is_twin: bool


def take_visit(
    assignment: VisitAssignment,
    noted: Noted,
    *,
    with_photos: Mapping[UUID, Taken] | None = None,
    by: Actor,
    at: datetime,
) -> Received:
    """Store a visit once. `with_photos` come along with it (without a script); others must have arrived before.

    Raises NotAllowed, NotPossible (nothing is collected now), Faulty, PhotosMissing.
    """
    if by.account_id is None or by.account_id != assignment.account_id:
        raise NotAllowed(_("This visit is somebody else's."))
    project = assignment.sampled.draw.project
    if known := _known(noted):
        return Received(known, is_new=False, is_twin=known.twin_of_id is not None)
    clean = _checked(project, noted)
    coming = dict(with_photos or {})
    try:
        return _stored(assignment, noted, clean, coming, by=by, at=at)
    except IntegrityError:  # the same came twice at once; the other one was quicker
        known = _known(noted)
        if known is None:
            raise
        return Received(known, is_new=False, is_twin=known.twin_of_id is not None)


def _stored(
    assignment: VisitAssignment,
    noted: Noted,
    clean: dict[str, str],
    coming: Mapping[UUID, Taken],
    *,
    by: Actor,
    at: datetime,
) -> Received:
    project = assignment.sampled.draw.project
    with moving(project, "observe", noted="note visit", by=by, at=at) as move:
        stored = dict(Photo.objects.filter(about=visit_key(noted.key)).values_list("client_key", "sha256"))
        there = stored | {key: taken.stored.sha256 for key, taken in coming.items()}
        if missing := [one.key for one in noted.photos if there.get(one.key) != one.sha256]:
            raise PhotosMissing(missing)
        visit = _row(assignment, noted, clean, by=by, at=at)
        fresh = [taken for key, taken in coming.items() if key not in stored]
        move.rows += [*(photo_of(move.project, taken, by=by, at=at) for taken in fresh), visit]
        move.facts |= {
            "place": assignment.sampled.code,
            "turn": assignment.turn,
            "twin": visit.twin_of_id is not None,
        }
    return Received(visit, is_new=True, is_twin=visit.twin_of_id is not None)


def _known(noted: Noted) -> Visit | None:
    return Visit.objects.filter(client_key=noted.key, content_hash=noted.content_hash).first()


def _checked(project: Project, noted: Noted) -> dict[str, str]:
    plan = rows.plan_of(project)
    said, faults = _storable(noted.answers)
    said |= {
        item.key: answers.number(said[item.key])
        for item in plan.items
        if item.type == "number" and said.get(item.key)
    }
    if faults := faults or answers.faults(plan, said, {one.item for one in noted.photos}):
        raise Faulty(faults)
    return answers.kept(plan, said)


def _storable(typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What can be stored, and what is wrong with the rest, by item key."""
    said: dict[str, str] = {}
    faults: dict[str, str] = {}
    for item, value in typed.items():
        try:
            said[item] = storable(value).strip()
        except UnstorableTextError as error:
            faults[item] = _(error.message_id)
    return said, faults


def _row(
    assignment: VisitAssignment, noted: Noted, clean: dict[str, str], *, by: Actor, at: datetime
) -> Visit:
    first = (
        Visit.objects.filter(assignment=assignment, twin_of=None).first()
        or Visit.objects.filter(client_key=noted.key, twin_of=None).first()
    )
    is_free = not Visit.objects.filter(pk=noted.key).exists()
    return Visit(
        pk=noted.key if is_free else new_id(),  # so that its photos are about it by name
        assignment=assignment,
        client_key=noted.key,
        content_hash=noted.content_hash,
        twin_of=first,
        answers=clean,
        photos=sorted([str(one.key), one.item, one.sha256] for one in noted.photos),
        started_at=noted.started_at,
        ended_at=noted.ended_at,
        latitude=noted.latitude,
        longitude=noted.longitude,
        accuracy=noted.accuracy,
        at=at,
        by=by.key,
    )
