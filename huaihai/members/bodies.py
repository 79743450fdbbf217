"""Bodies: branches and stations below them; how each is reached, and whether it has computers, in its own words."""

from datetime import datetime
from itertools import count

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huaihai.kit import phones
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.law import opening
from huaihai.members.actors import Actor
from huaihai.members.errors import MayNot, NotFit
from huaihai.members.models import Organisation, Post, Role
from huaihai.record import events

CLOSED = (
    Organisation.Kind.BRANCH,
    Organisation.Kind.STATION,
)  # cities and counties stand in the alliance's folder


def found_organisation(
    *,
    parent: Organisation,
    kind: Organisation.Kind,
    key: str,
    name: str,
    short_name: str,
    phone: str = "",
    address: str = "",
    source: str = "",
    mark: str = "",
    is_computerised: bool = False,
    by: Actor,
    at: datetime,
) -> Organisation:
    """A branch or station below `parent`. `key` is like "branch:320302-01": lower case, digits and "-".

    Raises MayNot.
    """
    _may_change(by, parent)
    with transaction.atomic():
        organisation = Organisation.objects.create(
            key=key,
            parent=parent,
            path=f"{parent.path}{key.rpartition(':')[2]}/",
            kind=kind,
            name=name,
            short_name=short_name,
            region_code=parent.region_code,
            phone=phone,
            address=address,
            source=source,
            mark=mark,
            is_computerised=is_computerised,
        )
        events.write(
            subject=organisation.record_key,
            verb="organisation founded",
            by=by.key,
            at=at,
            facts={"parent": parent.key, "kind": str(kind)},
        )
    return organisation


def found_below(
    *,
    parent: Organisation,
    kind: Organisation.Kind,
    name: str,
    is_computerised: bool,
    by: Actor,
    at: datetime,
) -> Organisation:
    """A branch or station with the next number below its body, called as it calls itself. Raises MayNot, NotFit."""
    called = _line("name", name)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=parent.pk)
        if parent.children.filter(name=called, closed_on=None).exists():
            raise NotFit("name", _("There is one of this name already."))
        stem = parent.key.rpartition(":")[2]
        taken = set(Organisation.objects.within(parent).values_list("path", flat=True))
        number = next(n for n in count(1) if f"{parent.path}{stem}-{n:02}/" not in taken)
        return found_organisation(
            parent=parent,
            kind=kind,
            key=f"{kind}:{stem}-{number:02}",
            name=called,
            short_name=called,
            is_computerised=is_computerised,
            by=by,
            at=at,
        )


def may_change(by: Actor, organisation: Organisation) -> bool:
    """Whether somebody adds stations below this body, and says whether it has computers."""
    return _holds(by, organisation, {Role.HEAD, Role.SYSTEM_ADMIN})


def may_close(by: Actor, organisation: Organisation) -> bool:
    """Whether somebody closes this branch or station: never its own people."""
    above = organisation.parent
    return organisation.kind in CLOSED and above is not None and may_change(by, above)


def close_organisation(*, organisation: Organisation, by: Actor, at: datetime) -> None:
    """A branch or station is there no longer. Raises MayNot, also while somebody has a post there or below it."""
    if not may_close(by, organisation):
        raise MayNot(_("Only the head or the system administrator of the body above may do this."))
    with transaction.atomic():
        if Organisation.objects.select_for_update().get(pk=organisation.pk).closed_on is not None:
            return
        held = Post.objects.filter(Q(until_on=None) | Q(until_on__gt=local_day(at)))
        if held.filter(organisation__path__under=organisation.path, account__is_active=True).exists():
            raise MayNot(_("Somebody still has a post there. Please end it first."))
        if organisation.children.filter(closed_on=None).exists():
            raise MayNot(_("Below it there are others. Please close them first."))
        organisation.closed_on = local_day(at)
        organisation.save(update_fields=["closed_on"])
        events.write(subject=organisation.record_key, verb="organisation closed", by=by.key, at=at)


def note_computers(*, organisation: Organisation, has_computers: bool, by: Actor, at: datetime) -> None:
    """From now on the body works at a desk of its own, or again from printed sheets. Raises MayNot."""
    _may_change(by, organisation)
    if organisation.is_computerised == has_computers:
        return
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        organisation.is_computerised = has_computers
        organisation.save(update_fields=["is_computerised"])
        events.write(
            subject=organisation.record_key,
            verb="computers noted",
            by=by.key,
            at=at,
            facts={"has_computers": has_computers},
        )


def correct_contact(
    *,
    organisation: Organisation,
    phone: str,
    address: str,
    hours: str,
    contact_note: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """The body says itself how it is reached. From now on the alliance's folder leaves these alone.

    Said again unchanged, it confirms what is known. "" means that there is none. Raises MayNot, NotFit.
    """
    _may_correct(by, organisation)
    said = {
        "phone": _phone(phone),
        "address": _line("address", address),
        "hours": _hours(hours),
        "contact_note": _line("contact_note", contact_note),
    }
    with transaction.atomic():
        held = Organisation.objects.select_for_update().get(pk=organisation.pk)
        changed = {name: getattr(held, name) for name, value in said.items() if getattr(held, name) != value}
        for name, value in {**said, "contact_corrected_at": at}.items():
            setattr(held, name, value)
            setattr(organisation, name, value)
        held.save(update_fields=[*said, "contact_corrected_at"])
        events.write(
            subject=held.record_key,
            verb="contact corrected",
            by=by.key,
            at=at,
            facts={"changed": sorted(changed)},
            text="\n".join(f"{name}: {old} → {said[name]}" for name, old in changed.items()),
        )


def _phone(typed: str) -> str:
    number = phones.public_number(typed) if typed.strip() else ""
    if number is None or len(number) > _longest("phone"):
        raise NotFit("phone", _("This is no telephone number. Give the area code too, such as 0516-…."))
    return number


def _hours(typed: str) -> str:
    """The hours in their one form, so that a promised time can be worked out from them."""
    line = _line("hours", typed)
    if not line:
        return ""
    found = opening.of(line)
    if found is None:
        raise NotFit("hours", _("Write days and hours like this: Monday to Friday 9:00–12:00, 14:00–17:00"))
    return _line("hours", found.zh)


def _line(field: str, typed: str) -> str:
    try:
        line = storable_name(typed)
    except UnstorableTextError as error:
        raise NotFit(field, _(error.message_id)) from error
    if len(line) > _longest(field):
        raise NotFit(field, _("At most %(n)s characters.") % {"n": _longest(field)})
    return line


def _longest(field: str) -> int:
    return int(getattr(Organisation._meta.get_field(field), "max_length", 0))


def _may_change(by: Actor, organisation: Organisation) -> None:
    if not _holds(by, organisation, {Role.HEAD, Role.SYSTEM_ADMIN}):
        raise MayNot(
            _("Only the head or the system administrator of this body, or of one above, may do this.")
        )


def _may_correct(by: Actor, organisation: Organisation) -> None:
    if not _holds(by, organisation, {Role.HEAD, Role.SYSTEM_ADMIN, Role.SECRETARIAT}):
        raise MayNot(
            _(
                "Only the head, the alliance desk or the system administrator of this body, or of one above, "
                "may do this."
            )
        )


def _holds(by: Actor, organisation: Organisation, roles: set[Role]) -> bool:
    """Whether the actor is the program itself, or holds one of the roles here or above."""
    if by.kind == "system":
        return True
    inside = by.organisation is not None and organisation.is_within(by.organisation)
    return inside and bool(by.roles & roles)
