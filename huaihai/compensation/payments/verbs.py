"""Paying: the order, the file for the bank, and the mark with its proof. Paying is always a person's act."""

import csv
import io
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huaihai.cases import life as cases_life
from huaihai.cases.models import Promise
from huaihai.cases.verbs import fulfilment
from huaihai.compensation import messages, posting, rights
from huaihai.compensation.claims import situation
from huaihai.compensation.funds.verbs import require_not_future, required
from huaihai.compensation.models import Claim, Fund, PaymentFile, PaymentOrder
from huaihai.compensation.moving import moving, moving_fund, refuse_altered
from huaihai.compensation.payments import recourse
from huaihai.desk import codes
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.kit import sealing, spoken
from huaihai.kit.clock import local_day
from huaihai.kit.csv_text import cell
from huaihai.members.actors import Actor
from huaihai.packs.words import of_country

PROGRAM = Actor.system("compensation")
REFERENCE_LENGTH = 8
HEADS = ("reference", "name", "account", "bank", of_country().money.name.en, "for")
State = PaymentOrder.State


def order(claim: Claim, *, due_at: datetime | None = None, by: Actor, at: datetime) -> PaymentOrder:
    """An order to pay what was approved: written by the program with the approval, by a person after a payment failed.

    Raises NotAllowed, NotPossible.
    """
    with moving(claim, "order", by=by, at=at) as move:
        if by.kind != "system" and not rights.pays(by, move.row.fund, on=local_day(at)):
            rights.require_side(by, move.row.fund, on=local_day(at))
        assert move.row.approved_fen is not None  # noqa: S101 -- a database constraint sees to it
        made = PaymentOrder.objects.create(
            claim=move.row,
            fund=move.row.fund,
            reference=_reference(at),
            sum_fen=move.row.approved_fen,
            ordered_by=by.key,
            ordered_at=at,
            due_at=due_at,
        )
        move.facts = {"order": made.reference, "fen": made.sum_fen}
    return made


def make_file(fund: Fund, *, by: Actor, at: datetime) -> PaymentFile:
    """One file for the bank with all orders that wait. From now on they are with the bank: paid or failed.

    An order whose complaint was withdrawn, or settled meanwhile, is left out: somebody looks at it first.

    Raises NotAllowed, NotPossible if none waits, Unfit for a payee without an account.
    """
    with moving_fund(fund, "book", by=by, at=at) as move:
        rights.require_pays(by, move.row, on=local_day(at))
        waiting = list(with_case(move.row.orders.filter(state=State.ORDERED)))
        if not waiting:
            raise NotPossible(_("No order waits."))
        ready = [held for held in waiting if goes_to_bank(held)]
        if not ready:
            raise Unfit("", _("No order can go to the bank: no account is known, or the complaint is over."))
        refuse_altered(*(held.claim for held in ready))
        last = move.row.payment_files.order_by("-number").values_list("number", flat=True).first() or 0
        made = PaymentFile(
            fund=move.row,
            number=last + 1,
            sum_fen=sum(held.sum_fen for held in ready),
            count=len(ready),
            fingerprint=_fingerprint(_written(ready)),
            made_by=by.key,
            made_at=at,
        )
        made.save(force_insert=True)
        keys = [held.pk for held in ready]
        PaymentOrder.objects.filter(pk__in=keys).update(state=State.SENT, file=made)
        move.facts = {"file": made.number, "count": made.count, "fen": made.sum_fen}
    return made


def text_of(file: PaymentFile) -> str:
    """What stands in the file for the bank, as it was made (CSV). Raises NotPossible if it could not be made again."""
    held = list(file.orders.select_related("claim__case"))
    written = _written(held)
    if _fingerprint(written) != file.fingerprint:
        raise NotPossible(_("This file cannot be written again as it was."))
    return written


def pay(
    order: PaymentOrder,
    *,
    paid_on: date,
    bank_reference: str = "",
    proof: str,
    knows_it_was_kept: bool = False,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The money has left: when, and what proves it. What the business owes for it begins with this.

    Where the consumer has confirmed meanwhile that the business paid, or has withdrawn, only with `knows_it_was_kept`:
    the money had left before, and whoever writes it down knows that it may be paid twice.
    Raises NotAllowed, NotPossible (paid or failed meanwhile), Unfit, Moved.
    """
    claim = order.claim
    with transaction.atomic():  # no payment without what the business owes for it
        with moving(claim, "pay", by=by, at=at, seen=seen, text=proof.strip()) as move:
            rights.require_pays(by, move.row.fund, on=local_day(at))
            held = _open_order(move, order)
            _require_proved(held, paid_on, proof, at)
            changed = situation.since_approved(move.row.case, sum_fen=held.sum_fen)
            if changed and not knows_it_was_kept:
                raise Unfit("knows_it_was_kept", str(situation.WORDS[changed]))
            entry = posting.book(
                move.row.fund, "pay", held.sum_fen, claim=move.row, value_on=paid_on, by=by, at=at
            )
            held.state, held.paid_on, held.paid_at, held.paid_by = State.PAID, paid_on, at, by.key
            held.bank_reference, held.proof, held.entry = bank_reference.strip()[:80], proof.strip(), entry
            held.save()
            move.facts = {"order": held.reference, "entry": entry.number, "fen": held.sum_fen}
            move.facts |= {"paid_on": paid_on.isoformat()} | ({"meanwhile": changed} if changed else {})
            messages.tell_consumer(move.row, "paid", at=at)
        recourse.begin(claim, held, at=at)
        _tell_case(claim, held, at=at)
    order.__dict__.update(held.__dict__)


def fail(order: PaymentOrder, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The bank did not pay; the claim stays approved and can be ordered again.

    Raises NotAllowed, NotPossible, Unfit.
    """
    with moving(order.claim, "fail", by=by, at=at, seen=seen, text=required(reason)) as move:
        rights.require_pays(by, move.row.fund, on=local_day(at))
        held = _open_order(move, order)
        _end(held, State.FAILED, required(reason), at)
        move.facts = {"order": held.reference}
        messages.tell_consumer(move.row, "failed", at=at)
    order.__dict__.update(held.__dict__)


def bounce(
    order: PaymentOrder, *, reason: str, value_on: date, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The money came back from the bank. The payment is reversed in the books, and what the business owed with it.

    Raises NotAllowed, NotPossible, Unfit (something was paid back already: that first), Moved.
    """
    claim = order.claim
    with moving(claim, "bounce", by=by, at=at, seen=seen, text=required(reason)) as move:
        rights.require_pays(by, move.row.fund, on=local_day(at))
        require_not_future(value_on, at=at)
        held = move.row.orders.filter(pk=order.pk, state=State.PAID).select_related("entry").first()
        if held is None or held.entry is None:
            raise NotPossible(_("This order was not paid."))
        recourse.call_off(move, by=by, at=at)
        made = posting.book(
            move.row.fund,
            "bounce",
            held.sum_fen,
            claim=move.row,
            reverses=held.entry,
            value_on=value_on,
            by=by,
            at=at,
        )
        _end(held, State.FAILED, required(reason), at)
        move.facts = {"order": held.reference, "entry": made.number, "fen": held.sum_fen}
        messages.tell_consumer(move.row, "failed", at=at)
    order.__dict__.update(held.__dict__)


def call_off(claim: Claim, *, reason: str, at: datetime) -> None:
    """Under the claim's lock: the open order is not to be paid. Raises NotPossible once it is with the bank."""
    held = claim.orders.filter(state__in=[State.ORDERED, State.SENT]).first()
    if held is not None and held.state == State.SENT:
        raise NotPossible(_("The order has gone to the bank already."))
    if held is not None:
        _end(held, State.CANCELLED, reason, at)


def goes_to_bank(order: PaymentOrder) -> bool:
    """Whether a waiting order can stand in a file: its account is known, and the consumer has neither given the
    complaint up nor confirmed that it was done. Asked of many: `with_case`.
    """
    changed = situation.since_approved(order.claim.case, sum_fen=order.sum_fen)
    return bool(order.claim.payee.get("account")) and not changed


def with_case(orders: QuerySet[PaymentOrder, Any]) -> QuerySet[PaymentOrder, Any]:
    """These orders with what `goes_to_bank` looks at, in two queries."""
    return orders.select_related("claim__case__agreement").prefetch_related("claim__case__promises")


def _open_order(move: Move[Claim], order: PaymentOrder) -> PaymentOrder:
    held = move.row.orders.filter(pk=order.pk, state__in=[State.ORDERED, State.SENT]).first()
    if held is None:
        raise NotPossible(_("This order is not open any more."))
    return held


def _end(order: PaymentOrder, state: PaymentOrder.State, reason: str, at: datetime) -> None:
    order.state, order.ended_at, order.ended_reason = state, at, reason
    order.save(update_fields=["state", "ended_at", "ended_reason"])


def _require_proved(order: PaymentOrder, paid_on: date, proof: str, at: datetime) -> None:
    if not proof.strip():
        raise Unfit(
            "proof", _("Please write what proves the payment: the bank's receipt, or who took the money.")
        )
    if paid_on > local_day(at):
        raise Unfit("paid_on", _("This day is still to come."))
    if paid_on < local_day(order.ordered_at):
        raise Unfit("paid_on", _("On this day it was not ordered yet."))


def _tell_case(claim: Claim, order: PaymentOrder, *, at: datetime) -> None:
    """In the case, the promise that this payment keeps is claimed as done by a fund; only the consumer confirms it."""
    case = claim.case
    promise = (
        case.promises.watched().filter(sum_fen=order.sum_fen, claimed_at=None).order_by("number").first()
    )
    if promise is None or case.stage not in cases_life.VERBS["fund_paid"].moves:
        return
    text = _("%(fund)s has paid %(sum)s in advance.") % {
        "fund": claim.fund.name,
        "sum": spoken.money(order.sum_fen),
    }
    promise.case = case
    fulfilment.claim(promise, text=text, paid_by=Promise.PaidBy.FUND, by=PROGRAM, at=at)


def _reference(at: datetime) -> str:
    return f"XF{local_day(at):%y%m%d}" + codes.drawn(REFERENCE_LENGTH)


def _written(orders: list[PaymentOrder]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADS)
    for held in sorted(orders, key=lambda held: held.reference):
        payee = held.claim.payee
        row = [
            held.reference,
            payee.get("name"),
            payee.get("account"),
            payee.get("bank"),
            _plain(held.sum_fen),
        ]
        writer.writerow(cell(value) for value in [*row, held.claim.case.number])
    return written.getvalue()


def _plain(fen: int) -> str:
    return of_country().money.plain(fen)


def _fingerprint(written: str) -> str:
    return sealing.blind(written, purpose="payment file")
