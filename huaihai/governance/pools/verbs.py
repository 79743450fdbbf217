"""What the bodies lend each other: entering and changing who can be had, asking, answering, looking at a contact.

Whoever locks both locks the entry before the request.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import begin, lock, moving
from huaihai.desk.verbs import page
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.models.pools import ENTRY, REQUEST, Kind
from huaihai.governance.pools.forms import AnswerForm, ChangedForm
from huaihai.kit.clock import local_day
from huaihai.kit.text import masking
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record import events

KEEPING = frozenset({role.value for role in (Role.OFFICER, Role.MEDIATOR, Role.HEAD, Role.SECRETARIAT)})


@dataclass(frozen=True)
class Stated:
    """An entry in words. Of one that stands, an empty name or contact stays as it is."""

    shown_as: str
    words: str = ""
    name: str = ""
    contact: str = ""
    until_on: date | None = None


def keeps(actor: Actor, body: Organisation) -> bool:
    """Whether the actor may enter, ask and answer for this body: its own casework staff, and that of those above."""
    if actor.kind == "system":
        return True
    own = actor.organisation
    if actor.kind != "officer" or not actor.roles & KEEPING or own is None:
        return False
    return own.kind != Organisation.Kind.ALLIANCE and body.is_within(own)


def enrol(kind: str, stated: Stated, *, body: Organisation, by: Actor, at: datetime) -> PoolEntry:
    """A new entry of this body, whose person has agreed. The same twice (a button pressed twice) is one.

    Raises NotAllowed, NotPossible (the alliance itself has nobody to lend), Unfit.
    """
    _require(by, body)
    _require_city(body)
    if kind not in Kind.values:
        raise Unfit("kind", _("Please choose from the list."))
    entry = PoolEntry(kind=kind, body=body, consented_on=local_day(at), entered_at=at)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)
        _put_into(entry, stated)
        known = PoolEntry.objects.filter(
            body=body, kind=kind, shown_as=entry.shown_as, stage="active"
        ).first()
        if known is not None:
            if (known.name, known.contact) == (entry.name, entry.contact):
                return known
            raise Unfit("shown_as", _("Your body has an entry that is shown like this already."))
        begin(entry, "enrol", ENTRY, by=by, at=at, body=body.key, kind=kind)
    return entry


def _as_stated(_by: Actor, entry: PoolEntry) -> dict[str, Any]:
    return {"initial": {name: getattr(entry, name) for name in ("shown_as", "words", "until_on")}}


@page(
    "change",
    "change",
    gettext_lazy("Change the entry"),
    gettext_lazy("Changed."),
    form=ChangedForm,
    options=_as_stated,
    button=gettext_lazy("Save"),
)
def change(
    entry: PoolEntry,
    *,
    shown_as: str,
    words: str = "",
    name: str = "",
    contact: str = "",
    until_on: date | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """State an entry anew. Raises NotAllowed, NotPossible, Moved, Unfit."""
    _require(by, entry.body)
    with moving(entry, "change", ENTRY, by=by, at=at, seen=seen) as move:
        _put_into(move.row, Stated(shown_as, words, name, contact, until_on))


@page(
    "consent",
    "withdraw consent",
    gettext_lazy("The consent was taken back"),
    gettext_lazy("Erased."),
    lead=gettext_lazy("Name and contact are erased for good, and what was asked for or granted falls away."),
    button=gettext_lazy("Erase name and contact"),
    tone="late",
)
def withdraw_consent(entry: PoolEntry, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The person takes the consent back: name and contact are erased, what was asked or granted falls away.

    Raises NotAllowed, NotPossible, Moved.
    """
    _require(by, entry.body)
    with moving(entry, "withdraw consent", ENTRY, by=by, at=at, seen=seen) as move:
        move.row.name = move.row.contact = move.row.words = move.row.searched = ""
        open_ones = PoolRequest.objects.filter(entry=move.row, stage__in=REQUEST.verbs["fall away"])
        for request in open_ones.filter(until_on__gte=local_day(at)):
            with moving(request, "fall away", REQUEST, by=Actor.system("consent withdrawn"), at=at):
                pass


def ask(
    entry: PoolEntry,
    *,
    body: Organisation,
    from_on: date,
    until_on: date,
    purpose: str,
    by: Actor,
    at: datetime,
) -> PoolRequest:
    """`body` asks for this entry. The same twice is one. Raises NotAllowed, NotPossible, Unfit."""
    _require(by, body)
    _require_city(body)
    if until_on < from_on or until_on < local_day(at):
        raise Unfit("until_on", _("The last day cannot lie before the first, or before today."))
    if not purpose.strip():
        raise Unfit("purpose", _("Please say what it is for."))
    request = PoolRequest(
        asked_by=body, from_on=from_on, until_on=until_on, purpose=purpose.strip(), asked_at=at
    )
    with transaction.atomic():
        request.entry = lock(entry)
        known = PoolRequest.objects.filter(entry=entry, asked_by=body, stage="asked").first()
        if known is not None:
            if all(
                getattr(known, name) == getattr(request, name) for name in ("from_on", "until_on", "purpose")
            ):
                return known
            raise NotPossible(_("Your body has asked for this already, and waits for an answer."))
        _require_offered(request.entry, local_day(at))
        days: dict[str, Any] = {"from": from_on.isoformat(), "until": until_on.isoformat()}
        begin(request, "ask", REQUEST, by=by, at=at, asked_by=body.key, entry=str(entry.pk), **days)
    return request


@page(
    "answer",
    "",  # yes or no, and a yes may be taken back
    lambda request: _("%(entry)s: yes or no?") % {"entry": request.entry.shown_as},
    gettext_lazy("Answered."),
    form=AnswerForm,
    button=gettext_lazy("Send the answer"),
    template="governance/office/pools/answer.html",
)
def answer(
    request: PoolRequest,
    *,
    is_granted: bool,
    answer: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """The body of the entry says yes or no; a yes may be taken back. Raises NotAllowed, NotPossible, Moved, Unfit."""
    _require(by, request.entry.body)
    if not is_granted and not answer.strip():
        raise Unfit("answer", _("Please give a reason. The other body reads it."))
    with transaction.atomic():
        entry = lock(request.entry)
        with moving(request, "grant" if is_granted else "decline", REQUEST, by=by, at=at, seen=seen) as move:
            if is_granted:
                _require_offered(entry, local_day(at))
                if move.row.until_on < local_day(at):
                    raise NotPossible(_("The time that was asked for is over."))
                move.row.granted_at = at
            move.row.answer = answer.strip()


def withdraw(request: PoolRequest, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The asking body needs it no more. Raises NotAllowed, NotPossible, Moved."""
    _require(by, request.asked_by)
    with moving(request, "withdraw", REQUEST, by=by, at=at, seen=seen):
        pass


def may_look(entry: PoolEntry, actor: Actor, *, on: date) -> bool:
    """Whether the actor may see name and contact of this entry on this day."""
    if entry.stage == "withdrawn":
        return False
    return keeps(actor, entry.body) or _granted_to(entry, actor, on) is not None


def look(entry: PoolEntry, *, by: Actor, at: datetime) -> PoolEntry:
    """The entry with name and contact; that they were shown, to whom and for which request, stands in the record.

    Raises NotAllowed.
    """
    with transaction.atomic():
        found = lock(entry)
        if not may_look(found, by, on=local_day(at)):
            raise NotAllowed(_("Name and contact are shown once your request is granted."))
        granted = None if keeps(by, found.body) else _granted_to(found, by, local_day(at))
        facts = {
            "what": ["name", "contact"],
            "request": str(granted.pk) if granted else "",
            "body": by.organisation.key if by.organisation else "",
        }
        events.write(subject=found.record_key, verb="contact shown", by=by.key, at=at, facts=facts)
    return found


def _granted_to(entry: PoolEntry, actor: Actor, day: date) -> PoolRequest | None:
    """The request by which this actor's body has it now."""
    rows = PoolRequest.objects.filter(entry=entry, stage="granted", until_on__gte=day)
    return next((row for row in rows.select_related("asked_by") if keeps(actor, row.asked_by)), None)


def _put_into(entry: PoolEntry, stated: Stated) -> None:
    """Raises Unfit."""
    entry.shown_as, entry.words, entry.until_on = (
        stated.shown_as.strip(),
        stated.words.strip(),
        stated.until_on,
    )
    entry.name = stated.name.strip() or entry.name
    entry.contact = stated.contact.strip() or entry.contact
    if not entry.shown_as:
        raise Unfit("shown_as", _("Please say how the other bodies see it."))
    if not entry.contact:
        raise Unfit("contact", _("Please say how the person is reached."))
    for field, text in (("shown_as", entry.shown_as), ("words", entry.words)):
        if masking.mask(text).finds or (len(entry.name) > 1 and fold(entry.name) in fold(text)):
            raise Unfit(field, _("All bodies read this: please leave names and numbers of people out."))
    entry.searched = fold(f"{entry.shown_as}\n{entry.words}")


def _require(by: Actor, body: Organisation) -> None:
    if not keeps(by, body):
        raise NotAllowed(_("This belongs to %(body)s.") % {"body": body.short_name})


def _require_city(body: Organisation) -> None:
    if body.city is None:
        raise NotPossible(_("Only the body of a city, or one below it, can do this."))


def _require_offered(entry: PoolEntry, day: date) -> None:
    if not entry.is_offered(day):
        raise NotPossible(_("%(entry)s cannot be had now.") % {"entry": entry.shown_as})
