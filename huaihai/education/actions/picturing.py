"""Pictures of a text: taken in, drawn anew, numbered; a picture stays as it is for ever."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.education.actions.editing import require_writer
from huaihai.education.actions.moving import lock_publication
from huaihai.education.models import Picture, Publication
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.record import events

MOST_PICTURES = 40


def add_picture(publication: Publication, stored: Stored, *, shows: str, by: Actor, at: datetime) -> Picture:
    """One more picture; the same file again is the one that is there. Raises NotAllowed, NotPossible, Unfit."""
    require_writer(by, publication.publisher, at=at)
    said = storable_name(shows)
    if not stored.derivative:
        raise Unfit("picture", _("This is no picture. Please choose a photo or a screenshot."))
    if not said:
        raise Unfit("shows", _("Please say what it shows, for those who cannot see it."))
    with transaction.atomic():
        held = lock_publication(publication.pk)
        known: Picture | None = held.pictures.filter(sha256=stored.sha256).first()
        if known is not None:
            return known
        number = held.pictures.count() + 1
        if number > MOST_PICTURES:
            raise NotPossible(_("A text has at most %(n)s pictures.") % {"n": MOST_PICTURES})
        made = Picture.objects.create(
            publication=held,
            number=number,
            shows=said,
            kind=stored.kind,
            size=stored.size,
            sha256=stored.sha256,
            derivative=stored.derivative,
            added_at=at,
            added_by=by.key,
        )
        events.write(
            subject=held.record_key,
            verb="picture_added",
            by=by.key,
            at=at,
            facts={"number": number, "sha256": stored.sha256},
        )
    return made
