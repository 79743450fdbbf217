"""Which installations we exchange cases with: one administrator puts one in, another compares and confirms."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.models import PassportPeer
from huaihai.cases.passing import own
from huaihai.cases.passport import peers
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.peers import Peer
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation
from huaihai.record import events, posting


def add(*, descriptor: str, body: Organisation, by: Actor, at: datetime) -> PassportPeer:
    """Keep what an installation says of itself; nothing goes there before somebody else has confirmed it. One that is
    known is brought up to date, if a key that was known signed it. Raises Unfit."""
    found = _read(descriptor, at)
    with transaction.atomic():
        known = PassportPeer.objects.select_for_update().filter(name=found.name).first()
        if known is not None:
            if not peers.takes_over(own.known(known), found):
                raise Unfit(
                    "descriptor", _("It is known already, and this is not signed by a key known of it.")
                )
            known.descriptor, known.title, known.body = found.data.decode(), found.title, body
            return _keep(known, "passport peer renewed", by, at)
        row = PassportPeer(
            name=found.name,
            title=found.title,
            descriptor=found.data.decode(),
            body=body,
            added_by=Account.objects.get(pk=by.account_id or ""),
            added_at=at,
        )
        return _keep(row, "passport peer added", by, at, is_new=True)


def confirm(row: PassportPeer, *, by: Actor, at: datetime) -> None:
    """Somebody else has compared the fingerprint on the telephone. Raises NotPossible, NotAllowed."""
    with transaction.atomic():
        held = PassportPeer.objects.select_for_update().get(pk=row.pk)
        if held.confirmed_at is not None or held.closed_at is not None:
            raise NotPossible(_("This has been done already."))
        if by.account_id is None or held.added_by_id in persons.accounts_of(by.account_id):
            raise NotAllowed(_("Somebody else than who put it in compares and confirms."))
        held.confirmed_by_id, held.confirmed_at = by.account_id, at
        _keep(held, "passport peer confirmed", by, at)


def close(row: PassportPeer, *, by: Actor, at: datetime) -> None:
    """Nothing more goes there or is taken from there; what was exchanged stays. Raises NotPossible."""
    with transaction.atomic():
        held = PassportPeer.objects.select_for_update().get(pk=row.pk)
        if held.closed_at is not None:
            raise NotPossible(_("This has been done already."))
        held.closed_at = at
        _keep(held, "passport peer closed", by, at)


def _keep(row: PassportPeer, verb: str, by: Actor, at: datetime, *, is_new: bool = False) -> PassportPeer:
    row.save(force_insert=is_new)
    events.write(subject=row.record_key, verb=verb, by=by.key, at=at, facts={"name": row.name})
    return row


def _read(descriptor: str, at: datetime) -> Peer:
    try:
        found = peers.read(descriptor.strip().encode(), now=at)
        posting.where(found.address, is_confirmed=True)
        if not own.is_reachable():
            raise Unfit("descriptor", _("The address of this site is not set (SITE_URL)."))
        if found.name == own.name():
            raise Unfit("descriptor", _("This is our own description."))
    except Bad as error:
        why = f"{_(error.text)} {error.where}".strip()
        raise Unfit(
            "descriptor", _("This is no description of an installation: %(why)s") % {"why": why}
        ) from error
    except posting.NotTaken as error:
        raise Unfit("descriptor", _("Nothing can be sent to the address in it.")) from error
    return found
