"""Comparing the programme's rows with the record: what was found and declared, and the life of each entry.

Told again from its events an entry must stand where it stands, every step by whom the permission table names.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands.life import ENTRY
from huaihai.brands.models import Entry
from huaihai.brands.powers import FORMERLY, PERMISSIONS
from huaihai.desk.lives import NEW, NotPossible
from huaihai.desk.sealed.comparing import (
    AT_ONCE,
    UNREADABLE,
    Recorded,
    compared,
    models_of,
    path_to,
    read_record,
)
from huaihai.desk.sealed.rows import SealedModel
from huaihai.record.models import Event
from huaihai.record.verify.findings import line

ROOM = "brands"
ENTRY_KEY, PROGRAMME = "brand:", "brands"  # subjects: an entry, and the programme with its parts ("brands:…")
VERBS = {f"brand_{verb.replace(' ', '_')}": verb for verb in ENTRY.verbs}


@dataclass(frozen=True)
class Finding:
    """What does not fit: the entry's number (empty: the programme), which row or event, and what is wrong."""

    entry: str
    what: str
    wrong: str

    def __str__(self) -> str:
        return line(self.entry or "-", self.what, self.wrong)


def findings(number: str = "") -> Iterator[Finding]:
    """Everything that does not fit, of one entry or of the whole programme. Raises Entry.DoesNotExist."""
    rows = Entry.objects.order_by("year", "opened_at", "pk")
    if number:
        yield from _of_entry(rows.get(number=number))
        return
    for entry in rows.iterator(AT_ONCE):
        yield from _of_entry(entry)
    yield from _of_programme()
    yield from _gone()


def _of_entry(entry: Entry) -> Iterator[Finding]:
    recorded: Recorded = {}
    yield from _chain(entry.number, entry.record_key, recorded)
    for model in models_of(ROOM):
        path = _path(model)
        if path:
            keys = model.objects.filter(**{path: entry})
            for key, _row, wrong in compared(model, keys, recorded):
                if wrong:
                    yield Finding(entry.number, key, wrong)
    for key in recorded:
        yield Finding(entry.number, key, _("is recorded and not there any more"))
    for what, wrong in _life(entry):
        yield Finding(entry.number, what, wrong)


def _of_programme() -> Iterator[Finding]:
    """Rows of no entry: bases, criteria, lists that were imported, reports."""
    recorded: Recorded = {}
    subjects = Event.objects.filter(subject__startswith=PROGRAMME, number=1).values_list("subject", flat=True)
    for subject in subjects.order_by("subject").iterator(AT_ONCE):
        yield from _chain("", subject, recorded)
    for model in models_of(ROOM):
        path = _path(model)
        keys = model.objects.filter(**{f"{path}__isnull": True}) if path else model.objects.all()
        for key, _row, wrong in compared(model, keys, recorded):
            if wrong:
                yield Finding("", key, wrong)
    for key in recorded:
        yield Finding("", key, _("is recorded and not there any more"))


def _chain(number: str, subject: str, recorded: Recorded) -> Iterator[Finding]:
    try:
        twice = read_record(subject, recorded)
    except UNREADABLE as error:
        what = _("the record of %(subject)s") % {"subject": subject}
        yield Finding(number, what, _("cannot be read (%(error)s)") % {"error": error})
        return
    for key in twice:
        yield Finding(number, key, _("was sealed again, and differently"))


def _life(entry: Entry) -> Iterator[tuple[str, str]]:
    """Its steps, one after the other: each possible, each by whom the table names, the last one where it stands."""
    stage = NEW
    steps = Event.objects.filter(subject=entry.record_key, verb__in=VERBS).order_by("number")
    for event in steps.iterator(AT_ONCE):
        verb, who = VERBS[event.verb], event.facts.get("who", "")
        what = _("event %(n)d") % {"n": event.number}
        if who not in PERMISSIONS[verb].who | FORMERLY.get(verb, frozenset()):
            words = _("“%(verb)s” is not decided by “%(who)s”")
            yield what, words % {"verb": verb, "who": who or _("nobody")}
        try:
            stage = ENTRY.after(verb, stage)
        except NotPossible:
            words = _("“%(verb)s” does not follow from “%(stage)s”")
            yield what, words % {"verb": verb, "stage": _named(stage)}
            return
    if stage != entry.stage:
        words = _("is “%(stage)s”, told again it is “%(again)s”")
        yield _("its stage"), words % {"stage": _named(entry.stage), "again": _named(stage)}


def _named(stage: str) -> object:
    return ENTRY.stages.get(stage, stage) or pgettext("stage", "nothing yet")


def _gone() -> Iterator[Finding]:
    """Entries that are recorded and not there."""
    begun = Event.objects.filter(subject__startswith=ENTRY_KEY, number=1).values_list("subject", flat=True)
    there = {str(key) for key in Entry.objects.values_list("pk", flat=True).iterator(AT_ONCE)}
    for subject in begun.order_by("subject").iterator(AT_ONCE):
        if subject.removeprefix(ENTRY_KEY) not in there:
            yield Finding("", subject, _("is recorded and not there any more"))


def _path(model: type[SealedModel]) -> str:
    try:
        return path_to(model, Entry)
    except LookupError:
        return ""
