"""What follows when a form about a claim was sent: the verbs of the core, and who may use them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huaihai.compensation import ledger, rights
from huaihai.compensation.actions import claims, deciding, paying, recourse
from huaihai.compensation.business import forms
from huaihai.compensation.checks import all_hold
from huaihai.compensation.models import Claim, PaymentOrder
from huaihai.desk.lives import NotPossible
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

State = PaymentOrder.State
type Facts = dict[str, Any]


def decides(actor: Actor, claim: Claim, day: date) -> bool:
    """Whether the actor decides about the claim's fund."""
    return bool(rights.side_of(actor, claim.fund, on=day))


def ends(actor: Actor, claim: Claim, day: date) -> bool:
    """Whether the actor acts for the body in charge: the owner ends nothing for ever alone."""
    return rights.is_of_body(actor, claim.fund)


def pays(actor: Actor, claim: Claim, day: date) -> bool:
    """Whether the actor keeps the fund's money."""
    return rights.pays(actor, claim.fund, on=day)


def keeps_books(actor: Actor, claim: Claim, day: date) -> bool:
    """Whether the actor does one or the other."""
    return decides(actor, claim, day) or pays(actor, claim, day)


def order_of(claim: Claim, *states: str) -> PaymentOrder | None:
    """The claim's order in one of these states, the newest."""
    return claim.orders.filter(state__in=states).order_by("-ordered_at").first()


def deposit_of(claim: Claim) -> int:
    """What the business that owes has paid into the fund and was not used up, in fen."""
    if claim.against is None:
        return 0
    return -ledger.book_of(claim.fund).balance("deposits", ledger.key_of(claim.against.pk))


def is_open(claim: Claim) -> bool:
    """Whether an order waits or is with the bank."""
    return order_of(claim, State.ORDERED, State.SENT) is not None


def was_paid(claim: Claim) -> bool:
    """Whether the order was paid."""
    return order_of(claim, State.PAID) is not None


def _is_recovering(claim: Claim) -> bool:
    return claim.stage == "recovering"


def has_deposit(claim: Claim) -> bool:
    """Whether what the business has paid in could serve."""
    return _is_recovering(claim) and deposit_of(claim) > 0


def has_recovered(claim: Claim) -> bool:
    """Whether something came back that could be undone."""
    return bool(forms.standing_recoveries(claim).exists())


def check(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> str:
    """Hold the claim against the facts."""
    if all_hold(claims.check(claim, by=by, at=at, seen=seen)):
        return _("Checked: every fact holds. Now two people decide.")
    return _("Checked: not every fact holds. See below what is against it.")


def approve(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> str:
    """One voice for this sum."""
    if deciding.approve(claim, by=by, at=at, seen=seen, **facts):
        return _("Decided: it is paid. The order waits for the cashier.")
    return _("Your word is written down. One more person has to say the same.")


def refuse(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> str:
    """One voice against."""
    if deciding.refuse(claim, by=by, at=at, seen=seen, **facts):
        return _("Decided: the fund does not pay. The consumer is told.")
    return _("Your word is written down. One more person has to say the same.")


def on_order(verb: Callable[..., None], *states: str) -> Callable[[Claim, Facts, Actor, datetime, int], Any]:
    """A verb of the claim's order that stands."""

    def act(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
        order = order_of(claim, *states)
        if order is None:
            raise NotPossible(_("This order is not open any more."))
        order.claim = claim
        verb(order, by=by, at=at, seen=seen, **facts)

    return act


def spread(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    """What is owed, in equal monthly parts."""
    owed = ledger.account_of(claim).owed
    parts = [recourse.Part(*part) for part in forms.monthly(owed, facts["parts"], facts["first_on"])]
    recourse.spread(claim, parts, reason=facts["reason"], by=by, at=at, seen=seen)


def recover(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    """Something came in."""
    recourse.recover(claim, by=by, at=at, seen=seen, **facts)


def set_off(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    """Out of what the business has paid in."""
    recourse.recover(claim, value_on=local_day(at), from_deposit=True, by=by, at=at, seen=seen, **facts)


def write_off(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> str:
    """One voice for writing the rest off."""
    if recourse.write_off(claim, by=by, at=at, seen=seen, **facts):
        return _("Decided: the rest is written off.")
    return _("Your word is written down. One more person has to say the same.")


def plainly(verb: Callable[..., Any]) -> Callable[[Claim, Facts, Actor, datetime, int], Any]:
    """A verb that takes what the form asked."""

    def act(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
        verb(claim, by=by, at=at, seen=seen, **facts)

    return act


def order(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    """Order the payment again."""
    paying.order(claim, by=by, at=at)
