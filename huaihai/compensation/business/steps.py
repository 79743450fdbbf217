"""What the people of a fund's owner can do with a claim: one table for decisions, payments and what comes back."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.compensation import ledger, rights
from huaihai.compensation.actions import claims, deciding, paying, recourse
from huaihai.compensation.business import forms
from huaihai.compensation.checks import all_hold
from huaihai.compensation.models import Claim, PaymentOrder
from huaihai.compensation.pages.acting import Step
from huaihai.governance.errors import NotPossible
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

State = PaymentOrder.State
type Facts = dict[str, Any]
MANAGERS = gettext_lazy("Only managers of the fund's owner, and the body in charge, decide here.")
CASHIERS = gettext_lazy("Only the cashier or a manager of the fund's owner does this.")


def decides(actor: Actor, claim: Claim, day: date) -> bool:
    """Whether the actor decides about the claim's fund."""
    return bool(rights.side_of(actor, claim.fund, on=day))


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


def _is_open(claim: Claim) -> bool:
    return order_of(claim, State.ORDERED, State.SENT) is not None


def _was_paid(claim: Claim) -> bool:
    return order_of(claim, State.PAID) is not None


def _is_recovering(claim: Claim) -> bool:
    return claim.stage == "recovering"


def _has_deposit(claim: Claim) -> bool:
    return _is_recovering(claim) and deposit_of(claim) > 0


def _has_recovered(claim: Claim) -> bool:
    return forms.standing_recoveries(claim).exists()


def _check(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> str:
    if all_hold(claims.check(claim, by=by, at=at, seen=seen)):
        return _("Checked: every fact holds. Now two people decide.")
    return _("Checked: not every fact holds. See below what is against it.")


def _approve(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> str:
    if deciding.approve(claim, by=by, at=at, seen=seen, **facts):
        return _("Decided: it is paid. The order waits for the cashier.")
    return _("Your word is written down. One more person has to say the same.")


def _refuse(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> str:
    if deciding.refuse(claim, by=by, at=at, seen=seen, **facts):
        return _("Decided: the fund does not pay. The consumer is told.")
    return _("Your word is written down. One more person has to say the same.")


def _on_order(verb: Callable[..., None], *states: str) -> Callable[[Claim, Facts, Actor, datetime, int], Any]:
    """A verb of the claim's order that stands."""

    def act(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
        order = order_of(claim, *states)
        if order is None:
            raise NotPossible(_("This order is not open any more."))
        order.claim = claim
        verb(order, by=by, at=at, seen=seen, **facts)

    return act


def _spread(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    owed = ledger.account_of(claim).owed
    parts = [recourse.Part(*part) for part in forms.monthly(owed, facts["parts"], facts["first_on"])]
    recourse.spread(claim, parts, reason=facts["reason"], by=by, at=at, seen=seen)


def _recover(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    recourse.recover(claim, by=by, at=at, seen=seen, **facts)


def _set_off(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    recourse.recover(claim, value_on=local_day(at), from_deposit=True, by=by, at=at, seen=seen, **facts)


def _write_off(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> str:
    if recourse.write_off(claim, by=by, at=at, seen=seen, **facts):
        return _("Decided: the rest is written off.")
    return _("Your word is written down. One more person has to say the same.")


def _plainly(verb: Callable[..., Any]) -> Callable[[Claim, Facts, Actor, datetime, int], Any]:
    """A verb that takes what the form asked."""

    def act(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
        verb(claim, by=by, at=at, seen=seen, **facts)

    return act


def _order(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    paying.order(claim, by=by, at=at)


STEPS = (
    Step(
        "check", gettext_lazy("Check again"), gettext_lazy("Check now"), "", forms.BareForm, _check,
        verb="check", intro=(gettext_lazy("The program holds the claim against the facts, one by one."),),
        may=decides, who=MANAGERS,
    ),
    Step(
        "approval", gettext_lazy("Pay"), gettext_lazy("Sign: pay this sum"), "", forms.ApprovalForm, _approve,
        verb="approve", intro=(gettext_lazy("Two different people have to name the same sum. Then the order to pay goes to the cashier."),),
        may=decides, who=MANAGERS,
    ),
    Step(
        "refusal", gettext_lazy("Do not pay"), gettext_lazy("Say: do not pay"), "", forms.RefusalForm, _refuse,
        verb="refuse", intro=(gettext_lazy("Two different people have to say so. The complaint itself goes on."),),
        may=decides, who=MANAGERS, is_grave=True,
    ),
    Step(
        "return", gettext_lazy("Ask the consumer for more"), gettext_lazy("Send back"), gettext_lazy("The consumer is told what is missing."),
        forms.WantedForm, _plainly(claims.send_back), verb="return",
        intro=(gettext_lazy("What was decided so far counts no more once the consumer has added it."),),
        may=decides, who=MANAGERS,
    ),
    Step(
        "cancellation", gettext_lazy("Nothing is to be paid any more"), gettext_lazy("End the claim"),
        gettext_lazy("The claim has ended. What was set aside for it is free again."),
        forms.ReasonForm, _plainly(claims.cancel), verb="cancel",
        intro=(gettext_lazy("For example because the business has paid. It cannot be opened again."),),
        may=decides, who=MANAGERS, is_grave=True,
    ),
    Step(
        "order", gettext_lazy("Order the payment again"), gettext_lazy("Order it again"), gettext_lazy("The order waits for the cashier."),
        forms.BareForm, _order, verb="order",
        intro=(gettext_lazy("The last payment did not arrive. Please make sure first that the account is right."),),
        may=keeps_books, who=CASHIERS,
    ),
    Step(
        "payment", gettext_lazy("Mark as paid"), gettext_lazy("Sign: it is paid"), gettext_lazy("Written down as paid. The consumer is told."),
        forms.PaidForm, _on_order(paying.pay, State.ORDERED, State.SENT), verb="pay", fits=_is_open,
        intro=(gettext_lazy("Only after the money has really left."),), may=pays, who=CASHIERS,
    ),
    Step(
        "failure", gettext_lazy("The payment failed"), gettext_lazy("Write down: it failed"), gettext_lazy("Written down. The consumer is asked to check the account."),
        forms.FailedForm, _on_order(paying.fail, State.ORDERED, State.SENT), verb="fail", fits=_is_open,
        intro=(gettext_lazy("The claim stays approved. It can be ordered again."),), may=pays, who=CASHIERS,
    ),
    Step(
        "bounce", gettext_lazy("The money came back"), gettext_lazy("Write down: it came back"), gettext_lazy("Written down. The payment is undone in the books."),
        forms.BouncedForm, _on_order(paying.bounce, State.PAID), verb="bounce", fits=_was_paid,
        intro=(gettext_lazy("The bank sent it back. The claim stays approved; what the business owed for it is undone, too."),),
        may=pays, who=CASHIERS, is_grave=True,
    ),
    Step(
        "recovery", gettext_lazy("Money came in"), gettext_lazy("Write it down"), gettext_lazy("Written down in the books."),
        forms.RecoveredForm, _recover, verb="recover",
        intro=(gettext_lazy("What the business paid back. The oldest part is counted first."),), may=keeps_books, who=CASHIERS,
    ),
    Step(
        "instalments", gettext_lazy("Let it pay in parts"), gettext_lazy("Spread it"), gettext_lazy("The business now pays in parts."),
        forms.SpreadForm, _spread, verb="spread",
        intro=(gettext_lazy("The whole rest in equal monthly parts; the last one takes what does not divide."),),
        may=keeps_books, who=CASHIERS,
    ),
    Step(
        "set-off", gettext_lazy("Take it out of its deposit"), gettext_lazy("Take it out"), gettext_lazy("Taken out of the deposit."),
        forms.SetOffForm, _set_off, verb="recover", fits=_has_deposit,
        intro=(gettext_lazy("The business then has to fill its deposit up again."),), may=keeps_books, who=CASHIERS,
    ),
    Step(
        "write-off", gettext_lazy("Write the rest off"), gettext_lazy("Sign: write it off"), "", forms.WriteOffForm, _write_off,
        verb="propose write-off",
        intro=(gettext_lazy("Two different people have to say so. The fund then bears the loss."),),
        may=decides, who=MANAGERS, is_grave=True,
    ),
    Step(
        "correction", gettext_lazy("Undo an entry"), gettext_lazy("Undo it"), gettext_lazy("Undone in the books."),
        forms.TakeBackForm, _plainly(recourse.take_back), verb="take back recovery", fits=_has_recovered,
        intro=(gettext_lazy("Nothing is erased: the books get an entry that undoes the wrong one."),),
        may=keeps_books, who=CASHIERS,
    ),
)  # fmt: skip
BY_NOUN = {step.noun: step for step in STEPS}
LEADING = ("approval", "payment", "order", "recovery")  # the step that is shown as the big button
