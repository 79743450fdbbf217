"""A body's own phrases: written, changed, taken away by its officers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.models import Phrase
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

MOST = 100


def save(
    phrase: Phrase | None, *, title: str, text: str, by: Actor, at: datetime, seen: int | None = None
) -> Phrase:
    """A new phrase, or other words for one. Raises NotAllowed, Moved, NotPossible, Unfit: the title is taken."""
    with transaction.atomic():
        body = _locked_body(by)
        held = _held(phrase, body, seen) if phrase else None
        others = body.phrases.exclude(pk=held.pk) if held else body.phrases.all()
        if others.filter(title=title).exists():
            raise Unfit("title", _("Your body has a phrase with this title already."))
        if held is None and others.count() >= MOST:
            raise Unfit("", _("A body has at most %(n)s phrases. Please take one away first.") % {"n": MOST})
        made = held or Phrase(organisation=body, version=0)
        made.title, made.text, made.changed_by, made.changed_at = title, text, by.key, at
        made.version += 1
        made.save()
        _event(made, "phrase_saved", by, at)
    return made


def remove(phrase: Phrase, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Nobody needs it any more. Raises NotAllowed, Moved, NotPossible."""
    with transaction.atomic():
        held = _held(phrase, _locked_body(by), seen)
        _event(held, "phrase_removed", by, at)
        held.delete()


def _locked_body(by: Actor) -> Organisation:
    """The body of the officer, held, so that its phrases and their record are written one after the other."""
    if by.organisation is None or not by.may_open_files:
        raise NotAllowed("only officers of a body write its phrases")
    held: Organisation = Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    return held


def _held(phrase: Phrase, body: Organisation, seen: int | None) -> Phrase:
    held = body.phrases.filter(pk=phrase.pk).first()
    if held is None:
        raise NotPossible(_("Somebody has taken this phrase away."))
    if seen is not None and seen != held.version:
        raise Moved(held)
    return held


def _event(phrase: Phrase, verb: str, by: Actor, at: datetime) -> None:
    subject = f"phrases:{phrase.organisation.key}"
    events.write(subject=subject, verb=verb, by=by.key, at=at, facts={"phrase": str(phrase.pk)})
