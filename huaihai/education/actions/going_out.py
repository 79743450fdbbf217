"""An edition goes out: the public reads it, and everybody who has to know is told, in one transaction."""

from datetime import datetime

from huaihai.education import lifecycle
from huaihai.education.actions import broadcasting
from huaihai.education.actions.writing import show
from huaihai.education.lifecycle import EDITION
from huaihai.education.models import Edition, Publication
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.record import events


def go_out(edition: Edition, *, by: Actor, at: datetime) -> Publication:
    """Publish what this edition says; the caller holds the edition's row and has checked what must be there.

    Raises NotPossible, MoveRefusedError.
    """
    edition.stage = EDITION.after("go out", edition.stage)
    edition.out_at = at
    edition.turn += 1
    edition.save()
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=edition.publication_id)
    _change(publication, edition, at)
    facts = {"edition": edition.number, "purpose": edition.purpose, "text": edition.text_hash}
    verb = (
        "publication_withdrawn" if edition.purpose == Edition.Purpose.WITHDRAWAL else "publication_published"
    )
    events.write(
        subject=publication.record_key, verb=verb, by=by.key, at=at, facts=facts, text=edition.reason
    )
    broadcasting.broadcast(edition, by=by, at=at)
    return publication


def _change(publication: Publication, edition: Edition, at: datetime) -> None:
    publication.out_at = at
    if edition.purpose == Edition.Purpose.WITHDRAWAL:
        if not publication.is_withdrawn:  # else: for another reason than before
            publication.state = lifecycle.after(publication.state, "withdraw")
        publication.save()
        return
    if publication.state != lifecycle.PUBLISHED:
        publication.state = lifecycle.after(publication.state, "publish")
        publication.published_on = at.astimezone(ZONE).date()
        publication.first_out_at = publication.first_out_at or at
    assert edition.version is not None  # noqa: S101 # a constraint of the table
    show(publication, edition.version)
