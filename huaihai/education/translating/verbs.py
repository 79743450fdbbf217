"""Writing and reviewing a translation of one version."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.education import powers
from huaihai.education.models import Publication, PublicationVersion, Translation
from huaihai.education.translating.reading import FIELDS
from huaihai.kit.text.normalise import fold, storable, storable_name
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.record import events

NOTHING_YET = 0  # the turn of a translation that nobody has written


def keep(
    version: PublicationVersion,
    language: str,
    words: Mapping[str, str],
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> Translation:
    """Write it, or change it; it needs a review again. Empty parts of the original stay empty.

    Raises NotAllowed, Moved, Unfit (no title).
    """
    require_translator(version, by)
    kept = {name: _clean(name)(words.get(name, "")).strip() for name in FIELDS if getattr(version, name)}
    if not kept.get("title"):
        raise Unfit("title", _("Please give it a title."))
    with transaction.atomic():
        row = _locked(version, language, seen)
        row.words, row.written_at, row.written_by = kept, at, by.key
        row.reviewed_at, row.reviewed_by = None, ""
        _save(row)
        _note(row, "translation_written", by=by, at=at)
    return row


def review(version: PublicationVersion, language: str, *, seen: int, by: Actor, at: datetime) -> Translation:
    """It is right as it stands: readers get it. English needs somebody else than its author, and so do traditional
    characters that say something else than the original.

    Raises NotAllowed, NotPossible (nobody has written it), Moved.
    """
    require_translator(version, by)
    with transaction.atomic():
        row = _locked(version, language, seen)
        if row.turn == NOTHING_YET:
            raise NotPossible(_("Nobody has written this translation yet."))
        is_own = row.written_by in persons.keys_of(by)
        if language == Translation.Language.ENGLISH and is_own:
            raise NotAllowed(_("Somebody else than its author looks the English over."))
        if is_own and not says_the_same(row):
            raise NotAllowed(_("It says something else than the original; somebody else looks it over."))
        row.reviewed_at, row.reviewed_by = at, by.key
        _save(row)
        _note(row, "translation_reviewed", by=by, at=at)
    return row


def may_translate(version: PublicationVersion, actor: Actor) -> bool:
    """Staff who work on texts, of the publisher or of a city concerned."""
    if actor.kind == "system":
        return True
    if actor.kind != "officer" or not actor.roles & powers.WORKING:
        return False
    return Publication.objects.worked_on_by(actor).filter(pk=version.publication_id).exists()


def require_translator(version: PublicationVersion, by: Actor) -> None:
    """Raises NotAllowed."""
    if not may_translate(version, by):
        raise NotAllowed(_("Only staff who work on this text can do this."))


def says_the_same(row: Translation) -> bool:
    """Whether it is the text that was signed, in other characters."""
    return all(fold(words) == fold(getattr(row.version, name)) for name, words in row.words.items())


def _clean(name: str) -> Callable[[str], str]:
    """A title stands in one line, also in that of an e-mail."""
    return storable_name if name in ("title", "summary") else storable


def _locked(version: PublicationVersion, language: str, seen: int) -> Translation:
    row = Translation.objects.select_for_update().filter(version=version, language=language).first()
    row = row or Translation(version=version, language=language, turn=NOTHING_YET)
    if row.turn != seen:
        raise Moved(row)
    return row


def _save(row: Translation) -> None:
    row.turn += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # one_translation_a_language: somebody wrote the first one this moment
        raise Moved(Translation.objects.get(version=row.version, language=row.language)) from error


def _note(row: Translation, verb: str, *, by: Actor, at: datetime) -> None:
    facts: dict[str, Any] = {"version": row.version.number, "language": row.language}
    subject = row.version.publication.record_key
    events.write(subject=subject, verb=verb, by=by.key, at=at, facts=facts)
