"""Loading an alliance's own announcements and rights texts, and the lessons that come with the platform.

Loading again changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huaihai.alliance import Alliance, AllianceDataError
from huaihai.education.actions.publishing import publish
from huaihai.education.actions.writing import draft, revise
from huaihai.education.content import Content, Lesson
from huaihai.education.lessons import texts as lesson_texts
from huaihai.education.lessons.texts import LessonText
from huaihai.education.models import Publication
from huaihai.education.own_texts import OwnText, read_all
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
    """Publish the texts of the alliance's folder; a changed file becomes another version.

    A text that was withdrawn stays withdrawn. Raises AllianceDataError.
    """
    return _load_all([_of_own_text(text) for text in read_all(alliance.folder)], by=by, at=at)


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
