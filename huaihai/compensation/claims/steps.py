"""What the people of a fund's owner can do with a claim: one table for decisions, payments and what comes back."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.compensation import ledger, rights
from huaihai.compensation.claims import deciding, forms, verbs
from huaihai.compensation.claims.acting import VerbPage
from huaihai.compensation.grounds import all_hold
from huaihai.compensation.models import Claim, PaymentOrder
from huaihai.compensation.payments import recourse
from huaihai.compensation.payments import verbs as payments_verbs
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
    if all_hold(verbs.check(claim, by=by, at=at, seen=seen)):
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
    payments_verbs.order(claim, by=by, at=at)


MANAGERS = gettext_lazy("Only managers of the fund's owner, and the body in charge, decide here.")
CASHIERS = gettext_lazy("Only the cashier or a manager of the fund's owner does this.")
BODY = gettext_lazy("Only the body in charge ends a claim, or the consumer who asked.")
STEPS = (
    VerbPage(
        "check",
        gettext_lazy("Check again"),
        gettext_lazy("Check now"),
        "",
        forms.BareForm,
        check,
        verb="check",
        intro=(gettext_lazy("The program holds the claim against the facts, one by one."),),
        may=decides,
        who=MANAGERS,
    ),
    VerbPage(
        "approval",
        gettext_lazy("Pay"),
        gettext_lazy("Sign: pay this sum"),
        "",
        forms.ApprovalForm,
        approve,
        verb="approve",
        intro=(
            gettext_lazy(
                "Two different people have to name the same sum. Then the order to pay goes to the cashier."
            ),
        ),
        may=decides,
        who=MANAGERS,
    ),
    VerbPage(
        "refusal",
        gettext_lazy("Do not pay"),
        gettext_lazy("Say: do not pay"),
        "",
        forms.RefusalForm,
        refuse,
        verb="refuse",
        intro=(gettext_lazy("Two different people have to say so. The complaint itself goes on."),),
        may=decides,
        who=MANAGERS,
        is_grave=True,
    ),
    VerbPage(
        "return",
        gettext_lazy("Ask the consumer for more"),
        gettext_lazy("Send back"),
        gettext_lazy("The consumer is told what is missing."),
        forms.WantedForm,
        plainly(verbs.send_back),
        verb="return",
        intro=(gettext_lazy("What was decided so far counts no more once the consumer has added it."),),
        may=decides,
        who=MANAGERS,
    ),
    VerbPage(
        "cancellation",
        gettext_lazy("Nothing is to be paid any more"),
        gettext_lazy("End the claim"),
        gettext_lazy("The claim has ended. What was set aside for it is free again."),
        forms.ReasonForm,
        plainly(verbs.cancel),
        verb="cancel",
        intro=(gettext_lazy("For example because the business has paid. It cannot be opened again."),),
        may=ends,
        who=BODY,
        is_grave=True,
    ),
    VerbPage(
        "order",
        gettext_lazy("Order the payment again"),
        gettext_lazy("Order it again"),
        gettext_lazy("The order waits for the cashier."),
        forms.BareForm,
        order,
        verb="order",
        intro=(
            gettext_lazy(
                "The last payment did not arrive. Please make sure first that the account is right."
            ),
        ),
        may=keeps_books,
        who=CASHIERS,
    ),
    VerbPage(
        "payment",
        gettext_lazy("Mark as paid"),
        gettext_lazy("Sign: it is paid"),
        gettext_lazy("Written down as paid. The consumer is told."),
        forms.PaidForm,
        on_order(payments_verbs.pay, PaymentOrder.State.ORDERED, PaymentOrder.State.SENT),
        verb="pay",
        fits=is_open,
        intro=(gettext_lazy("Only after the money has really left."),),
        may=pays,
        who=CASHIERS,
    ),
    VerbPage(
        "failure",
        gettext_lazy("The payment failed"),
        gettext_lazy("Write down: it failed"),
        gettext_lazy("Written down. The consumer is asked to check the account."),
        forms.FailedForm,
        on_order(payments_verbs.fail, PaymentOrder.State.ORDERED, PaymentOrder.State.SENT),
        verb="fail",
        fits=is_open,
        intro=(gettext_lazy("The claim stays approved. It can be ordered again."),),
        may=pays,
        who=CASHIERS,
    ),
    VerbPage(
        "bounce",
        gettext_lazy("The money came back"),
        gettext_lazy("Write down: it came back"),
        gettext_lazy("Written down. The payment is undone in the books."),
        forms.BouncedForm,
        on_order(payments_verbs.bounce, PaymentOrder.State.PAID),
        verb="bounce",
        fits=was_paid,
        intro=(
            gettext_lazy(
                "The bank sent it back. The claim stays approved; what the business owed for it is undone, too."
            ),
        ),
        may=pays,
        who=CASHIERS,
        is_grave=True,
    ),
    VerbPage(
        "recovery",
        gettext_lazy("Money came in"),
        gettext_lazy("Write down: it came in"),
        gettext_lazy("Written down in the books."),
        forms.RecoveredForm,
        recover,
        verb="recover",
        intro=(gettext_lazy("What the business paid back. The oldest part is counted first."),),
        may=keeps_books,
        who=CASHIERS,
    ),
    VerbPage(
        "instalments",
        gettext_lazy("Let it pay in parts"),
        gettext_lazy("Spread it"),
        gettext_lazy("The business now pays in parts."),
        forms.SpreadForm,
        spread,
        verb="spread",
        intro=(
            gettext_lazy("The whole rest in equal monthly parts; the last one takes what does not divide."),
        ),
        may=keeps_books,
        who=CASHIERS,
    ),
    VerbPage(
        "set-off",
        gettext_lazy("Take it out of its deposit"),
        gettext_lazy("Take it out of its deposit"),
        gettext_lazy("Taken out of the deposit."),
        forms.SetOffForm,
        set_off,
        verb="recover",
        fits=has_deposit,
        intro=(gettext_lazy("The business then has to fill its deposit up again."),),
        may=keeps_books,
        who=CASHIERS,
    ),
    VerbPage(
        "write-off",
        gettext_lazy("Write the rest off"),
        gettext_lazy("Sign: write it off"),
        "",
        forms.WriteOffForm,
        write_off,
        verb="propose write-off",
        intro=(gettext_lazy("Two different people have to say so. The fund then bears the loss."),),
        may=decides,
        who=MANAGERS,
        is_grave=True,
    ),
    VerbPage(
        "correction",
        gettext_lazy("Undo an entry"),
        gettext_lazy("Undo it"),
        gettext_lazy("Undone in the books."),
        forms.TakeBackForm,
        plainly(recourse.take_back),
        verb="take back recovery",
        fits=has_recovered,
        intro=(gettext_lazy("Nothing is erased: the books get an entry that undoes the wrong one."),),
        may=keeps_books,
        who=CASHIERS,
    ),
)
BY_NOUN = {step.noun: step for step in STEPS}
LEADING = ("approval", "payment", "order", "recovery")  # the step that is shown as the big button
