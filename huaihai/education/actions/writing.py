"""Drafting a publication and revising it. Every text that was ever shown stays as a version."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huaihai.education import lifecycle, markup, repairs, search
from huaihai.education.models import Publication, PublicationVersion
from huaihai.governance import standing
from huaihai.kit.clock import ZONE
from huaihai.kit.text.normalise import fold, storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


@dataclass(frozen=True)
class Content:
    """What a version says. `original` is given for an imported text only; then `repair` says what was done."""

    title: str
    body: str
    summary: str = ""
    is_marked_up: bool = True
    basis: tuple[str, ...] = ()
    source_name: str = ""
    source_url: str = ""
    source_on: date | None = None
    mark: str = ""
    content_hash: str = ""
    original: bytes | None = None
    original_encoding: str = ""
    repair: dict[str, Any] = field(default_factory=dict)


def draft(
    content: Content,
    *,
    kind: str,
    slug: str,
    position: int = 0,
    publisher: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> Publication:
    """A new publication that nobody sees yet. Raises PermissionError, UnstorableTextError."""
    check_may_write(publisher, by, at=at)
    with transaction.atomic():
        publication = Publication(kind=kind, slug=slug, position=position, publisher=publisher)
        publication.save(force_insert=True)
        _write_version(publication, content, number=1, by=by, at=at)
        _note(publication, "publication_drafted", by=by, at=at, facts={"kind": kind, "slug": slug})
    return publication


def revise(publication: Publication, content: Content, *, by: Actor, at: datetime) -> Publication:
    """Another version takes the place of the last, which stays. Raises MoveRefusedError, PermissionError."""
    check_may_write(publication.publisher, by, at=at)
    with transaction.atomic():
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        lifecycle.after(locked.state, "revise")
        number = locked.current.number + 1
        _write_version(locked, content, number=number, by=by, at=at)
        _note(locked, "publication_revised", by=by, at=at, facts={"version": number})
    return locked


def check_may_write(publisher: Organisation | None, by: Actor, *, at: datetime) -> None:
    """Officers write for their own part of the tree, the secretariat for the alliance. Raises PermissionError."""
    if by.kind == "system":
        return
    if by.kind != "officer" or by.organisation is None:
        raise PermissionError("only officers publish")
    if publisher is None and not standing.is_office(by, on=at.astimezone(ZONE).date()):
        raise PermissionError("only the secretariat in office publishes for the alliance")
    if publisher is not None and not publisher.is_within(by.organisation):
        raise PermissionError("an officer publishes for the own body only")


def _write_version(
    publication: Publication, content: Content, *, number: int, by: Actor, at: datetime
) -> PublicationVersion:
    version = PublicationVersion(
        publication=publication,
        number=number,
        title=storable_name(content.title),
        summary=storable_name(content.summary),
        body=storable(content.body),
        is_marked_up=content.is_marked_up,
        basis=list(content.basis),
        source_name=storable_name(content.source_name),
        source_url=content.source_url,
        source_on=content.source_on,
        mark=content.mark,
        content_hash=content.content_hash,
        original=content.original,
        original_encoding=content.original_encoding,
        repair=content.repair,
        written_at=at,
        written_by=by.key,
    )
    version.save(force_insert=True)
    _show(publication, version)
    return version


def _show(publication: Publication, version: PublicationVersion) -> None:
    publication.title = version.title
    publication.summary = version.summary
    publication.plain = markup.plain_text(
        version.body, is_marked_up=version.is_marked_up, corrections=repairs.corrections(version)
    )
    publication.folded_title = fold(version.title)
    publication.folded = fold(f"{version.title}\n{version.summary}\n{publication.plain}")
    publication.save()
    search.index(publication)


def _note(
    publication: Publication, verb: str, *, by: Actor, at: datetime, facts: dict[str, Any] | None = None
) -> None:
    events.write(subject=publication.record_key, verb=verb, by=by.key, at=at, facts=facts)
