"""Writing and reading what happened."""

import hashlib
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from typing import Any

from django.db import models, transaction
from django.db.models import Subquery

from huaihai import reactions
from huaihai.kit import compiled
from huaihai.kit.compiled import Compiled
from huaihai.kit.sealing import CannotOpen
from huaihai.record import chain
from huaihai.record.models import Event

CHUNK = 100  # events read at a time; one may hold some hundred fingerprints
SALT = 16  # bytes


class _Seen(threading.local):
    """Number and hash of the last event of the subjects whose rows this thread has locked."""

    def __init__(self) -> None:
        self.last: dict[str, tuple[int, str]] = {}


_seen = _Seen()


def write(
    *, subject: str, verb: str, by: str, at: datetime, facts: Mapping[str, Any] | None = None, text: str = ""
) -> Event:
    """Append one event to the subject's chain, in the caller's transaction, and call what reacts to it.

    The caller holds the subject's row lock, or is its creator; a second writer meets the unique number and
    fails rather than forking the chain. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is written in the transaction of its change")
    last_number, last_hash = _last_of(subject)
    event = Event(
        subject=subject,
        number=last_number + 1,
        verb=verb,
        by=by,
        at=at,
        facts=dict(facts or {}),
        text=text,
        text_salt=secrets.token_hex(SALT) if text else "",
        previous_hash=last_hash,
    )
    event.text_hash = _hash_of_text(event)
    event.hash = digest(event)
    compiled.insert(event)
    for name in reactions.REACTIONS.get(verb, ()):
        module, _, function = name.rpartition(".")
        getattr(import_module(module), function)(event)
    return event


def last_columns(subject: str) -> dict[str, Subquery]:
    """Number and hash of the subject's last event, to be read with the row that is locked (`last_seen`)."""
    last = Event.objects.filter(subject=subject).order_by("-number")
    return {
        "last_number": Subquery(last.values("number")[:1]),
        "last_hash": Subquery(last.values("hash")[:1]),
    }


@contextmanager
def last_seen(subject: str, number: int | None, of: str | None) -> Iterator[None]:
    """A block in which this was the subject's last event when its row was locked; None for a new subject. The first
    event written in the block builds on it, and asks the database nothing."""
    _seen.last[subject] = (number or 0, of or "")
    try:
        yield
    finally:
        _seen.last.pop(subject, None)


def all_of(subject: str) -> list[Event]:
    """The subject's events, first to last, read as a page reads them."""
    return _all_of(subject=subject)


def history(subject: str) -> "models.QuerySet[Event, Event]":
    """The subject's events, first to last."""
    return Event.objects.filter(subject=subject).order_by("number")


_all_of: Compiled[Event] = Compiled(history, subject=Event._meta.get_field("subject"))


def digest(event: Event) -> str:
    """The event's hash over everything it says and its predecessor's hash."""
    return chain.link(
        subject=event.subject,
        number=event.number,
        verb=event.verb,
        by=event.by,
        at=event.at,
        facts=event.facts,
        text_hash=event.text_hash,
        previous=event.previous_hash,
    )


def broken_at(subject: str) -> int | None:
    """The number of the first event that does not fit its chain, or None if all fit."""
    previous, expected = "", 1
    for event in history(subject).iterator(CHUNK):
        if event.number != expected or event.previous_hash != previous or not _fits_itself(event):
            return expected
        previous, expected = event.hash, expected + 1
    return None


def _last_of(subject: str) -> tuple[int, str]:
    seen = _seen.last.pop(subject, None)  # once: a savepoint may take back what is written now
    if seen is not None:
        return seen
    numbered = Event.objects.filter(subject=subject).order_by("-number").values_list("number", "hash")
    return numbered.first() or (0, "")


def _fits_itself(event: Event) -> bool:
    """Whether its hash is that of what it says, and its text the one that was hashed or was erased whole."""
    try:
        is_erased = event.text_hash and not event.text and not event.text_salt
        return event.hash == digest(event) and bool(is_erased or event.text_hash == _hash_of_text(event))
    except CannotOpen:
        return False


def _hash_of_text(event: Event) -> str:
    """What stands in the chain for the event's text: salted, so that it cannot be guessed; empty for none."""
    if not event.text and not event.text_salt:
        return ""
    return hashlib.sha256(f"{event.text_salt}{event.text}".encode()).hexdigest()
