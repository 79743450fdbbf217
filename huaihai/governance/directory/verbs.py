"""Telephones of the bodies: added, changed, ended, and the number of a person shown to one who asks for it.

The public part of a body is corrected in `members`.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import membership, standing
from huaihai.governance.models import Contact
from huaihai.governance.models.contact import KEEPING, KEEPING_PEOPLE
from huaihai.governance.roster import facts as roster_facts
from huaihai.kit import phones
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import digits_in
from huaihai.members import bodies
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post
from huaihai.record import events

FEWEST_DIGITS = 3
ALLOWED = frozenset("0123456789+-() #*,转")


ABOVE_STATIONS = (Organisation.Kind.CITY, Organisation.Kind.COUNTY, Organisation.Kind.BRANCH)
BY_FOLDER = (Organisation.Kind.ALLIANCE, Organisation.Kind.CITY)


@dataclass(frozen=True)
class Stated:
    """A telephone as it was typed. `account` only for that of a person, whose number, if none is typed, stays."""

    kind: Contact.Kind
    label: str
    phone: str
    note: str = ""
    account: Account | None = None


def may_keep(actor: Actor, body: Organisation, *, on: date) -> bool:
    """Whether the actor keeps the telephones of this body on this day: head, alliance desk or system administrator
    of it or of a body above it; for the alliance itself, whoever acts as its office.
    """
    if actor.kind == "system":
        return True
    if body.kind == Organisation.Kind.ALLIANCE and standing.is_office(actor, on=on):
        return True
    node = actor.organisation
    is_inside = node is not None and body.is_within(node)
    return actor.kind == "officer" and is_inside and bool(actor.roles & KEEPING)


def offered(actor: Actor, node: Organisation) -> dict[str, bool]:
    """What the page of a body offers to whoever looks."""
    may = bodies.may_change(actor, node)
    is_open = node.closed_on is None
    return {
        "may_add_station": may and is_open and node.kind in ABOVE_STATIONS,
        "may_note_computers": may and is_open and node.kind not in BY_FOLDER,
        "may_close": is_open and bodies.may_close(actor, node),
    }


def add(body: Organisation, *, stated: Stated, from_on: date, by: Actor, at: datetime) -> Contact:
    """A further telephone of this body, from a day on. Raises NotAllowed, Unfit."""
    _may(by, body, at, is_private=stated.kind == Contact.Kind.PERSON)
    contact = Contact(organisation=body, from_on=from_on, **_fields(body, stated, at))
    with transaction.atomic():
        _lock(body)
        contact.save(force_insert=True)
        _write(contact, "contact added", by, at)
    return contact


def change(contact: Contact, *, stated: Stated, seen: int | None = None, by: Actor, at: datetime) -> Contact:
    """Its number, name or note is another one. Raises NotAllowed, NotPossible, Unfit, Moved."""
    with transaction.atomic():
        contact = _held(contact, seen, by, at)
        _may(by, contact.organisation, at, is_private=stated.kind == Contact.Kind.PERSON)
        if stated.kind == Contact.Kind.PERSON and not stated.phone.strip():
            stated = replace(stated, phone=contact.private_phone)
        for name, value in _fields(contact.organisation, stated, at).items():
            setattr(contact, name, value)
        contact.version += 1
        contact.save()
        _write(contact, "contact changed", by, at)
    return contact


def end(contact: Contact, *, last_on: date, seen: int | None = None, by: Actor, at: datetime) -> Contact:
    """Nobody answers it after this day. Raises NotAllowed, NotPossible, Unfit, Moved."""
    with transaction.atomic():
        contact = _held(contact, seen, by, at)
        if last_on < contact.from_on:
            raise Unfit("last_on", _("The last day must not be before the first."))
        contact.until_on = last_on
        contact.version += 1
        contact.save(update_fields=["until_on", "version"])
        _write(contact, "contact ended", by, at)
    return contact


def may_look(contact: Contact, *, by: Actor, at: datetime) -> bool:
    """Whether the actor may be shown this number of a person: near it, or, while that person is on duty, speaking
    for a member of the alliance.
    """
    if Contact.objects.visible_to(by).filter(pk=contact.pk).exists():
        return True
    asking, on = standing.delegation_of(by), roster_facts.shift_day(at)
    if asking is None or not membership.is_member(asking, on=on):
        return False
    shift = roster_facts.on_duty(contact.organisation, at)
    return shift is not None and shift.account_id == contact.account_id


def look(contact: Contact, *, by: Actor, at: datetime) -> str:
    """The whole number of a person; that it was shown, and to which body, stands in the record.

    Raises NotAllowed, NotPossible.
    """
    with transaction.atomic():
        _lock(contact.organisation)
        held = Contact.objects.in_use(local_day(at)).filter(pk=contact.pk, kind=Contact.Kind.PERSON).first()
        if held is None:
            raise NotPossible(_("This telephone is no longer in use."))
        if not may_look(held, by=by, at=at):
            raise NotAllowed(_("The number of a person is for colleagues of that body."))
        asked_by = by.organisation.key if by.organisation else ""
        facts = {"contact": str(held.pk), "body": asked_by}
        subject = f"contacts:{contact.organisation.key}"
        events.write(subject=subject, verb="contact shown", by=by.key, at=at, facts=facts)
    return held.private_phone


def people_of(body: Organisation, on: date) -> list[Account]:
    """Everybody with a post of the body, by sign-in name: administrators and auditors are reached by telephone, too."""
    posts = Post.objects.held_on(on).filter(organisation=body)
    people = Account.objects.get_queryset().filter(is_active=True, pk__in=posts.values("account_id"))
    return list(people.order_by("username"))


def digits_of(text: str) -> str:
    """The digits of a telephone number, full-width ones too."""
    return digits_in(phones.stored(text))


def check_number(typed: str) -> str:
    """The number as it is stored. Raises Unfit for what nobody can dial."""
    number = phones.stored(typed)
    if len(digits_of(number)) < FEWEST_DIGITS or not set(number) <= ALLOWED:
        raise Unfit("phone", _("This is no telephone number. Write it like 0516-12345678, with digits."))
    return number


def _fields(body: Organisation, stated: Stated, at: datetime) -> dict[str, Any]:
    number = check_number(stated.phone)
    shared = {"kind": stated.kind, "label": stated.label, "note": stated.note}
    if stated.kind != Contact.Kind.PERSON:
        return shared | {
            "account": None,
            "phone": number,
            "private_phone": "",
        }
    if stated.account is None or stated.account not in people_of(body, local_day(at)):
        raise Unfit("account", _("Choose a person with a post in this body."))
    return shared | {"account": stated.account, "phone": "", "private_phone": digits_of(number)}


def _held(contact: Contact, seen: int | None, by: Actor, at: datetime) -> Contact:
    """The contact as it is now, locked."""
    _lock(contact.organisation)
    fresh = Contact.objects.select_related("organisation").get(pk=contact.pk)
    _may(by, fresh.organisation, at, is_private=fresh.is_private)
    if seen is not None and seen != fresh.version:
        raise Moved(fresh)
    if fresh.until_on is not None and fresh.until_on < local_day(at):
        raise NotPossible(_("This telephone is no longer in use."))
    return fresh


def _may(by: Actor, body: Organisation, at: datetime, *, is_private: bool) -> None:
    if not may_keep(by, body, on=local_day(at)):
        raise NotAllowed(
            _("Only the head, the alliance desk or the system administrator of this body, or of one above.")
        )
    if is_private and by.kind == "officer" and not by.roles & KEEPING_PEOPLE:
        raise NotAllowed(_("The number of a person is kept by the head or the alliance desk of the body."))


def _lock(body: Organisation) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)


def _write(contact: Contact, verb: str, by: Actor, at: datetime) -> None:
    """A number stands in no fact; the words of the event are private ones."""
    facts = {
        "contact": str(contact.pk),
        "kind": str(contact.kind),
        "from": contact.from_on.isoformat(),
        "until": contact.until_on.isoformat() if contact.until_on else "",
    }
    subject = f"contacts:{contact.organisation.key}"
    events.write(
        subject=subject, verb=verb, by=by.key, at=at, facts=facts, text=contact.phone or contact.private_phone
    )
