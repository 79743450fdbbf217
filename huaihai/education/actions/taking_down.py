"""Taking down what named somebody: at once, everywhere, also for those who got it first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.education.actions import editing
from huaihai.education.actions.going_out import go_out
from huaihai.education.actions.moving import lock_publication, moving
from huaihai.education.models import Edition, Publication
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor


def take_down(publication: Publication, *, reason: str, by: Actor, at: datetime) -> Edition:
    """The publication is withdrawn without reviews or signatures, for the reason given; also a second time, when the
    reason has become another. An open edition of it is dropped. Raises NotAllowed, NotPossible, Unfit.
    """
    with transaction.atomic():
        for open_edition in publication.editions.open():
            editing.drop(open_edition, reason=reason, by=by, at=at)
        edition = _open(publication, reason, by=by, at=at)
        with moving(edition, "take down", by=by, at=at):
            pass
        go_out(edition, by=by, at=at)
    return edition


def _open(publication: Publication, reason: str, *, by: Actor, at: datetime) -> Edition:
    editing.require_writer(by, publication.publisher, at=at)
    held = lock_publication(publication.pk)
    if held.first_out_at is None:
        raise NotPossible(_("Only what is out can be corrected or withdrawn."))
    said = storable(reason).strip()
    return editing.open_edition(held, Edition.Purpose.WITHDRAWAL, reason=said, by=by, at=at)
