"""Old pages: handing them in, reading one in another encoding, answering its questions."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NEW, Moved, NotPossible, Unfit
from huaihai.education.actions.editing import require_writer
from huaihai.education.importing import asking, files, likeness, reading
from huaihai.education.importing.files import CannotRead, Handed
from huaihai.education.importing.life import OLD_PAGE, READ
from huaihai.education.importing.reading import ReadPage
from huaihai.education.models import ImportBatch, ImportedPage, ImportLikeness, ImportQuestion, Publication
from huaihai.education.repairs import stored
from huaihai.kit.filestore.sealed import keep_original, open_original
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


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


def read_again(page: ImportedPage, encoding: str, *, seen: int, by: Actor, at: datetime) -> ImportedPage:
    """Read it in the encoding that an editor chose. Raises NotAllowed, NotPossible, Moved, Unfit."""
    with transaction.atomic():
        held = held_page(page, "read again", seen=seen, by=by, at=at)
        if encoding not in [row["encoding"] for row in held.encodings]:
            raise Unfit("encoding", _("Please choose one of the readings."))
        _write(held, reading.read(_of_store(held), encoding=encoding), _earlier(held.batch), by=by)
        finish(held, "read_again", {"encoding": encoding}, by=by, at=at)
    return held


def answer(
    page: ImportedPage, answers: Mapping[int, tuple[str, str]], *, seen: int, by: Actor, at: datetime
) -> ImportedPage:
    """Note what an editor said to places, by the questions' ids: (taken, kept or words; the words).

    Raises NotAllowed, NotPossible, Moved, Unfit (own words that are none; a broken character kept).
    """
    with transaction.atomic():
        held = held_page(page, "answer", seen=seen, by=by, at=at)
        asked = list(held.questions.filter(pk__in=answers))
        for question in asked:
            _answer(question, *answers[question.pk], by=by, at=at)
        ImportQuestion.objects.bulk_update(asked, ["answer", "words", "answered_at", "answered_by"])
        finish(held, "answered", {"places": len(asked)}, by=by, at=at)
    return held


def held_page(page: ImportedPage, verb: str, *, seen: int, by: Actor, at: datetime) -> ImportedPage:
    """The page, locked, in the state that the verb leads to. Raises NotAllowed, NotPossible, Moved."""
    held = (
        ImportedPage.objects.select_for_update(of=("self",))
        .select_related("batch__publisher")
        .get(pk=page.pk)
    )
    require_writer(by, held.batch.publisher, at=at)
    if held.turn != seen:
        raise Moved(held)
    held.state = OLD_PAGE.after(verb, held.state)
    return held


def finish(held: ImportedPage, verb: str, facts: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Save a page that a verb changed, with its event; the caller is in a transaction."""
    held.turn += 1
    held.save()
    events.write(subject=held.record_key, verb=f"old_page_{verb}", by=by.key, at=at, facts=facts)


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
        ImportQuestion(page=page, **vars(one)) for one in asking.questions(read.repair)
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
    if said not in ImportQuestion.Answer.values or (said == asking.KEPT and is_broken):
        raise Unfit(field, _("Please choose what stands there."))
    if said == asking.TAKEN and not question.suggestion and not is_broken:
        raise Unfit(field, _("There is no suggestion here. Please write what stands there, or leave it."))
    kept = storable(words).strip() if said == asking.WORDS else ""
    if said == asking.WORDS and not kept:
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
