"""The guarantor says what it pays out, each card gets its share, doubts are settled, shares are marked as paid. Nothing
here holds money: the guarantor pays.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.prepaid import books, sharing
from huaihai.prepaid.closures.verbs import moving
from huaihai.prepaid.models import Card, Closure, Creditor
from huaihai.prepaid.sharing import Part, Sharing
from huaihai.record.models import Event

SUMS = ("certain_fen", "doubtful_fen", "share_fen", "reserved_fen")
PROGRAM = Actor.system("prepaid")


def hand_out(closure: Closure, *, total_fen: int, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The guarantor pays so much in all; it can be more later, never less. Everybody with a share is told of it. Raises
    Unfit, NotPossible, Moved."""
    with transaction.atomic(), moving(closure, "closure_hand_out", by=by, at=at, seen=seen) as move:
        added = total_fen - move.row.guarantee_fen
        if added <= 0:
            raise Unfit("total_fen", _("It has to be more than what was shared out before."))
        rows = _rows(move.row)
        _store(move.row, rows, sharing.hand_out(_sharing(move.row, rows), added))
        move.row.creditors.exclude(card__holder_phone_index="").filter(share_fen__gt=0).update(told_at=None)
        move.facts = {"total_fen": total_fen, "added_fen": added}


def recount(card: Card, *, by: Actor, at: datetime) -> None:
    """A doubt about an entry of this card was raised or settled: its sums follow the books, and its reserve moves."""
    with transaction.atomic():
        creditor = Creditor.objects.select_related("closure").filter(card=card).first()
        if creditor is None:
            return
        with moving(creditor.closure, "closure_recount", by=by, at=at) as move:
            rows = _rows(move.row)
            certain, doubtful = books.sums(card, card.entries.order_by("serial"), on=move.row.silent_on)
            place = next(place for place, row in enumerate(rows) if row.pk == creditor.pk)
            try:
                done = sharing.settle(_sharing(move.row, rows), place, certain=certain, doubtful=doubtful)
            except ValueError as error:
                raise NotPossible(_("This would take back what was shared out already.")) from error
            _store(move.row, rows, done)
            move.facts = {"card": card.number, "certain_fen": certain, "doubtful_fen": doubtful}


def of_entry(event: Event) -> None:
    """For `reactions.REACTIONS`: a doubt about an entry was raised or settled, so the sums of its card follow."""
    card = Card.objects.filter(pk=event.subject.partition(":")[2]).first()
    if card is not None:
        recount(card, by=PROGRAM, at=event.at)


def name_payee(creditor: Creditor, *, name: str, bank: str, account: str, by: Actor, at: datetime) -> None:
    """Where the guarantor is to pay this holder: sealed, for its clerk alone. Raises NotPossible."""
    with transaction.atomic(), moving(creditor.closure, "closure_name_payee", by=by, at=at) as move:
        held = Creditor.objects.get(pk=creditor.pk)
        if held.share_fen <= held.paid_fen:
            raise NotPossible(_("There is no share to be paid now."))
        held.payee = {"name": name, "bank": bank, "account": account}
        held.save(update_fields=["payee"])
        move.stays = True


def pay(
    closure: Closure,
    *,
    creditors: Collection[UUID],
    paid_on: date,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> int:
    """The guarantor paid these their whole shares on this day; returns how many. What was paid before stays. Raises
    Unfit, Moved."""
    with transaction.atomic(), moving(closure, "closure_pay", by=by, at=at, seen=seen) as move:
        rows = move.row.creditors.filter(pk__in=creditors, share_fen__gt=F("paid_fen"))
        found = list(rows.values_list("share_fen", "paid_fen"))
        if not found:
            raise Unfit("creditors", _("Tick some rows first."))
        if paid_on < move.row.silent_on:
            raise Unfit("paid_on", _("This day cannot be right here. Please check it."))
        rows.update(paid_fen=F("share_fen"), paid_on=paid_on)
        move.facts = {"cards": len(found), "fen": sum(share - paid for share, paid in found)}
    return len(found)


def _rows(closure: Closure) -> list[Creditor]:
    """All of them, in the order of their card numbers, without what is sealed."""
    return list(closure.creditors.only("closure", "card", *SUMS).order_by("card__number"))


def _sharing(closure: Closure, rows: list[Creditor]) -> Sharing:
    parts = (Part(row.certain_fen, row.doubtful_fen, row.share_fen, row.reserved_fen) for row in rows)
    return Sharing(tuple(parts), closure.rest_fen)


def _store(closure: Closure, rows: list[Creditor], done: Sharing) -> None:
    changed = []
    for row, part in zip(rows, done.parts, strict=True):
        now: dict[str, Any] = dict(
            zip(SUMS, (part.certain, part.doubtful, part.share, part.reserved), strict=True)
        )
        if any(getattr(row, name) != value for name, value in now.items()):
            row.__dict__.update(now)
            changed.append(row)
    Creditor.objects.bulk_update(changed, SUMS, batch_size=100)
    closure.guarantee_fen, closure.rest_fen = done.total, done.rest
