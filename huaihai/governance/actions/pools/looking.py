"""Name and contact are shown to the body of the entry and to a body with a granted request, and each look is
written down."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.governance.actions.pools.keeping import KEEPING, keeps
from huaihai.governance.errors import NotAllowed, NotPossible
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.models.pools.lives import Stage, State
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


@dataclass(frozen=True)
class Shown:
    """What one look has shown."""

    name: str
    contact: str


def may_look(entry: PoolEntry, actor: Actor) -> bool:
    """Whether the actor may see name and contact of this entry today."""
    return keeps(actor, entry.body) or _granted_to(entry, actor) is not None


def look(entry: PoolEntry, *, by: Actor, at: datetime) -> Shown:
    """Name and contact; that they were shown, to whom and for which request, stands in the record.

    Raises NotAllowed, and NotPossible once they are erased.
    """
    with transaction.atomic():
        rows = PoolEntry.objects.select_for_update(of=("self",)).select_related("body")
        held = rows.get(pk=entry.pk)
        if held.state == State.WITHDRAWN:
            raise NotPossible(_("The consent was withdrawn; name and contact are erased."))
        granted = None if keeps(by, held.body) else _granted_to(held, by)
        if granted is None and not keeps(by, held.body):
            raise NotAllowed(_("Name and contact are shown once your request is granted."))
        facts = {
            "what": ["name", "contact"],
            "request": str(granted.pk) if granted else "",
            "body": _body_key(by),
        }
        events.write(subject=held.record_key, verb="contact shown", by=by.key, at=at, facts=facts)
    return Shown(held.name, held.contact)


def _body_key(actor: Actor) -> str:
    return actor.organisation.key if actor.organisation else ""


def _granted_to(entry: PoolEntry, actor: Actor) -> PoolRequest | None:
    own = actor.organisation
    if actor.kind != "officer" or not actor.roles & KEEPING or own is None:
        return None
    if own.kind == Organisation.Kind.ALLIANCE:
        return None
    rows = PoolRequest.objects.filter(entry=entry, stage=Stage.GRANTED, asked_by__path__under=own.path)
    return rows.order_by("asked_at").first()
