"""How a claim stands, for the consumer: who decides, until when, what is missing, when it was paid."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from huaihai.cases.pages.facts import yuan
from huaihai.compensation.models import Claim, PaymentOrder
from huaihai.compensation.pages import checks_list
from huaihai.kit import local_words, spoken

PAID = ("paid", "recovering", "recovered", "written_off")


@dataclass(frozen=True)
class State:
    """In one sentence, and what there is to say besides. `tone` is that of a note."""

    words: str
    tone: str = ""
    more: list[str] = field(default_factory=list)


def of(claim: Claim, *, today: date) -> State:
    """The state of this claim on a day. Two queries at most."""
    if claim.stage in PAID:
        return _paid(claim, today)
    if claim.stage == "ordered":
        return _ordered(claim, today)
    if claim.stage in ("asked", "checked"):
        return _waiting(claim)
    return _others(claim)


def _others(claim: Claim) -> State:
    states = {
        "approved": State(
            _("Approved: %(sum)s. The payment did not reach you.") % {"sum": yuan(claim.approved_fen)},
            "warn",
            [_("Please check whom and where to pay. The fund then pays again.")],
        ),
        "returned": State(_("The fund asks you for more."), "warn", [claim.wanted]),
        "refused": State(
            _("The fund does not pay."), "", [*_reasons(claim), _("Your complaint itself goes on as before.")]
        ),
        "cancelled": State(_("Nothing is asked of the fund any more.")),
    }
    return states[claim.stage]


def _waiting(claim: Claim) -> State:
    words = (
        _("Everything was checked. Now it is decided.")
        if claim.stage == "checked"
        else _("The fund checks your claim.")
    )
    missing = checks_list.missing(claim)
    more = [
        _("Two different people decide, of %(owner)s and of %(body)s. You are told as soon as they have.")
        % {
            "owner": claim.fund.owner.name if claim.fund.owner else claim.fund.name,
            "body": local_words.in_script(claim.fund.body.short_name),
        },
        _("No day is set for the decision. Your complaint goes on meanwhile."),
    ]
    if not missing:
        return State(words, "", more)
    return State(words, "warn", [_("Still missing:") + " " + " ".join(missing), *more])


def _ordered(claim: Claim, today: date) -> State:
    order = claim.orders.filter(state__in=[PaymentOrder.State.ORDERED, PaymentOrder.State.SENT]).first()
    words = _("Approved: %(sum)s. The fund pays you now.") % {"sum": yuan(claim.approved_fen)}
    more = []
    if order is not None and order.due_at is not None:
        more.append(_("It promised to pay by %(at)s.") % {"at": spoken.moment(order.due_at, today=today)})
    if not claim.payee:
        more.append(_("Still missing:") + " " + _("whom to pay."))
    elif not claim.payee.get("account"):
        more.append(_("You gave no account: the fund calls you."))
    return State(words, "warn" if not claim.payee else "", more)


def _paid(claim: Claim, today: date) -> State:
    order = claim.orders.filter(state=PaymentOrder.State.PAID).first()
    day = order.paid_on if order is not None else None
    words = _("The fund paid you %(sum)s on %(day)s.") % {
        "sum": yuan(claim.approved_fen),
        "day": spoken.day(day, today=today) if day else "",
    }
    owes_nothing = _("You owe the fund nothing: it settles with the business.")
    if claim.case.is_final:
        return State(words, "", [owes_nothing])
    asked = _("Has it come? Then please confirm it in your complaint. If not, call the association.")
    return State(words, "", [asked, owes_nothing])


def _reasons(claim: Claim) -> list[str]:
    """Why not, as the deciders of the last round said."""
    said = claim.decisions.filter(about="claim", round=claim.round, said="refuse")
    return [one.reasons for one in said if one.reasons]
