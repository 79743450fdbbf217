"""The list of a hand-over: making it, and signing it."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotAllowed, NotPossible
from huaihai.desk.moving import moving
from huaihai.governance import membership, rotation
from huaihai.governance.actions.hand_over import first_possible_day, hold
from huaihai.governance.hand_over import listing
from huaihai.governance.models import HandOver
from huaihai.governance.models.hand_over import HAND_OVER
from huaihai.governance.standing import delegation_of
from huaihai.members.actors import Actor


def make_list(hand_over: HandOver, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Write down what is open now; a signature under an older list ends. Either body may, until both have signed.

    Raises NotAllowed, NotPossible, Moved.
    """
    _side(hand_over, by)
    with moving(hand_over, "list", HAND_OVER, by=by, at=at, seen=seen) as move:
        row = move.row
        row.list_number += 1
        row.document = listing.document(row, at=at)
        row.hash = listing.digest(row.document)
        row.from_signed_by, row.from_signed_at, row.to_signed_by, row.to_signed_at = "", None, "", None
        move.facts |= {"list": row.list_number, "hash": row.hash, "open": len(row.document["open"])}


def sign(hand_over: HandOver, *, list_hash: str, by: Actor, at: datetime) -> None:
    """One side signs the list with this hash. With the second signature the next term is agreed.

    Raises NotAllowed, NotPossible, and Moved if the list was made again.
    """
    side = _side(hand_over, by)
    with transaction.atomic():
        hold(hand_over)
        with moving(hand_over, "sign", HAND_OVER, by=by, at=at) as move:
            row, move.stays = move.row, True
            _check_signable(row, side, list_hash, at)
            body = row.from_body if side == "from" else row.to_body
            setattr(row, f"{side}_signed_by", by.key)
            setattr(row, f"{side}_signed_at", at)
            move.facts |= {"side": side, "body": body.key, "hash": row.hash}
            if row.is_signed_by_both:
                row.begins_on = first_possible_day(row, at)
                row.term = rotation.agree_term(row, from_on=row.begins_on, by=by, at=at)
                move.facts["begins"] = row.begins_on.isoformat()


def _check_signable(row: HandOver, side: str, list_hash: str, at: datetime) -> None:
    if not secrets.compare_digest(row.hash, list_hash):
        raise Moved(row)
    if row.has_signed(side):
        raise NotPossible(_("Your side has signed this list already."))
    if not membership.is_member(row.to_body, on=first_possible_day(row, at)):
        raise NotPossible(_("The body that should take over is no member of the alliance on that day."))
    if not listing.is_intact(row):
        raise NotPossible(_("The stored list is not the one that was made. Please make it again."))


def _side(hand_over: HandOver, by: Actor) -> str:
    side = hand_over.side_of(delegation_of(by))
    if not side:
        raise NotAllowed(_("Only the two bodies of this hand-over can do this."))
    return side
