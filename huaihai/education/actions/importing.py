"""Importing an article as it was found: repaired, its original kept byte for byte, published with its source."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huaihai.education import article, repairs
from huaihai.education.actions.publishing import publish
from huaihai.education.actions.writing import draft, revise
from huaihai.education.content import Content
from huaihai.education.models import Publication, PublicationVersion
from huaihai.kit.text.repair import Repair, repair
from huaihai.members.actors import Actor


class UnclearArticleError(ValueError):
    """The article lacks a part that must be known: `missing` is title, date, source or body."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"the article has no {missing}")
        self.missing = missing


@dataclass(frozen=True)
class Prepared:
    """An article read and repaired, not yet stored."""

    content: Content
    dated_on: date
    repair: Repair
    known: Publication | None

    @property
    def slug(self) -> str:
        return f"{self.dated_on.isoformat()}-{self.content.content_hash[:8]}"


def prepare(
    raw: bytes,
    encoding: str,
    *,
    source: str = "",
    url: str = "",
    dated_on: date | None = None,
    title: str = "",
) -> Prepared:
    """Read and repair an article; what is given replaces what its head says. Raises UnclearArticleError."""
    # Repaired with the line ends it came with: positions are those of the original.
    done = repair(raw.decode(encoding))
    found = article.read(done.text)
    title, source, on = title or found.title, source or found.source, dated_on or found.dated_on
    if not title:
        raise UnclearArticleError("title")
    if on is None:
        raise UnclearArticleError("date")
    if not source:
        raise UnclearArticleError("source")
    if not found.body:
        raise UnclearArticleError("body")
    content = Content(
        title=title,
        body=found.body,
        is_marked_up=False,
        source_name=source,
        source_url=url,
        source_on=on,
        content_hash=hashlib.sha256(raw).hexdigest(),
        original=raw,
        original_encoding=encoding,
        repair=repairs.stored(done),
    )
    return Prepared(content, on, done, _known(content.content_hash))


def store(prepared: Prepared, *, by: Actor, at: datetime) -> tuple[Publication, bool]:
    """The published announcement, and whether anything was written. The same file again changes nothing.

    The same title, day and source with other content becomes another version of the same announcement.
    """
    known = prepared.known or _known(prepared.content.content_hash)
    if known:
        return known, False
    try:
        with transaction.atomic():
            earlier = _same_article(prepared)
            if earlier:
                return revise(earlier, prepared.content, by=by, at=at), True
            written = draft(
                prepared.content, kind=Publication.Kind.ANNOUNCEMENT, slug=prepared.slug, by=by, at=at
            )
            return publish(written, on=prepared.dated_on, by=by, at=at), True
    except IntegrityError:
        # Somebody else imported the same file at the same moment.
        first = _known(prepared.content.content_hash)
        if first is None:
            raise
        return first, False


def _known(content_hash: str) -> Publication | None:
    version = (
        PublicationVersion.objects.filter(content_hash=content_hash, original__isnull=False)
        .select_related("publication")
        .first()
    )
    return version.publication if version else None


def _same_article(prepared: Prepared) -> Publication | None:
    return Publication.objects.published().filter(
        versions__source_name=prepared.content.source_name,
        versions__source_on=prepared.dated_on,
        versions__title=prepared.content.title,
        versions__original__isnull=False,
    ).distinct().first()  # fmt: skip
