"""Correcting and taking back what is out: both are editions of their own, and reach whoever got the first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.education import lifecycle
from huaihai.education.actions.editing import open_edition, require_writer
from huaihai.education.actions.moving import lock_publication
from huaihai.education.actions.writing import show, write_version
from huaihai.education.content import Content, of_version
from huaihai.education.models import Edition, Publication
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor


def open_update(
    publication: Publication,
    *,
    change_note: str,
    content: Content | None = None,
    urgent_reason: str = "",
    by: Actor,
    at: datetime,
) -> Edition:
    """Correct what is out: an edition with the shown text (or `content`), and what the public is told of the change.

    Raises NotAllowed, NotPossible (not out, or an edition is open), Unfit (no note of change).
    """
    require_writer(by, publication.publisher, at=at)
    if not change_note.strip():
        raise Unfit("change_note", _("Please say what is changed: everybody reads it."))
    with transaction.atomic():
        held = out_and_shown(publication)
        assert held.shown is not None  # noqa: S101 # out_and_shown sees to it
        text = content or of_version(held.shown)
        version = write_version(held, text, by=by, at=at)
        return open_edition(
            held,
            Edition.Purpose.UPDATE,
            version=version,
            change_note=storable(change_note).strip(),
            urgent_reason=urgent_reason,
            by=by,
            at=at,
        )


def open_withdrawal(
    publication: Publication, *, reason: str, urgent_reason: str = "", by: Actor, at: datetime
) -> Edition:
    """Take back what is out, for a reason that everybody reads: one review, one signature.

    Raises NotAllowed, NotPossible (not out, or an edition is open), Unfit (no reason).
    """
    require_writer(by, publication.publisher, at=at)
    if not reason.strip():
        raise Unfit("reason", _("Please say why: everybody reads it."))
    with transaction.atomic():
        held = out_and_shown(publication)
        return open_edition(
            held,
            Edition.Purpose.WITHDRAWAL,
            reason=storable(reason).strip(),
            urgent_reason=urgent_reason,
            by=by,
            at=at,
        )


def out_and_shown(publication: Publication) -> Publication:
    """The publication, locked, which must be out; one that came from a file knows from now on what it shows.

    Raises NotPossible.
    """
    held = lock_publication(publication.pk)
    if held.state != lifecycle.PUBLISHED:
        raise NotPossible(_("Only what is out can be corrected or withdrawn."))
    if held.kind == Publication.Kind.EXPOSURE:  # its business's page and its term follow its own verbs
        raise NotPossible(_("An exposure ends on its own page: made good, or retracted."))
    if held.shown is None:
        show(held, held.newest)
    return held
