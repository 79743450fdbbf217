"""Writing and reading what happened."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

from django.db import models, transaction

from huaihai import reactions
from huaihai.kit.sealing import CannotOpen
from huaihai.record import chain
from huaihai.record.models import Event

CHUNK = 100  # events read at a time; one may hold some hundred fingerprints
SALT = 16  # bytes


def write(
    *, subject: str, verb: str, by: str, at: datetime, facts: Mapping[str, Any] | None = None, text: str = ""
) -> Event:
    """Append one event to the subject's chain, in the caller's transaction, and call what reacts to it.

    The caller holds the subject's row lock, or is its creator; a second writer meets the unique number and
    fails rather than forking the chain. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is written in the transaction of its change")
    numbered = Event.objects.filter(subject=subject).order_by("-number").values_list("number", "hash")
    last_number, last_hash = numbered.first() or (0, "")
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
    event.save(force_insert=True)
    for name in reactions.REACTIONS.get(verb, ()):
        module, _, function = name.rpartition(".")
        getattr(import_module(module), function)(event)
    return event


def history(subject: str) -> "models.QuerySet[Event, Event]":
    """The subject's events, first to last."""
    return Event.objects.filter(subject=subject).order_by("number")


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


def erased_texts() -> int:
    """How many events have lost their text and its salt: the chains prove that there was one, not what it said."""
    return Event.objects.exclude(text_hash="").filter(text="", text_salt="").count()


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
