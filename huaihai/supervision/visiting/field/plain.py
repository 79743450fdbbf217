"""What the ordinary form carries when no script runs: answers and photos at once."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.kit.filestore import Refused, Stored, store
from huaihai.kit.filestore.kinds import PICTURES
from huaihai.supervision.actions.photographing import Taken
from huaihai.supervision.models import Visit, VisitAssignment, visit_key
from huaihai.supervision.visiting.actions.taking import Noted, PhotoRef
from huaihai.supervision.visiting.field.forms import VisitForm

MOST_PHOTOS = 40  # in one form


def noted_with_photos(
    assignment: VisitAssignment, form: VisitForm, *, at: datetime
) -> tuple[Noted, dict[UUID, Taken]]:
    """The visit and its photos, stored as files. The same form sent twice gives the same keys and the same moment.

    Raises Unfit with the item's key where something is no picture.
    """
    key: UUID = form.cleaned_data["key"]
    first = Visit.objects.filter(client_key=key, assignment=assignment).order_by("at").first()
    moment = first.ended_at if first else at
    held = [(item, file) for item, files in form.pictures().items() for file in files]
    if len(held) > MOST_PHOTOS:
        raise Unfit("", _("A form takes %(most)s photos at most.") % {"most": MOST_PHOTOS})
    taken: dict[UUID, Taken] = {}
    refs: list[PhotoRef] = []
    for item, file in held:
        photo_key = uuid5(key, f"{item}:{_hash(file)}")
        stored = _stored(item, file)
        taken[photo_key] = Taken(stored, photo_key, visit_key(key), moment, shows=item)
        refs.append(PhotoRef(photo_key, item, stored.sha256))
    noted = Noted(
        key=key,
        answers=form.answers(),
        started_at=moment,
        ended_at=moment,
        photos=tuple(dict.fromkeys(refs)),
    )
    return noted, taken


def _hash(file: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _stored(item: str, file: "UploadedFile[Any]") -> Stored:
    try:
        stored = store(file)
    except Refused as error:
        raise Unfit(item, error.message) from error
    if stored.kind not in PICTURES:
        raise Unfit(item, _("This is no picture."))
    return stored
