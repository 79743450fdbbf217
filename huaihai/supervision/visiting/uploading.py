"""A photo that comes piece by piece, over a network that goes and comes; what never arrives whole is forgotten."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import sealing
from huaihai.kit.filestore import Refused, store
from huaihai.kit.filestore.kinds import HEAD_BYTES, PICTURES, kind_of
from huaihai.kit.keys.columns import SealedColumn
from huaihai.members.actors import Actor
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Photo, PhotoPiece, PhotoUpload, VisitAssignment, visit_key
from huaihai.supervision.moving import Taken, lock, moving, photo_of

PIECE = 256 * 1024  # bytes
MOST_UNDER_WAY = 300  # photos of one person that have not arrived whole


@dataclass(frozen=True)
class Coming:
    """What the phone says of a photo: keys, item, size in bytes, SHA-256, when and where it was taken."""

    key: UUID
    visit: UUID
    item: str
    size: int
    sha256: str
    taken_at: datetime
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    @property
    def pieces(self) -> int:
        return -(-self.size // PIECE)


@dataclass(frozen=True)
class Standing:
    """How far a photo has come: the number of the next piece, or that it is here whole."""

    next: int
    is_whole: bool


def standing(assignment: VisitAssignment, coming: Coming, *, by: Actor) -> Standing:
    """How far this photo has come. Raises NotAllowed, Unfit("key") where the key belongs to another photo."""
    _require_own(assignment, by)
    photo = Photo.objects.filter(client_key=coming.key).first()
    if photo is not None:
        if photo.sha256 != coming.sha256 or photo.about != visit_key(coming.visit):
            raise _taken()
        return Standing(coming.pieces, is_whole=True)
    held = PhotoUpload.objects.filter(pk=coming.key).first()
    if held is None:
        return Standing(0, is_whole=False)
    _require_same(held, assignment, coming)
    # All may be here and not put together: it was broken off, or is under way. Then the last piece comes once more.
    return Standing(min(_first_missing(held), coming.pieces - 1), is_whole=False)


def take_piece(
    assignment: VisitAssignment, coming: Coming, number: int, content: bytes, *, by: Actor, at: datetime
) -> Standing:
    """Keep one piece; with the last one the photo is put together, compared with the phone's hash, and sealed.

    The same piece may come again. Raises NotAllowed, NotPossible (nothing is collected now; too much under way; not
    whole, then it has to be sent from its beginning), Unfit("key" or "photo").
    """
    before = standing(assignment, coming, by=by)
    if before.is_whole:
        return before
    _require_fit(assignment, coming, number, content, by=by)
    with transaction.atomic():
        lock(assignment.sampled.draw.project_id)
        if (now := standing(assignment, coming, by=by)).is_whole:  # the same came twice at once
            return now
        held, _new = PhotoUpload.objects.get_or_create(
            pk=coming.key,
            defaults={
                "assignment": assignment,
                "visit": coming.visit,
                "item": coming.item,
                "size": coming.size,
                "sha256": coming.sha256,
                "taken_at": coming.taken_at,
                "latitude": coming.latitude,
                "longitude": coming.longitude,
                "begun_at": at,
            },
        )
        _require_same(held, assignment, coming)
        sealed = sealing.seal_bytes(content, place=_place(coming.key, number))
        held.pieces.update_or_create(number=number, defaults={"content": sealed})
    if (following := _first_missing(held)) < coming.pieces:
        return Standing(following, is_whole=False)
    return _put_together(assignment, held, coming, by=by, at=at)


def _put_together(
    assignment: VisitAssignment, held: PhotoUpload, coming: Coming, *, by: Actor, at: datetime
) -> Standing:
    with tempfile.TemporaryFile(dir=settings.FILES if settings.FILES.exists() else None) as whole:
        if _written(held, whole) != coming.sha256:
            if _is_stored(coming):  # meanwhile, and its pieces are gone
                return Standing(coming.pieces, is_whole=True)
            held.pieces.all().delete()
            raise NotPossible(_("This photo did not arrive as it was taken. It is sent once more."))
        whole.seek(0)
        try:
            if kind_of(whole.read(HEAD_BYTES), _("photo")) not in PICTURES:
                raise Unfit("photo", _("This is no picture."))
            whole.seek(0)
            stored = store(File(whole, name=_("photo")))
        except Refused as error:
            raise Unfit("photo", error.message) from error
    taken = Taken(
        stored,
        coming.key,
        visit_key(coming.visit),
        coming.taken_at,
        shows=coming.item,
        latitude=coming.latitude,
        longitude=coming.longitude,
    )
    try:
        with moving(assignment.sampled.draw.project, "observe", noted="take photo", by=by, at=at) as move:
            move.rows.append(photo_of(move.row, taken, by=by, at=at))
            move.facts |= {"place": assignment.sampled.code, "item": coming.item}
            PhotoUpload.objects.filter(pk=held.pk).delete()
    except NotPossible:
        if not _is_stored(coming):
            raise  # else the same came twice at once
    return Standing(coming.pieces, is_whole=True)


def _is_stored(coming: Coming) -> bool:
    return Photo.objects.filter(client_key=coming.key, sha256=coming.sha256).exists()


def _written(held: PhotoUpload, whole: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for number, sealed in held.pieces.order_by("number").values_list("number", "content").iterator():
        content = sealing.unseal_bytes(bytes(sealed), place=_place(held.pk, number))
        digest.update(content)
        whole.write(content)
    return digest.hexdigest()


def _place(key: UUID, number: int) -> str:
    return f"supervision_photo_piece.content:{key}:{number}"


def sealed_columns() -> list[SealedColumn]:
    """Where the pieces lie."""
    needs = ("upload_id", "number")
    return [SealedColumn(PhotoPiece, "content", lambda row: _place(row["upload_id"], row["number"]), needs)]


def _first_missing(held: PhotoUpload) -> int:
    there = set(PhotoPiece.objects.filter(upload=held).values_list("number", flat=True))
    return next(number for number in range(len(there) + 1) if number not in there)


def _require_own(assignment: VisitAssignment, by: Actor) -> None:
    if by.account_id is None or by.account_id != assignment.account_id:
        raise NotAllowed(_("This visit is somebody else's."))


def _require_same(held: PhotoUpload, assignment: VisitAssignment, coming: Coming) -> None:
    if (held.assignment_id, held.visit, held.sha256, held.size) != (
        assignment.pk,
        coming.visit,
        coming.sha256,
        coming.size,
    ):
        raise _taken()


def _taken() -> Unfit:
    return Unfit("key", _("Another photo came with this key before. Both are kept; this one gets a new key."))


def _require_fit(
    assignment: VisitAssignment, coming: Coming, number: int, content: bytes, *, by: Actor
) -> None:
    PROJECT.after("observe", assignment.sampled.draw.project.stage)
    if not 0 < coming.size <= settings.EVIDENCE_MAX_BYTES:
        raise Unfit("photo", _("A photo may have 25 MB at most."))
    last = coming.size - PIECE * (coming.pieces - 1)
    if not 0 <= number < coming.pieces or len(content) != (PIECE if number < coming.pieces - 1 else last):
        raise Unfit("photo", _("A piece of this photo is not complete."))
    others = PhotoUpload.objects.filter(assignment__account=by.account_id).exclude(pk=coming.key)
    if others.count() >= MOST_UNDER_WAY and not PhotoUpload.objects.filter(pk=coming.key).exists():
        raise NotPossible(_("Too many photos are under way. Please let the others arrive first."))


FORGOTTEN_AFTER = timedelta(days=60)  # a phone may lie in a drawer for a while; it sends them again whole
MANY = 100


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """Photos that were begun long ago."""
    old = PhotoUpload.objects.filter(begun_at__lte=at - FORGOTTEN_AFTER)
    keys = list(old.values_list("pk", flat=True)[:MANY])
    if keys:
        yield partial(_forget, keys)


def _forget(keys: list[UUID]) -> None:
    PhotoUpload.objects.filter(pk__in=keys).delete()
