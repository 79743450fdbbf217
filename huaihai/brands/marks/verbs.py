"""Giving out a mark, giving a new one where name, place or key changed, and ending a key."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from huaihai.brands import standing
from huaihai.brands.marks import payload, publishing
from huaihai.brands.marks.payload import ROOM, Content, shortened
from huaihai.brands.models import Entry, KeyRevocation, Mark
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.businesses.pages import whole_address
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.sealed.storing import store_sealed
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as _
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor

KEYS_RECORD = "brands:keys"  # the chain of what happened to keys


def content_of(entry: Entry, serial: int) -> Content:
    """The content of the mark with this serial number. Raises NotPossible without a credit code or days."""
    if not entry.business.credit_code:
        raise NotPossible(
            _("The business has no {business_code}, and a mark without one could be hung up anywhere.")
        )
    if entry.held_since is None or entry.held_until is None:
        raise NotPossible(_("The mark has no days yet."))
    name = shortened(entry.name, ROOM["n"])
    sign = shortened(entry.place.sign, ROOM["d"]) if entry.place is not None else ""
    return Content(
        number=f"{entry.number}-{serial}",
        kind=entry.kind,
        name=name,
        credit_code=entry.business.credit_code,
        since=entry.held_since,
        until=entry.held_until,
        what=shortened(entry.what, ROOM["w"]),
        sign="" if sign == name else sign,
        address=shortened(_where(entry), ROOM["a"]),
    )


def _where(entry: Entry) -> str:
    """The address; of a live room or online shop, its platform."""
    if entry.place is None:
        return entry.business.platform
    with translation.override(settings.LANGUAGE_CODE):  # a mark does not depend on who issues it
        return whole_address(entry.place.region_code, entry.place.address)


def issue(entry: Entry, *, by: Actor, at: datetime) -> Mark:
    """The mark of an entry that the alliance has just admitted or renewed: a new one takes the place of the old one,
    unless that says the same already.

    Called after the `moving` that admitted it. Raises NotPossible for an entry that does not hold the title today.
    """
    with moving(entry, "note", who=Who.RULE, noted="mark issued", by=by, at=at) as move:
        if move.row.stage != "held" or not standing.gives_title(local_day(at)):
            raise NotPossible(_("A mark is given only to who holds the title, and on a legal basis."))
        old = Mark.objects.filter(entry=move.row).order_by("-serial").first()
        if old is not None and _says_the_same(old, move.row, set(publishing.revoked_keys())):
            move.facts["mark"] = old.number
            return old
        made = _signed(move.row, serial=old.serial + 1 if old else 1, by=by, at=at)
        if old is not None:
            Mark.objects.filter(pk=old.pk).update(replaced_at=at)
            move.facts["replaces"] = old.number
        move.rows.append(made)
        move.facts |= {"mark": made.number, "key": made.key_id}
    return made


def revoke_key(key_id: str, *, reason: str, by: Actor, at: datetime) -> KeyRevocation:
    """From now on nothing that this key signed counts as a mark; `due_acts` gives new ones. Raises Unfit, NotPossible.

    The present key is replaced first (`huaihai brands new-key`): nothing new may be signed by it.
    """
    said = storable(reason)[:300]
    if not said:
        raise Unfit("reason", _("Please give the reasons: they are public."))
    if key_id not in publishing.public_keys():
        raise Unfit("key_id", _("There is no such key."))
    if key_id == publishing.present():
        raise NotPossible(_("This key signs still. Please make a new one first."))
    with transaction.atomic():
        if KeyRevocation.objects.filter(key_id=key_id).exists():
            raise NotPossible(_("This key is revoked already."))
        made = KeyRevocation(key_id=key_id, reason=said, at=at, by=by.key)
        store_sealed(KEYS_RECORD, "brand_key_revoked", [made], by=by, at=at, facts={"key": key_id})
    return made


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """A new mark for each holder whose mark says what is no longer so, or whose key counts no more."""
    if not standing.gives_title(local_day(at)):
        return
    revoked = set(publishing.revoked_keys())
    rows = Mark.objects.live().filter(entry__stage="held", until__gte=local_day(at))
    for mark in rows.select_related("entry__business", "entry__place").iterator(500):
        if not _says_the_same(mark, mark.entry, revoked):
            yield partial(_reissue, mark.entry_id, at)


def _reissue(entry: UUID, at: datetime) -> None:
    issue(Entry.objects.get(pk=entry), by=Actor.system("fall-due"), at=at)


def _says_the_same(mark: Mark, entry: Entry, revoked: set[str]) -> bool:
    """Whether a new mark would say nothing new."""
    try:
        body = content_of(entry, mark.serial).body.decode()
    except NotPossible:
        return True  # the register has lost what a mark needs: conduct finds that out
    return mark.body == body and mark.replaced_at is None and mark.key_id not in revoked


def _signed(entry: Entry, *, serial: int, by: Actor, at: datetime) -> Mark:
    content = content_of(entry, serial)
    key_id = publishing.present()
    text = payload.make(content, key_id=key_id, sign=publishing.sign)
    return Mark(
        entry=entry,
        serial=serial,
        number=content.number,
        body=content.body.decode(),
        payload=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        key_id=key_id,
        since=content.since,
        until=content.until,
        issued_at=at,
        by=by.key,
    )
