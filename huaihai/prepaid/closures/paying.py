"""Shares are paid by the guarantor: where to, marked as paid, and what its holder says of that. No money moves here.

A holder who did not get what was marked says so with one tap. From then on it is marked only with the number of the
payment, by which every bank finds it.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.prepaid.closures.verbs import moving
from huaihai.prepaid.models import Closure, Creditor


def name_payee(creditor: Creditor, *, name: str, bank: str, account: str, by: Actor, at: datetime) -> None:
    """Where the guarantor is to pay this holder: sealed, for its clerk alone. Raises NotPossible."""
    with transaction.atomic(), moving(creditor.closure, "closure_name_payee", by=by, at=at) as move:
        held = Creditor.objects.get(pk=creditor.pk)
        if held.share_fen <= held.paid_fen and held.denied_on is None:
            raise NotPossible(_("There is no share to be paid now."))
        held.payee = {"name": name, "bank": bank, "account": account}
        held.save(update_fields=["payee"])
        move.stays = True


def pay(
    closure: Closure,
    *,
    creditors: Collection[UUID],
    proofs: Mapping[UUID, str] | None = None,
    paid_on: date,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> int:
    """The guarantor paid these, and those of `proofs` with the number of the payment, their whole shares on this day;
    returns how many. Who has not said where to pay cannot have been paid. Each is told. Raises Unfit, Moved."""
    proofs = {key: proof for key, proof in (proofs or {}).items() if proof}
    with transaction.atomic(), moving(closure, "closure_pay", by=by, at=at, seen=seen) as move:
        to_pay = Q(share_fen__gt=F("paid_fen")) | Q(denied_on__isnull=False)
        rows = [row for row in move.row.creditors.filter(to_pay, pk__in={*creditors, *proofs}) if row.payee]
        if not rows:
            raise Unfit("creditors", _("Tick some rows first."))
        if any(row.needs_proof and row.pk not in proofs for row in rows):
            raise Unfit(
                "creditors",
                _("The holder says that it did not arrive. Please write the number of the payment."),
            )
        if paid_on < move.row.silent_on:
            raise Unfit("paid_on", _("This day cannot be right here. Please check it."))
        move.facts = {"cards": len(rows), "fen": sum(row.share_fen - row.paid_fen for row in rows)}
        for row in rows:
            row.paid_fen, row.paid_on, row.denied_on, row.told_at = row.share_fen, paid_on, None, None
            row.paid_proof = proofs.get(row.pk, "")
        Creditor.objects.bulk_update(
            rows, ["paid_fen", "paid_on", "denied_on", "paid_proof", "told_at"], batch_size=100
        )
    return len(rows)


def unpay(closure: Closure, *, creditor: UUID, by: Actor, at: datetime) -> None:
    """It was marked as paid by mistake: all of this card's share is to be paid again. Raises Unfit, NotPossible."""
    with transaction.atomic(), moving(closure, "closure_pay", by=by, at=at) as move:
        row = move.row.creditors.filter(pk=creditor, paid_fen__gt=0).first()
        if row is None:
            raise NotPossible(_("This share is not marked as paid."))
        move.facts = {"cards": -1, "fen": -row.paid_fen, "creditor": str(row.pk)}
        row.paid_fen, row.paid_on = 0, None
        row.save(update_fields=["paid_fen", "paid_on"])


def deny(creditor: Creditor, *, by: Actor, at: datetime) -> None:
    """The holder did not get what is marked as paid: the body sees it, and the share is not confirmed. Raises
    NotPossible."""
    with transaction.atomic(), moving(creditor.closure, "closure_deny", by=by, at=at) as move:
        held = Creditor.objects.get(pk=creditor.pk)
        if not held.may_deny:
            raise NotPossible(_("There is nothing here that you could say this of."))
        held.denied_on = local_day(at)
        held.save(update_fields=["denied_on"])
        move.stays, move.facts = True, {"creditor": str(held.pk)}


def arrived(creditor: Creditor, *, by: Actor, at: datetime) -> None:
    """It arrived after all, or the holder pressed by mistake. Raises NotPossible."""
    with transaction.atomic(), moving(creditor.closure, "closure_arrived", by=by, at=at) as move:
        rows = move.row.creditors.filter(pk=creditor.pk, denied_on__isnull=False)
        if not rows.update(denied_on=None):
            raise NotPossible(_("This was done already."))
        move.stays, move.facts = True, {"creditor": str(creditor.pk)}
