"""What becomes of an old page: a draft of its own, another version of a text that is here, or nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.education import article, lifecycle
from huaihai.education.actions import editing, withdrawing
from huaihai.education.actions.old_pages import finish, held_page
from huaihai.education.actions.writing import revise
from huaihai.education.content import Content, of_version
from huaihai.education.importing import asking
from huaihai.education.importing.asking import Answer
from huaihai.education.models import ImportedPage, ImportQuestion, Publication
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor

KINDS = (
    Publication.Kind.ANNOUNCEMENT,
    Publication.Kind.TIP,
    Publication.Kind.WARNING,
    Publication.Kind.NOTICE,
    Publication.Kind.LESSON,
    Publication.Kind.STORY,
)
_FROM_PAGE = (
    "title", "body", "is_marked_up", "source_name", "source_url", "source_on", "mark", "content_hash", "repair",
)  # fmt: skip
_MARKS = ("**", "![", "> ")  # of the small markup: a text that has them by chance stays plain


@dataclass(frozen=True)
class Facts:
    """What an editor says of an old page. `version_of` is a text that it is another version of, `change_note` what the
    public is told of that if the text is out."""

    title: str
    kind: str
    source_name: str
    source_on: date | None
    source_url: str
    mark: str
    version_of: Publication | None = None
    change_note: str = ""


def draft(page: ImportedPage, facts: Facts, *, seen: int, by: Actor, at: datetime) -> Publication:
    """A draft of the body that handed it in, or another version of a text of its own.

    Raises NotAllowed, NotPossible (questions are open), Moved, Unfit.
    """
    with transaction.atomic():
        held = held_page(page, "draft", seen=seen, by=by, at=at)
        if held.encodings:
            raise NotPossible(_("Please choose first how this file is to be read."))
        if held.questions.filter(answer="").exists():
            raise NotPossible(_("Some places of this page are not answered yet."))
        content = _content(held, facts)
        if not content.body:
            raise NotPossible(_("Below the title of this page there is no text. Please leave it out."))
        held.publication = _written(held, facts, content, by=by, at=at)
        held.decided_at, held.decided_by = at, by.key
        said = {"publication": str(held.publication.pk), "is_version": facts.version_of is not None}
        finish(held, "drafted", said, by=by, at=at)
    return held.publication


def skip(page: ImportedPage, reason: str, *, seen: int, by: Actor, at: datetime) -> ImportedPage:
    """It does not come in; the original stays in the store. Raises NotAllowed, NotPossible, Moved."""
    with transaction.atomic():
        held = held_page(page, "skip", seen=seen, by=by, at=at)
        held.reason, held.decided_at, held.decided_by = storable(reason).strip()[:300], at, by.key
        finish(held, "skipped", {}, by=by, at=at)
    return held


def take_up(page: ImportedPage, *, seen: int, by: Actor, at: datetime) -> ImportedPage:
    """One that was left out waits for somebody again. Raises NotAllowed, NotPossible, Moved."""
    with transaction.atomic():
        held = held_page(page, "take up", seen=seen, by=by, at=at)
        held.reason, held.decided_at, held.decided_by = "", None, ""
        finish(held, "taken_up", {}, by=by, at=at)
    return held


def article_of(page: ImportedPage) -> article.Article:
    """Title and body with the answers worked in; a misprint of the source stays, and is shown corrected."""
    answers = [
        Answer(one.start, one.end, _words(one))
        for one in page.questions.exclude(answer__in=["", asking.KEPT])
        if one.kind != asking.CORRECTION or one.answer == asking.WORDS
    ]
    return article.read(asking.answered(page.repaired, answers))


def _words(question: ImportQuestion) -> str:
    return question.words if question.answer == asking.WORDS else question.suggestion


def _content(page: ImportedPage, facts: Facts) -> Content:
    lines = [line for line in article_of(page).body.splitlines() if line.strip()]
    is_marked_up = not any(mark in line for line in lines for mark in _MARKS)
    return Content(
        title=facts.title,
        body=_marked_up(lines) if is_marked_up else "\n".join(lines),
        is_marked_up=is_marked_up,
        source_name=facts.source_name,
        source_url=facts.source_url,
        source_on=facts.source_on,
        mark=facts.mark,
        content_hash=page.sha256,
        repair={"steps": page.steps, "doubts": _corrections(page)},
    )


def _marked_up(lines: list[str]) -> str:
    """Each line a paragraph, a heading, or an item of a list; items of one list stand together."""
    parts: list[str] = []
    for line in lines:
        in_list = bool(parts) and line.startswith("- ") and parts[-1].startswith("- ")
        parts.append(f"{parts.pop()}\n{line}" if in_list else line)
    return "\n\n".join(parts)


def _corrections(page: ImportedPage) -> list[dict[str, Any]]:
    """The misprints that the editor confirmed, as readers are shown them: both words."""
    taken = page.questions.filter(kind=asking.CORRECTION, answer=asking.TAKEN)
    return [
        {
            "kind": asking.CORRECTION,
            "start": one.start,
            "end": one.end,
            "found": one.found,
            "suggestion": one.suggestion,
            "was": one.found,
        }
        for one in taken
    ]


def _written(page: ImportedPage, facts: Facts, content: Content, *, by: Actor, at: datetime) -> Publication:
    known, publisher = facts.version_of, page.batch.publisher
    if known is None:
        return editing.open_first(content, kind=facts.kind, publisher=publisher, by=by, at=at).publication
    editing.require_writer(by, known.publisher, at=at)
    content = _instead(known, content)
    if known.state == lifecycle.PUBLISHED:
        withdrawing.open_update(known, change_note=facts.change_note, content=content, by=by, at=at)
    elif known.state == lifecycle.WITHDRAWN:
        raise Unfit("version_of", _("This text was withdrawn. Please make a new one, or leave the page out."))
    elif edition := known.editions.open().first():
        editing.write(edition, content, not_before=edition.not_before, by=by, at=at)
    else:
        revise(known, content, by=by, at=at)
    return known


def _instead(known: Publication, content: Content) -> Content:
    """The text as it is, with the words and the source of the old page: its cities, parts and products stay."""
    said = {name: getattr(content, name) for name in _FROM_PAGE}
    return replace(of_version(known.current), **said)
