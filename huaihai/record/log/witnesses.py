"""Others who keep the log's heads: who they are, and the last head each cosigned."""

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction

from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _
from huaihai.record import events
from huaihai.record.log import kept, notes
from huaihai.record.log.notes import BadNote, Checkpoint, Key, Note
from huaihai.record.models import LogWitness

log = logging.getLogger(__name__)
SUBJECT = "log"  # of the events about witnesses
CLOCKS_DIFFER = timedelta(hours=1)


class NotTaken(Refusal):
    """A cosigned head was not taken: the words are for whoever runs the witness."""


class NotOurs(NotTaken):
    """It bears our signature and is not what we hold: one of the two was changed."""


def add(vkey: str, *, body: str, by: str, at: datetime) -> LogWitness:
    """Know a witness by its key from now on. Raises BadNote for what is no such key, or a name that is known."""
    key = Key.read(vkey)
    if key.kind != notes.COSIGNATURE:
        raise BadNote(_("this is the key of a log, not of a witness"))
    with transaction.atomic():
        if LogWitness.objects.filter(name=key.name).exists():
            raise BadNote(_("a witness %(name)s is known already: remove it first"), name=key.name)
        row = LogWitness.objects.create(name=key.name, vkey=key.vkey, body=body)
        facts = {"name": key.name, "vkey": key.vkey, "body": body}
        events.write(subject=SUBJECT, verb="witness_added", by=by, at=at, facts=facts)
    return row


def remove(name: str, *, by: str, at: datetime) -> None:
    """Take nothing more from it. Raises BadNote for an unknown name."""
    with transaction.atomic():
        row = LogWitness.objects.select_for_update().filter(name=name).first()
        if row is None:
            raise BadNote(_("no witness is called %(name)s"), name=name)
        facts = {"name": row.name, "vkey": row.vkey, "size": row.size}
        row.delete()
        events.write(subject=SUBJECT, verb="witness_removed", by=by, at=at, facts=facts)


def take(written: str, *, name: str) -> None:
    """Keep a head that this witness cosigned. Raises NotTaken."""
    witness = LogWitness.objects.filter(name=name).first()
    if witness is None:
        raise NotTaken(_("no witness of this name is known here: give its key to whoever runs the platform"))
    note, size, made_at = _read(written, witness)
    older = LogWitness.objects.filter(pk=witness.pk, size__lte=size)
    if not older.update(size=size, checkpoint=note.written, cosigned_at=made_at):
        raise NotTaken(_("a later head of this witness is kept already"))


def _read(written: str, witness: LogWitness) -> tuple[Note, int, datetime]:
    """The head with our signature and the witness's alone, and when it was cosigned."""
    head = kept.head()
    if head is None:
        raise NotTaken(_("this log has no head yet"))
    try:
        note = notes.read(written)
        checkpoint = Checkpoint.read(note.text)
        own = note.signed_by(note.among(kept.keys(head.origin)))
        theirs = note.signed_by(Key.read(witness.vkey))
    except BadNote as error:
        raise NotTaken(str(error)) from error
    if own is None or theirs is None or checkpoint.origin != head.origin:
        raise NotTaken(_("this is not a head of this log, cosigned by this witness"))
    if checkpoint.size > head.size or checkpoint.root != kept.root(checkpoint.size):
        log.critical("a head of %s leaves with our signature is not one of this log", checkpoint.size)
        raise NotOurs(
            _("this head bears our signature and is not one of this log: keep the file and tell an auditor")
        )
    return Note(note.text, (own, theirs)), checkpoint.size, _moment(theirs.at)


def _moment(seconds: int) -> datetime:
    """Cosignatures say real seconds, also in a demo, whose day is another."""
    made_at = datetime.fromtimestamp(min(seconds, 2**40), UTC)
    if made_at > datetime.now(UTC) + CLOCKS_DIFFER:  # noqa: TID251 # the witness's clock is compared with the machine's
        raise NotTaken(_("the cosignature is of a time to come: set the clock of the witness right"))
    return made_at
