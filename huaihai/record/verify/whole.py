"""All checks, one after the other; each goes on after what it found, and what one cannot read stops no other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai import reactions
from huaihai.kit import clock
from huaihai.kit.speaking import in_words
from huaihai.record.log import kept, notes
from huaihai.record.models import LogHead, LogWitness
from huaihai.record.verify import chains, heads, leaves, stores
from huaihai.record.verify.chains import Counted
from huaihai.record.verify.findings import Finding
from huaihai.record.verify.heads import Head
from huaihai.record.verify.leaves import Log

# What a damaged value may raise where a room reads it.
UNREADABLE: Final = (
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    LookupError,
    ValidationError,
    DatabaseError,
)


@dataclass
class Seen:
    """What is compared with what, and what was seen of it. `outside`: so many heads were given from outside."""

    log: Log
    heads: list[Head]
    outside: int
    wrong: list[Finding]
    with_keys: bool
    counted: Counted = field(default_factory=Counted)


def prepare(paths: Sequence[Path], vkeys: Sequence[str], *, with_keys: bool) -> Seen:
    """Read the heads that are given, and those that the database holds. Raises CannotRead, OSError."""
    head = LogHead.objects.filter(pk=LogHead.ONE).first()
    origin = head.origin if head else ""
    try:
        keys = [notes.Key.read(one) for one in vkeys] or (kept.keys(origin) if with_keys else [])
    except notes.BadNote as error:
        raise heads.CannotRead("--key: %(why)s", why=error) from error
    given = heads.read(paths, origin=origin, keys=keys)
    own, wrong = _own(head, keys)
    if given.heads:
        own = [replace(one, holds=False) for one in own]
    every = sorted([*given.heads, *own], key=lambda one: one.size)
    return Seen(
        Log(clock.now(), came=leaves.came()), every, len(given.heads), [*given.wrong, *wrong], with_keys
    )


def findings(seen: Seen) -> Iterator[object]:
    """Everything that does not fit."""
    yield from seen.wrong
    yield from _safely(_("the log"), lambda: leaves.look(seen.log, seen.heads))
    yield from _safely(_("events"), lambda: chains.look(seen.log, seen.counted, with_keys=seen.with_keys))
    if not seen.with_keys:
        return
    yield from _safely(_("rows"), chains.rows_without_record)
    yield from _safely(_("files"), stores.look)
    for name in reactions.CHECKS:
        yield from _safely(name.removeprefix("huaihai."), import_string(name))


def summary(seen: Seen) -> Iterator[str]:
    """What was looked at, and what a change would not be seen of."""
    counted, log = seen.counted, seen.log
    words = _("%(events)d events in %(chains)d chains, %(log)d in the log, %(erased)d texts erased.")
    yield words % {
        "events": counted.events,
        "chains": counted.chains,
        "log": log.size,
        "erased": counted.erased,
    }
    if seen.with_keys:
        yield (
            _("The rows of %d subjects were compared, files and signed documents opened.") % counted.subjects
        )
    else:
        yield _("Rows, texts and files were not looked at: that needs the keys.")
    if not seen.outside:
        yield _(
            "No checkpoint from outside was given (--checkpoint): whoever owns this database and its keys can have "
            "changed everything."
        )
    elif log.until is None:
        yield _("No checkpoint from outside fits: nobody vouches for anything here.")
    else:
        words = _(
            "The last checkpoint that fits holds %(n)d entries, up to %(until)s. %(young)d events are younger: a "
            "change of these is seen once a later checkpoint holds them."
        )
        until = f"{log.until.astimezone(clock.ZONE):%Y-%m-%d %H:%M}"
        yield words % {"n": log.covered, "until": until, "young": counted.young}
    if counted.came:
        yield (
            _("%d of these came with a city that was taken in: they happened before, in another log.")
            % counted.came
        )


def _own(head: LogHead | None, keys: Sequence[notes.Key]) -> tuple[list[Head], list[Finding]]:
    """The heads that the database holds: its own, and those that witnesses cosigned."""
    named = [(_("the log's own checkpoint"), head.checkpoint)] if head and head.checkpoint else []
    named += [
        (_("the checkpoint cosigned by %(name)s") % {"name": one.name}, one.checkpoint)
        for one in LogWitness.objects.exclude(checkpoint="")
    ]
    found, wrong = [], []
    for name, written in named:
        try:
            note = notes.read(written)
            checkpoint = notes.Checkpoint.read(note.text)
            if keys:
                note.among(keys)
        except notes.BadNote as error:
            wrong.append(Finding(name, in_words(error)))
        else:
            found.append(Head(checkpoint.size, checkpoint.root, name))
    return found, wrong


def _safely(what: str, look: Callable[[], Iterable[Any]]) -> Iterator[object]:
    """Its findings; what cannot be read ends this check alone."""
    try:
        yield from look()
    except UNREADABLE as error:
        words = _("cannot be read any further (%(error)s); the other checks go on")
        yield Finding(what, words % {"error": f"{type(error).__name__}: {error}"})
