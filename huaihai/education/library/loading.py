"""Storing official texts. Nothing that was loaded is ever changed or lost: another file is another row beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction

from huaihai.education.library.files import Read
from huaihai.education.models import LawText, LawTextArticle
from huaihai.law.library.splitting import SplitText
from huaihai.members.actors import Actor
from huaihai.record import events

AT_ONCE: Final = 500


class Outcome(StrEnum):
    """What happened to one file."""

    UNREADABLE = "unreadable"
    AS_HELD = "as-held"
    NEW = "new"
    ANOTHER_WORDING = "another-wording"
    CORRECTED = "corrected"
    DIFFERS = "differs"  # the same wording, other words: stored only if asked for


STORED: Final = (Outcome.NEW, Outcome.ANOTHER_WORDING, Outcome.CORRECTED)
NOT_LOADED: Final = (Outcome.UNREADABLE, Outcome.DIFFERS)


@dataclass(frozen=True)
class Loaded:
    """One file and what happened, or would happen, to it."""

    read: Read
    outcome: Outcome


def preview(files: Iterable[Read], *, corrects: bool = False) -> list[Loaded]:
    """What loading these files would do. Stores nothing."""
    return [Loaded(one, _outcome(one, corrects=corrects)) for one in files]


def load(files: Iterable[Read], *, corrects: bool = False, by: Actor, at: datetime) -> list[Loaded]:
    """Store what can be stored, each file in a transaction of its own; loading again changes nothing.

    A file with other words for a wording that is held is stored only with `corrects`, and the earlier one stays.
    """
    done = []
    for one in files:
        with transaction.atomic():
            outcome = _outcome(one, corrects=corrects)
            if outcome in STORED:
                _store(one, by=by, at=at)
        done.append(Loaded(one, outcome))
    return done


def _outcome(one: Read, *, corrects: bool) -> Outcome:
    if one.trouble or one.text is None or one.text.statute is None:
        return Outcome.UNREADABLE
    held = list(LawText.objects.of(one.text.statute))
    same_file = next((row for row in held if row.sha256 == one.sha256), None)
    if same_file is not None and _says_the_same(one.text, same_file):
        return Outcome.AS_HELD
    if one.text.dated_on in {row.dated_on for row in held}:
        return Outcome.CORRECTED if corrects else Outcome.DIFFERS
    return Outcome.ANOTHER_WORDING if held else Outcome.NEW


def _says_the_same(found: SplitText, held: LawText) -> bool:
    """Whether the file is taken apart as it was; a later version of the program may know better."""
    rows = held.articles.order_by("position").values_list("key", "words")
    return found.dated_on == held.dated_on and list(rows) == [(one.key, one.words) for one in found.articles]


def _store(one: Read, *, by: Actor, at: datetime) -> LawText:
    found = one.text
    if found is None or found.statute is None or found.dated_on is None:
        raise ValueError(f"{one.name} was not recognised")
    number = LawText.objects.filter(statute=found.statute, dated_on=found.dated_on).count() + 1
    stored = LawText.objects.create(
        statute=found.statute,
        title=found.title[:200],
        dated_on=found.dated_on,
        number=number,
        source_name=one.name[:200],
        sha256=one.sha256,
        loaded_at=at,
        loaded_by=by.key,
    )
    LawTextArticle.objects.bulk_create(
        (
            LawTextArticle(
                law_text=stored,
                position=place,
                key=article.key,
                chapter=article.chapter[:120],
                words=article.words,
            )
            for place, article in enumerate(found.articles, start=1)
        ),
        batch_size=AT_ONCE,
    )
    facts = {
        "statute": found.statute,
        "dated_on": found.dated_on.isoformat(),
        "number": number,
        "sha256": one.sha256,
        "articles": len(found.articles),
    }
    events.write(subject=stored.record_key, verb="law_text_loaded", by=by.key, at=at, facts=facts)
    return stored
