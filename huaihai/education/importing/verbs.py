"""Old pages are handed in, read again, asked about; then drafted, joined to a text that is here, or skipped."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import NEW, NotPossible, Unfit
from huaihai.desk.moving import Move, Moving, event_of
from huaihai.desk.verbs import page
from huaihai.education.content import Content, of_version
from huaihai.education.importing import facts as importing_facts
from huaihai.education.importing import files, likeness, reading
from huaihai.education.importing.facts import Facts, article_of
from huaihai.education.importing.files import CannotRead, Handed
from huaihai.education.importing.forms import DraftForm, ReadingForm, SkipForm
from huaihai.education.importing.life import OLD_PAGE, READ
from huaihai.education.importing.reading import ReadPage
from huaihai.education.models import ImportBatch, ImportedPage, ImportLikeness, ImportQuestion, Publication
from huaihai.education.publications import life as publications_life
from huaihai.education.publications import verbs as publications_verbs
from huaihai.education.publications.corrections import open_update
from huaihai.education.publications.publishing import revise
from huaihai.education.publications.verbs import require_writer
from huaihai.education.repairs import stored
from huaihai.kit.filestore.sealed import keep_original, open_original
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


def _lock(page: ImportedPage) -> ImportedPage:
    rows = ImportedPage.objects.select_for_update(of=("self",))
    return rows.select_related("batch__publisher").get(pk=page.pk)


MOVING = Moving[ImportedPage](
    OLD_PAGE, lock=_lock, event=event_of("old_page"), version="turn", tells_stage=None
)


@contextmanager
def moving(
    page: ImportedPage, verb: str, noted: str, *, seen: int, by: Actor, at: datetime
) -> Iterator[Move[ImportedPage]]:
    """A page under this verb, for whoever writes for its body. Raises NotAllowed, NotPossible, Moved."""
    require_writer(by, page.batch.publisher, at=at)
    with MOVING(page, verb, noted=noted, seen=seen, by=by, at=at) as move:
        yield move


def is_asked_about(page: ImportedPage) -> bool:
    """Whether a place of it waits for an answer."""
    return page.questions.filter(answer="").exists()


def _of_page(_actor: Actor, page: ImportedPage) -> dict[str, Any]:
    return {"page": page}


def receive(
    handed: Iterable[Handed], *, publisher: Organisation | None, by: Actor, at: datetime
) -> ImportBatch:
    """Read the files and keep their originals; what cannot be read is kept as a line that says why.

    Raises NotAllowed, Unfit (none, or too many).
    """
    require_writer(by, publisher, at=at)
    given = list(handed)
    if not given:
        raise Unfit("uploads", _("Please choose at least one file."))
    if len(given) > files.MOST_FILES:
        raise Unfit(
            "uploads", _("Please hand in at most %(most)d files at once.") % {"most": files.MOST_FILES}
        )
    with transaction.atomic():
        batch = ImportBatch(publisher=publisher, made_at=at, made_by=by.key)
        batch.save(force_insert=True)
        earlier, pages = _earlier(batch), []
        for number, one in enumerate(given, start=1):
            pages.append(_receive(batch, number, one, earlier, by=by))
            earlier.insert(0, pages[-1])
        refused = sum(page.state != READ for page in pages)
        facts = {"pages": len(pages), "refused": refused}
        events.write(subject=batch.record_key, verb="old_pages_received", by=by.key, at=at, facts=facts)
    return batch


@page(
    "reading",
    "read again",
    gettext_lazy("How is this file to be read?"),
    gettext_lazy("It is read again."),
    form=ReadingForm,
    button=gettext_lazy("Read it like this"),
    label=gettext_lazy("Choose the reading"),
    options=_of_page,
    when=lambda old: bool(old.encodings),
)
def read_again(page: ImportedPage, encoding: str, *, seen: int, by: Actor, at: datetime) -> ImportedPage:
    """Read it in the encoding that an editor chose. Raises NotAllowed, NotPossible, Moved, Unfit."""
    with moving(page, "read again", "read again", seen=seen, by=by, at=at) as move:
        held = move.row
        if encoding not in [row["encoding"] for row in held.encodings]:
            raise Unfit("encoding", _("Please choose one of the readings."))
        _write(held, reading.read(_of_store(held), encoding=encoding), _earlier(held.batch), by=by)
        move.facts = {"encoding": encoding}
    return page


def answer(
    page: ImportedPage, answers: Mapping[int, tuple[str, str]], *, seen: int, by: Actor, at: datetime
) -> ImportedPage:
    """Note what an editor said to places, by the questions' ids: (taken, kept or words; the words).

    Raises NotAllowed, NotPossible, Moved, Unfit (own words that are none; a broken character kept).
    """
    with moving(page, "answer", "answered", seen=seen, by=by, at=at) as move:
        asked = list(move.row.questions.filter(pk__in=answers))
        for question in asked:
            _answer(question, *answers[question.pk], by=by, at=at)
        ImportQuestion.objects.bulk_update(asked, ["answer", "words", "answered_at", "answered_by"])
        move.facts = {"places": len(asked)}
    return page


def _receive(
    batch: ImportBatch, position: int, handed: Handed, earlier: Sequence[ImportedPage], *, by: Actor
) -> ImportedPage:
    page = ImportedPage(
        batch=batch, position=position, name=storable_name(handed.name)[:120] or "–", size=handed.size
    )
    if handed.raw and handed.size <= files.BIGGEST:
        page.sha256 = sha256(handed.raw).hexdigest()
        keep_original(page.sha256, io.BytesIO(handed.raw))
    try:
        read = reading.read(handed)
    except CannotRead as error:
        page.refusal = error.why
        page.state = OLD_PAGE.after("refuse", NEW)
        page.save(force_insert=True)
        return page
    page.state = OLD_PAGE.after("receive", NEW)
    _write(page, read, earlier, by=by)
    return page


def _write(page: ImportedPage, read: ReadPage, earlier: Sequence[ImportedPage], *, by: Actor) -> None:
    """What was read, its questions and what it is like; the caller is in a transaction."""
    done, parts = stored(read.repair), read.article
    page.format, page.encoding, page.declared = read.format, read.encoding, read.declared
    page.is_contradicted = read.is_contradicted
    page.encodings = [vars(one) for one in read.candidates]
    page.found, page.repaired = read.repair.original, read.repair.text
    page.removed, page.steps = done["removed"], done["steps"]
    page.title, page.source_name = storable_name(parts.title)[:200], storable_name(parts.source)[:120]
    page.source_on = parts.dated_on
    page.text_hash = read.text_hash
    page.sketch = likeness.sketch_of(likeness.pairs_of(likeness.said_in(page.repaired)))
    page.save()
    page.questions.all().delete()
    ImportQuestion.objects.bulk_create(
        ImportQuestion(page=page, **vars(one)) for one in importing_facts.questions(read.repair)
    )
    page.likenesses.all().delete()
    # Whoever hands a page in learns nothing by it of what other bodies have not published.
    seen = Publication.objects.visible_to(by).exclude(kind=Publication.Kind.EXPOSURE)
    likes = likeness.likes(page, seen, earlier)
    ImportLikeness.objects.bulk_create(ImportLikeness(page=page, **vars(one)) for one in likes)


def _earlier(batch: ImportBatch) -> list[ImportedPage]:
    """Those of the same publisher that wait for somebody, the last ones first; their texts are read when needed."""
    rows = ImportedPage.objects.filter(state=READ, batch__publisher=batch.publisher_id)
    rows = rows.defer("found", "repaired", "removed", "steps")
    return list(rows.order_by("-batch__made_at", "-position")[: likeness.MOST_EARLIER])


def _answer(question: ImportQuestion, said: str, words: str, *, by: Actor, at: datetime) -> None:
    field = f"answer-{question.pk}"
    is_broken = question.kind == ImportQuestion.Kind.BROKEN_BYTES
    if said not in ImportQuestion.Answer.values or (said == importing_facts.KEPT and is_broken):
        raise Unfit(field, _("Please choose what stands there."))
    if said == importing_facts.TAKEN and not question.suggestion and not is_broken:
        raise Unfit(field, _("There is no suggestion here. Please write what stands there, or leave it."))
    kept = storable(words).strip() if said == importing_facts.WORDS else ""
    if said == importing_facts.WORDS and not kept:
        raise Unfit(field, _("Please write what stands there."))
    question.answer, question.words = said, kept[:200]
    question.answered_at, question.answered_by = (at, by.key) if said else (None, "")


def _of_store(page: ImportedPage) -> Handed:
    """The original out of the store. Raises NotPossible if it is not there any more."""
    try:
        raw = b"".join(open_original(page.sha256))
    except FileNotFoundError as error:
        raise NotPossible(
            _("The original of this page is not in the store. Please hand it in again.")
        ) from error
    return Handed(page.name, raw, page.size)


_FROM_PAGE = (
    "title", "body", "is_marked_up", "source_name", "source_url", "source_on", "mark", "content_hash", "repair",
)  # fmt: skip
_MARKS = ("**", "![", "> ")  # of the small markup: a text that has them by chance stays plain


@page(
    "draft",
    "draft",
    gettext_lazy("Make a draft of it"),
    gettext_lazy("The draft is made."),
    form=DraftForm,
    lead=gettext_lazy("It is reviewed and signed like any other text before it goes out."),
    button=gettext_lazy("Make the draft"),
    options=_of_page,
    when=lambda old: not old.encodings and not is_asked_about(old),
)
def draft(page: ImportedPage, facts: Facts, *, seen: int, by: Actor, at: datetime) -> Publication:
    """A draft of the body that handed it in, or another version of a text of its own.

    Raises NotAllowed, NotPossible (questions are open), Moved, Unfit.
    """
    with moving(page, "draft", "drafted", seen=seen, by=by, at=at) as move:
        held = move.row
        if held.encodings:
            raise NotPossible(_("Please choose first how this file is to be read."))
        if is_asked_about(held):
            raise NotPossible(_("Some places of this page are not answered yet."))
        content = _content(held, facts)
        if not content.body:
            raise NotPossible(_("Below the title of this page there is no text. Please leave it out."))
        publication = _written(held, facts, content, by=by, at=at)
        held.publication, held.decided_at, held.decided_by = publication, at, by.key
        move.facts = {"publication": str(publication.pk), "is_version": facts.version_of is not None}
    return publication


@page(
    "skip",
    "skip",
    gettext_lazy("Leave this page out"),
    gettext_lazy("The page is left out. Its original stays in the store."),
    form=SkipForm,
    button=gettext_lazy("Leave it out"),
    label=gettext_lazy("Leave it out"),
    tone="plain",
    to=lambda old: reverse("office-import-batch", args=[old.batch_id]),
)
def skip(page: ImportedPage, reason: str, *, seen: int, by: Actor, at: datetime) -> ImportedPage:
    """It does not come in; the original stays in the store. Raises NotAllowed, NotPossible, Moved."""
    with moving(page, "skip", "skipped", seen=seen, by=by, at=at) as move:
        move.row.reason = storable(reason).strip()[:300]
        move.row.decided_at, move.row.decided_by = at, by.key
    return page


@page(
    "take-up",
    "take up",
    gettext_lazy("Take this page up again"),
    gettext_lazy("The page waits for you again."),
    button=gettext_lazy("Take it up"),
    label=gettext_lazy("Take it up again"),
)
def take_up(page: ImportedPage, *, seen: int, by: Actor, at: datetime) -> ImportedPage:
    """One that was left out waits for somebody again. Raises NotAllowed, NotPossible, Moved."""
    with moving(page, "take up", "taken up", seen=seen, by=by, at=at) as move:
        move.row.reason, move.row.decided_at, move.row.decided_by = "", None, ""
    return page


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
    taken = page.questions.filter(kind=importing_facts.CORRECTION, answer=importing_facts.TAKEN)
    return [
        {
            "kind": importing_facts.CORRECTION,
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
        return publications_verbs.open_first(
            content, kind=facts.kind, publisher=publisher, by=by, at=at
        ).publication
    publications_verbs.require_writer(by, known.publisher, at=at)
    content = _instead(known, content)
    if known.state == publications_life.PUBLISHED:
        open_update(known, change_note=facts.change_note, content=content, by=by, at=at)
    elif known.state == publications_life.WITHDRAWN:
        raise Unfit("version_of", _("This text was withdrawn. Please make a new one, or leave the page out."))
    elif edition := known.editions.open().first():
        publications_verbs.write(edition, content, not_before=edition.not_before, by=by, at=at)
    else:
        revise(known, content, by=by, at=at)
    return known


def _instead(known: Publication, content: Content) -> Content:
    """The text as it is, with the words and the source of the old page: its cities, parts and products stay."""
    said = {name: getattr(content, name) for name in _FROM_PAGE}
    return replace(of_version(known.current), **said)
