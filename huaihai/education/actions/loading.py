"""Loading an alliance's own announcements and rights texts; loading again changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huaihai.alliance import Alliance
from huaihai.education.actions.publishing import publish
from huaihai.education.actions.writing import draft, revise
from huaihai.education.content import Content
from huaihai.education.models import Publication
from huaihai.education.own_texts import OwnText, read_all
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Loaded:
    new: int = 0
    revised: int = 0
    unchanged: int = 0


def load_texts(alliance: Alliance, *, by: Actor, at: datetime) -> Loaded:
    """Publish the texts of the alliance's folder; a changed file becomes another version.

    A text that was withdrawn stays withdrawn. Raises AllianceDataError.
    """
    texts = list(read_all(alliance.folder))
    with transaction.atomic():
        known = {
            publication.slug: publication
            for publication in Publication.objects.filter(slug__in=[text.slug for text in texts])
            .select_related("publisher")
            .prefetch_related("versions")
        }
        outcomes = [_load(text, known.get(text.slug), by=by, at=at) for text in texts]
    return Loaded(*(outcomes.count(outcome) for outcome in ("new", "revised", "unchanged")))


def _load(text: OwnText, known: Publication | None, *, by: Actor, at: datetime) -> str:
    if known is None:
        written = draft(_content(text), kind=text.kind, slug=text.slug, position=text.position, by=by, at=at)
        publish(written, on=text.dated_on, by=by, at=at)
        return "new"
    seen = {version.content_hash for version in known.versions.all()}
    if text.content_hash in seen or known.state == Publication.State.WITHDRAWN:
        return "unchanged"
    revise(known, _content(text), by=by, at=at)
    return "revised"


def _content(text: OwnText) -> Content:
    return Content(
        title=text.title,
        summary=text.summary,
        body=text.body,
        basis=text.basis,
        source_name=text.source,
        mark=text.mark,
        content_hash=text.content_hash,
    )
