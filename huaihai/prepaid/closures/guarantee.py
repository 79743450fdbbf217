"""The guarantor says what it pays out, each card gets its share, doubts are settled. Nothing here holds money: the
guarantor pays (`paying`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import spoken
from huaihai.members.actors import Actor
from huaihai.prepaid import books, sharing
from huaihai.prepaid.closures.life import LIFTED, OPEN
from huaihai.prepaid.closures.verbs import moving
from huaihai.prepaid.models import Card, Closure, Creditor
from huaihai.prepaid.sharing import Part, Sharing
from huaihai.record.models import Event

SUMS = ("certain_fen", "doubtful_fen", "share_fen", "reserved_fen")
PROGRAM = Actor.system("prepaid")


def hand_out(closure: Closure, *, total_fen: int, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The guarantor pays so much in all, at most what is owed and doubted. It can be more later; less only while
    nothing was paid: then it is shared out anew. Everybody with a share is told. Raises Unfit, NotPossible, Moved."""
    with transaction.atomic(), moving(closure, "closure_hand_out", by=by, at=at, seen=seen) as move:
        rows, before = _rows(move.row), move.row.guarantee_fen
        why = _why_not(rows, total_fen, before, is_paid=move.row.creditors.filter(paid_fen__gt=0).exists())
        if why:
            raise Unfit("total_fen", why)
        sums = _sharing(move.row, rows)
        if total_fen < before:
            sums, added = Sharing(tuple(Part(part.certain, part.doubtful) for part in sums.parts)), total_fen
        else:
            added = total_fen - before
        _store(move.row, rows, sharing.hand_out(sums, added))
        move.row.creditors.reachable().filter(share_fen__gt=0).update(told_at=None)
        move.facts = {"total_fen": total_fen, "added_fen": total_fen - before}


def _why_not(rows: Sequence[Creditor], total: int, before: int, *, is_paid: bool) -> str:
    most = max(sum(row.certain_fen + row.doubtful_fen for row in rows), before)
    if total == before or total <= 0:
        return _("This is what was shared out before.") if total else _("Please write a sum above 0.")
    if total > most:
        return _("This is more than all cards together are owed: %(sum)s.") % {"sum": spoken.money(most)}
    if total < before and is_paid:
        return _("Shares were paid already, so it can only become more.")
    return ""


def recount(card: Card, *, by: Actor, at: datetime) -> None:
    """A doubt about an entry of this card was raised or settled: its sums follow the books, and its reserve moves. A
    card on which nothing was left becomes a creditor by it."""
    with transaction.atomic():
        rows = Closure.objects.exclude(stage=LIFTED)
        closure = rows.filter(issuer=card.issuer_id).first()
        if closure is None:
            return
        with moving(closure, "closure_recount", by=by, at=at) as move:
            _recount(move.row, card)
            one = move.row.creditors.get(card=card)
            move.facts = {
                "card": card.number,
                "certain_fen": one.certain_fen,
                "doubtful_fen": one.doubtful_fen,
            }


def _recount(closure: Closure, card: Card) -> None:
    Creditor.objects.get_or_create(closure=closure, card=card, defaults={"certain_fen": 0})
    certain, doubtful = books.sums(card, card.entries.order_by("serial"), on=closure.silent_on)
    rows = _rows(closure)
    place = next(place for place, row in enumerate(rows) if row.card_id == card.pk)
    before = _sharing(closure, rows)
    if not closure.guarantee_fen:  # nothing was shared out yet: whatever the books say now
        parts = list(before.parts)
        parts[place] = Part(certain, doubtful)
        _store(closure, rows, Sharing(tuple(parts)))
        return
    try:
        done = sharing.settle(before, place, certain=certain, doubtful=doubtful)
    except ValueError as error:
        raise NotPossible(_("This would take back what was shared out already.")) from error
    _store(closure, rows, done)


def of_entry(event: Event) -> None:
    """For `reactions.REACTIONS`: a doubt about an entry was raised or settled, so the sums of its card follow."""
    card = Card.objects.filter(pk=event.subject.partition(":")[2]).first()
    if card is not None:
        recount(card, by=PROGRAM, at=event.at)


def of_new_receipt(event: Event) -> None:
    """For `reactions.REACTIONS`: whoever held the old receipt may not have been the holder, so the account they wrote,
    their vote and their name among those who stand are gone with it."""
    held = Creditor.objects.filter(card=UUID(event.subject.partition(":")[2]), closure__stage=OPEN)
    for one in held:
        Creditor.objects.filter(vote=one).update(vote=None)
    held.update(payee="", vote=None, stands_at=None, shown_name="")


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
