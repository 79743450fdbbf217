"""Branches (分会) and service stations below a body, and whether a body works with computers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.members.actors import Actor
from huaihai.members.errors import MayNot
from huaihai.members.models import Organisation, Role
from huaihai.record import events


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


def _may_change(by: Actor, organisation: Organisation) -> None:
    if by.kind == "system":
        return
    inside = by.organisation is not None and organisation.is_within(by.organisation)
    if not inside or not by.roles & {Role.HEAD, Role.SYSTEM_ADMIN}:
        raise MayNot(
            _("Only the head or the system administrator of this body, or of one above, may do this.")
        )
