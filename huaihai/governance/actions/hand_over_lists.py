"""The list of a hand-over: making it, explaining its lines, and signing it."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.governance import membership, rotation
from huaihai.governance.actions.hand_over import (
    check_office_stays,
    first_possible_day,
    hold,
    release_term,
)
from huaihai.governance.actions.moving import moving
from huaihai.governance.errors import Moved, NotAllowed, NotPossible
from huaihai.governance.hand_over import listing
from huaihai.governance.models import HandOver, HandOverItem, HandOverList, HandOverSignature
from huaihai.governance.models.hand_over import HAND_OVER
from huaihai.governance.standing import delegation_of
from huaihai.members.actors import Actor
from huaihai.record.hand_over import OpenItem


class ListChanged(NotPossible):
    """Something opened or closed since the list was made: it must be made again. Carries what changed."""

    def __init__(self, change: listing.Change) -> None:
        super().__init__(_("Something has changed since the list was made. Please make it again."))
        self.change = change


def make_list(hand_over: HandOver, *, seen: int | None = None, by: Actor, at: datetime) -> HandOverList:
    """Write down what is open now. Signatures under an older list end; what was explained stays explained.

    Either body may; once both have signed, only the one that takes over, whose term is taken back by it.
    Raises NotAllowed, NotPossible, Moved.
    """
    side = _side(hand_over, by)
    with transaction.atomic():
        hold(hand_over)
        check_office_stays(hand_over)
        with moving(hand_over, "list", HAND_OVER, by=by, at=at, seen=seen) as move:
            row = move.row
            term = release_term(row, at=at)
            if term is not None and side != "to":
                raise NotAllowed(
                    _("Both sides have signed. Only the body that takes over can make the list again.")
                )
            older = listing.present_list(row)
            row.list_number += 1
            taken = _freeze(row, older, by=by, at=at)
            move.facts |= {"list": taken.number, "hash": taken.hash, "open": taken.items.count()}
        if term is not None:
            rotation.take_term_back(term, by=by, at=at)
    return taken


def sign(hand_over: HandOver, *, list_hash: str, by: Actor, at: datetime) -> HandOverSignature:
    """One side signs the list with this hash. With the second signature the next term is agreed.

    Raises NotAllowed, NotPossible, ListChanged, and Moved if the list was made again.
    """
    side = _side(hand_over, by)
    with transaction.atomic():
        hold(hand_over)
        with moving(hand_over, "sign", HAND_OVER, by=by, at=at) as move:
            row, move.stays = move.row, True
            taken = _signable(row, side, list_hash, at)
            body = row.from_body if side == "from" else row.to_body
            signature = HandOverSignature.objects.create(
                list=taken, side=side, organisation=body, list_hash=taken.hash, signed_by=by.key, signed_at=at
            )
            move.facts |= {"side": side, "body": body.key, "hash": taken.hash}
            if row.stage == "signed":
                row.begins_on = first_possible_day(row, at)
                row.term = rotation.agree_term(row, from_on=row.begins_on, by=by, at=at)
                move.facts["begins"] = row.begins_on.isoformat()
    return signature


def explain(hand_over: HandOver, items: Collection[UUID], *, by: Actor, at: datetime) -> int:
    """The incoming side ticks lines of the list as explained to it; how many were new.

    Raises NotAllowed, NotPossible, and Moved if the list was made again.
    """
    _incoming(hand_over, by)
    with moving(hand_over, "explain", HAND_OVER, by=by, at=at) as move:
        move.stays = True
        rows = HandOverItem.objects.filter(list__hand_over=move.row, pk__in=items)
        found = list(rows.filter(list__number=move.row.list_number))
        if len(found) < len(set(items)):
            raise Moved(move.row)
        fresh = [item for item in found if item.explained_at is None]
        for item in fresh:
            item.explained_at, item.explained_by, item.version = at, by.key, item.version + 1
        HandOverItem.objects.bulk_update(fresh, ["explained_at", "explained_by", "version"])
        move.facts["explained"] = [item.key for item in fresh]
    return len(fresh)


def remark(
    item: HandOverItem, *, text: str, is_explained: bool, seen: int | None = None, by: Actor, at: datetime
) -> None:
    """The incoming side's own words to one line. Raises NotAllowed, NotPossible, and Moved with the newer line."""
    hand_over = item.list.hand_over
    _incoming(hand_over, by)
    with moving(hand_over, "explain", HAND_OVER, by=by, at=at) as move:
        move.stays, move.text = True, text
        held = HandOverItem.objects.select_for_update().get(pk=item.pk)
        if seen is not None and seen != held.version:
            raise Moved(held)
        if item.list.number != move.row.list_number:
            raise Moved(move.row)
        held.remark, held.version = text, held.version + 1
        if not is_explained:
            held.explained_at, held.explained_by = None, ""
        elif held.explained_at is None:
            held.explained_at, held.explained_by = at, by.key
        held.save(update_fields=["remark", "version", "explained_at", "explained_by"])
        move.facts |= {"line": held.key, "is_explained": is_explained}


def _freeze(row: HandOver, older: HandOverList | None, *, by: Actor, at: datetime) -> HandOverList:
    lines = listing.collect(at)
    taken = HandOverList(hand_over=row, number=row.list_number, made_at=at, made_by=by.key)
    taken.hash = listing.digest(listing.document(row, taken, lines))
    taken.save(force_insert=True)
    known = {item.key: item for item in listing.items_of(older)} if older else {}
    HandOverItem.objects.bulk_create(
        _item(taken, position, line, known.get(line.key)) for position, line in enumerate(lines, start=1)
    )
    return taken


def _item(taken: HandOverList, position: int, line: OpenItem, known: HandOverItem | None) -> HandOverItem:
    item = HandOverItem(
        list=taken,
        position=position,
        kind=line.kind,
        key=line.key,
        label=line.label,
        subject=line.subject,
        url=line.url,
        due_on=line.due_on,
        note=line.note,
    )
    if known is not None:
        item.explained_at, item.explained_by, item.remark = (
            known.explained_at,
            known.explained_by,
            known.remark,
        )
    return item


def _signable(row: HandOver, side: str, list_hash: str, at: datetime) -> HandOverList:
    """The list in force, if this side may sign it now."""
    taken = listing.present_list(row)
    if taken is None or not secrets.compare_digest(taken.hash, list_hash):
        raise Moved(row)
    if HandOverSignature.objects.filter(list=taken, side=side).exists():
        raise NotPossible(_("Your side has signed this list already."))
    if not membership.is_member(row.to_body, on=first_possible_day(row, at)):
        raise NotPossible(_("The body that should take over is no member of the alliance on that day."))
    _check_list(row, taken, at)
    return taken


def _check_list(row: HandOver, taken: HandOverList, at: datetime) -> None:
    items: Sequence[HandOverItem] = listing.items_of(taken)
    if not listing.is_intact(row, taken, items):
        raise NotPossible(_("The stored list is not the one that was made. Please make it again."))
    if change := listing.changes(items, at):
        raise ListChanged(change)


def _side(hand_over: HandOver, by: Actor) -> str:
    side = hand_over.side_of(delegation_of(by))
    if not side:
        raise NotAllowed(_("Only the two bodies of this hand-over can do this."))
    return side


def _incoming(hand_over: HandOver, by: Actor) -> None:
    if hand_over.side_of(delegation_of(by)) != "to":
        raise NotAllowed(_("Only the body that takes over can do this."))
