"""What the passing of time does here: funds below their minimum, payments and instalments that are late. Idempotent."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from huaihai.compensation import ledger, messages, posting
from huaihai.compensation.life import STANDING
from huaihai.compensation.models import Fund, Instalment, PaymentOrder
from huaihai.compensation.moving import lock_fund, moving
from huaihai.desk.lives import NotPossible
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

Act = Callable[[], None]
PROGRAM = Actor.system("fall-due")


def due_acts(at: datetime) -> Iterator[Act]:
    """Everything about funds that has fallen due by `at`, as acts to be done one by one."""
    yield from _low_funds(at)
    late = PaymentOrder.objects.filter(state__in=["ordered", "sent"], due_at__lt=at, late_noted_at=None)
    for key in late.order_by("due_at").values_list("pk", flat=True):
        yield partial(_note_late_payment, key, at)
    behind = Instalment.objects.unpaid().filter(due_on__lt=local_day(at), late_noted_at=None)
    for key in behind.order_by("due_on").values_list("pk", flat=True):
        yield partial(_note_late_instalment, key, at)


def _low_funds(at: datetime) -> Iterator[Act]:
    """Only funds for which something is to be done: newly below (or above) the minimum, or below it for too long."""
    day = local_day(at)
    funds = list(Fund.objects.filter(stage__in=STANDING))
    standings = ledger.standings(funds)
    for fund in funds:
        terms = fund.terms_on(day)
        if terms is None:
            continue
        is_low = standings[fund.pk].free < terms.minimum_fen
        is_long = fund.stage == "active" and is_low and posting.is_long_low(fund, terms, on=day)
        if is_low != (fund.low_since is not None) or is_long:
            yield partial(_look, fund.pk, at)


def _look(key: UUID, at: datetime) -> None:
    with transaction.atomic():
        fund = lock_fund(key)
        posting.watch(fund, free_fen=ledger.standing_of(fund).free, on=local_day(at), at=at)
        posting.suspend_if_long_low(fund, on=local_day(at), at=at)


def _note_late_payment(key: UUID, at: datetime) -> None:
    """Promised at once and not paid: it stands in the record, on the desks, and the owner is told."""
    order = PaymentOrder.objects.select_related("claim").get(pk=key)
    try:
        with moving(order.claim, "note late payment", by=PROGRAM, at=at) as move:
            waits = PaymentOrder.objects.filter(
                pk=key, state__in=["ordered", "sent"], due_at__lt=at, late_noted_at=None
            )
            if not waits.update(late_noted_at=at):
                raise NotPossible("")
            move.facts = {"order": order.reference, "due": order.due_at.isoformat() if order.due_at else ""}
            messages.tell_owner(move.row.fund, "late", key=order.reference, at=at)
    except NotPossible:  # paid, failed, called off or noted since the list was read
        return


def _note_late_instalment(key: UUID, at: datetime) -> None:
    held = Instalment.objects.select_related("recourse__claim").get(pk=key)
    try:
        with moving(held.recourse.claim, "note late instalment", by=PROGRAM, at=at) as move:
            Instalment.objects.filter(pk=key).update(late_noted_at=at)
            move.facts = {
                "instalment": held.number,
                "due": held.due_on.isoformat(),
                "left_fen": held.left_fen,
            }
            messages.tell_debtor(move.row, "late", key=str(held.pk), at=at)
    except NotPossible:  # recovered or written off since the list was read
        return
