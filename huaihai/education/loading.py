"""Texts that go out without the procedure: an alliance's own, lessons, and articles as they were found.

Loading again changes nothing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huaihai.alliance import Alliance, AllianceDataError
from huaihai.education import heads, repairs
from huaihai.education.content import Content, Lesson
from huaihai.education.heads import OwnText, read_own_texts
from huaihai.education.lessons import texts as lesson_texts
from huaihai.education.lessons.texts import LessonText
from huaihai.education.models import Publication, PublicationVersion
from huaihai.education.publications.publishing import draft, publish, revise
from huaihai.kit.text.repair import Repair, repair
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Loaded:
    new: int = 0
    revised: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class _Held:
    """A text of a file, ready to be stored."""

    kind: str
    slug: str
    position: int
    dated_on: date
    content: Content


def load_texts(alliance: Alliance, *, by: Actor, at: datetime) -> Loaded:
    """Publish the texts of the country's pack and the alliance's; a changed file becomes another version.

    A text that was withdrawn stays withdrawn. Raises AllianceDataError.
    """
    texts = read_own_texts(alliance.country.folder, alliance.folder)
    return _load_all([_of_own_text(text) for text in texts], by=by, at=at)


def load_lessons(*, by: Actor, at: datetime) -> Loaded:
    """The same for the lessons. One that the staff have rewritten since stays theirs. Raises AllianceDataError."""
    held = [_of_lesson(text, place) for place, text in enumerate(lesson_texts.read_all(), start=1)]
    return _load_all(held, by=by, at=at)


def _load_all(texts: Iterable[_Held], *, by: Actor, at: datetime) -> Loaded:
    held = list(texts)
    with transaction.atomic():
        known = {
            publication.slug: publication
            for publication in Publication.objects.filter(slug__in=[text.slug for text in held])
            .select_related("publisher")
            .prefetch_related("versions")
        }
        outcomes = [_load(text, known.get(text.slug), by=by, at=at) for text in held]
    return Loaded(*(outcomes.count(outcome) for outcome in ("new", "revised", "unchanged")))


def _load(text: _Held, known: Publication | None, *, by: Actor, at: datetime) -> str:
    if known is None:
        written = draft(text.content, kind=text.kind, slug=text.slug, position=text.position, by=by, at=at)
        publish(written, on=text.dated_on, by=by, at=at)
        return "new"
    if known.kind != text.kind:
        raise AllianceDataError(f"{text.slug}: another text ({known.kind}) has this name already")
    seen = {version.content_hash for version in known.versions.all()}
    is_ours = known.first_out_at is None and not known.editions.exists()
    if text.content.content_hash in seen or known.state == Publication.State.WITHDRAWN or not is_ours:
        return "unchanged"
    revise(known, text.content, by=by, at=at)
    return "revised"


def _of_own_text(text: OwnText) -> _Held:
    content = Content(
        title=text.title,
        summary=text.summary,
        body=text.body,
        basis=text.basis,
        source_name=text.source,
        mark=text.mark,
        content_hash=text.content_hash,
    )
    return _Held(text.kind, text.slug, text.position, text.dated_on, content)


def _of_lesson(text: LessonText, position: int) -> _Held:
    content = Content(
        title=text.title,
        summary=text.summary,
        body=text.body,
        basis=text.basis,
        topics=text.topics,
        source_name=text.source,
        mark=text.mark.value,
        content_hash=text.content_hash,
        lesson=Lesson(
            stages=text.stages,
            months=text.months,
            season=text.season,
            ask=text.question.ask,
            choices=text.question.choices,
            answer=text.question.answer,
            why=text.question.why,
        ),
    )
    return _Held(Publication.Kind.LESSON, text.slug, position, text.dated_on, content)


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
    found = heads.read_article(done.text)
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
