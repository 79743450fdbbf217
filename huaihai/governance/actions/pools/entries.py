"""Enrolling laboratories and people, and changing, pausing and withdrawing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.governance.actions.pools import describing, keeping, moving
from huaihai.governance.actions.pools.describing import Described
from huaihai.governance.errors import Moved, NotPossible, Unfit
from huaihai.governance.lives import NEW
from huaihai.governance.models import (
    PoolBooking,
    PoolConflict,
    PoolEntry,
    PoolHalfDay,
    PoolRequest,
    PoolSkill,
)
from huaihai.governance.models.pools.lives import ENTRY, REQUEST
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

WHO_IT_IS = ("body_id", "kind", "shown_as", "name", "contact", "credit_code", "words", "consented_on")


def enrol(
    described: Described, *, body: Organisation, by: Actor, at: datetime, key: UUID | None = None
) -> PoolEntry:
    """A new entry of this body. The same `key` twice (a button pressed twice) is one entry.

    Raises NotAllowed, NotPossible (the alliance itself has nobody to lend, or the key belongs to another entry),
    Unfit.
    """
    keeping.require(by, body)
    if body.city is None:
        raise NotPossible(_("Only the body of a city, or one below it, can enter somebody."))
    facts = describing.checked(described, today=local_day(at))
    entry = PoolEntry(id=key or new_id(), body=body, entered_at=at, state=ENTRY.after("enrol", NEW))
    describing.put_into(entry, facts)
    if known := _known(entry):
        return known
    try:
        with transaction.atomic():
            _write(entry, facts, is_new=True)
            said = {"body": body.key, **_said(facts)}
            events.write(subject=entry.record_key, verb="enrol", by=by.key, at=at, facts=said)
    except Unfit:
        if known := _known(entry):  # the other of two at once
            return known
        raise
    return entry


def change(
    entry: PoolEntry, described: Described, *, by: Actor, at: datetime, seen: int | None = None
) -> PoolEntry:
    """Describe an entry anew. A name or contact left empty stays as it is. Raises NotAllowed, NotPossible,
    Moved, Unfit."""
    with changing(entry, "change", by=by, at=at, seen=seen) as under_way:
        held = under_way.entry
        facts = describing.checked(described, today=local_day(at), held=held)
        _write(held, facts, is_new=False)
        under_way.facts = _said(facts)
    return held


def pause(entry: PoolEntry, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Nobody may ask for it until it is resumed; what was granted stays. Raises Unfit without a reason."""
    with changing(entry, "pause", by=by, at=at, seen=seen) as under_way:
        if not reason.strip():
            raise Unfit("reason", _("Please say why. The other bodies read it."))
        describing.require_public("reason", reason)
        under_way.entry.state_reason = reason.strip()


def resume(entry: PoolEntry, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """It may be asked for again."""
    with changing(entry, "resume", by=by, at=at, seen=seen) as under_way:
        under_way.entry.state_reason = ""


def withdraw_consent(
    entry: PoolEntry, *, by: Actor, at: datetime, text: str = "", seen: int | None = None
) -> None:
    """The person takes the consent back: name, contact and notes are erased, what was promised falls away.

    A request for which hours were already written down stays granted, so that they can still be confirmed.
    """
    with changing(entry, "withdraw consent", by=by, at=at, seen=seen, text=text) as under_way:
        held = under_way.entry
        held.name = held.contact = held.state_reason = held.words = held.languages = held.searched = ""
        for conflict in PoolConflict.objects.select_for_update().filter(entry=held):
            conflict.note = ""
            conflict.save(update_fields=["note"])
        held.half_days.all().delete()
        held.absences.all().delete()
        PoolBooking.objects.filter(entry=held, day__gt=local_day(at)).delete()
        for request in PoolRequest.objects.filter(entry=held, stage__in=REQUEST.verbs["fall away"]):
            if not request.hours.exists():
                _let_fall(request, at=at)


def _let_fall(request: PoolRequest, *, at: datetime) -> None:
    program = Actor.system("consent withdrawn")
    with moving.moving(request, "fall away", by=program, at=at) as move:
        PoolBooking.objects.filter(request=move.request).delete()
        if not move.request.names_entry:
            move.request.entry = None


@dataclass
class Changing:
    """A verb under way on a locked entry: change it, and say what the record keeps."""

    entry: PoolEntry
    facts: dict[str, Any] = field(default_factory=dict)


@contextmanager
def changing(
    entry: PoolEntry, verb: str, *, by: Actor, at: datetime, seen: int | None = None, text: str = ""
) -> Iterator[Changing]:
    """Lock the entry, check who, version and state, hand it out, save it and write the event.

    Raises NotAllowed, Moved, NotPossible, PoolEntry.DoesNotExist.
    """
    with transaction.atomic():
        rows = PoolEntry.objects.select_for_update(of=("self",)).select_related("body")
        held: PoolEntry = rows.get(pk=entry.pk)
        keeping.require(by, held.body)
        if seen is not None and seen != held.version:
            raise Moved(held)
        before, held.state = held.state, ENTRY.after(verb, held.state)
        under_way = Changing(held)
        yield under_way
        held.version += 1
        held.save()
        facts = {"before": before, "after": held.state, **under_way.facts}
        events.write(subject=held.record_key, verb=verb, by=by.key, at=at, facts=facts, text=text)
    entry.refresh_from_db()


def _known(entry: PoolEntry) -> PoolEntry | None:
    """The entry that has this one's key. Raises NotPossible if it is somebody else."""
    known = PoolEntry.objects.filter(pk=entry.pk).first()
    if known is None:
        return None
    if any(getattr(known, name) != getattr(entry, name) for name in WHO_IT_IS):
        raise NotPossible(
            _("This form was sent before, with something else in it. Please open a new one and send that.")
        )
    return known


def _write(entry: PoolEntry, facts: Described, *, is_new: bool) -> None:
    describing.put_into(entry, facts)
    try:
        with transaction.atomic():
            entry.save(force_insert=is_new)
    except IntegrityError as error:
        raise Unfit("credit_code", _("This laboratory is in the pools already.")) from error
    entry.skills.all().delete()
    PoolSkill.objects.bulk_create(PoolSkill(entry=entry, code=code) for code in facts.skills)
    entry.half_days.all().delete()
    PoolHalfDay.objects.bulk_create(
        PoolHalfDay(entry=entry, weekday=weekday, half=half) for weekday, half in facts.half_days
    )
    entry.serves.set(facts.serves)


def _said(facts: Described) -> dict[str, Any]:
    """What the record keeps of a description: nothing about the person."""
    return {
        "kind": facts.kind,
        "skills": list(facts.skills),
        "half_days": [f"{weekday}{half}" for weekday, half in facts.half_days],
        "serves": [city.key for city in facts.serves],
        "credit_code": facts.credit_code,
        "consented_on": _iso(facts.consented_on),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
