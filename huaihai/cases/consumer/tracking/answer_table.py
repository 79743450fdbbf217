"""The consumer's answers as one table: verb → page, words, form, action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.register.verbs import Stated
from huaihai.cases import numbers
from huaihai.cases.consumer.tracking.forms import (
    AcceptForm,
    BreachForm,
    CorrectionForm,
    CounterForm,
    GoodsForm,
    MayTellForm,
    MessageForm,
    ReasonedOfferForm,
    SeenForm,
    SupplementForm,
    SupplyForm,
)
from huaihai.cases.models import Case, Complainant, Offer
from huaihai.cases.verbs import care, fulfilment, intake, negotiation, reopening, routing
from huaihai.desk import codes
from huaihai.desk.lives import Unfit
from huaihai.kit.brakes import Brake
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import Actor

TRIES = Brake("acceptance", most=5, seconds=900)


def prove(case: Case, *, name: str, code: str) -> None:
    """Raises Unfit: tried too often, another name, another code. A case without a name asks for the code alone."""
    if not TRIES.lets_through(str(case.pk)):
        raise Unfit(
            "code", gettext("Too many tries. Please wait a quarter of an hour, or call the association.")
        )
    person = Complainant.objects.filter(case=case).first()
    if person is not None and person.name and _plain(name) != _plain(person.name):
        raise Unfit(
            "name", gettext("This is not the name in the complaint. Please write it as you gave it then.")
        )
    if not codes.fits(numbers.receipt_fingerprint(code), case.receipt_hash):
        raise Unfit("code", gettext("The receipt code is not right. Please compare it with your receipt."))


def _plain(name: str) -> str:
    return "".join(fold(name).split())


type Act = Callable[[Case, dict[str, Any], Actor, datetime], None]


@dataclass(frozen=True)
class Answer:
    """One page: its address, its words, its form, what it does."""

    url_name: str
    label: str | Promise
    heading: str | Promise
    intro: tuple[str | Promise, ...]
    button: str | Promise
    done: str | Promise
    form: type[SeenForm]
    act: Act
    is_grave: bool = False
    template: str = "cases/consumer/answer.html"


def _accept(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    if "code" in typed:  # not asked again of whoever has just opened the file with it
        prove(case, name=typed["name"], code=typed["code"])
    negotiation.accept(case, offer=_offer(case, typed), by=by, at=at, seen=typed["seen"])


def _counter(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    proposed = {name: typed[name] for name in ("remedies", "sum_fen", "perform_by_on", "text")}
    negotiation.counter(case, offer=_offer(case, typed), **proposed, by=by, at=at, seen=typed["seen"])


def _reject(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    offer = _offer(case, typed)
    negotiation.reject(case, offer=offer, text=typed["text"], by=by, at=at, seen=typed["seen"])


def _correct(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    routing.correct_business(case, stated=Stated(**typed["stated"]), by=by, at=at, seen=typed["seen"])


def _with_text(action: Callable[..., object]) -> Act:
    def act(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
        action(case, text=typed["text"], by=by, at=at, seen=typed["seen"])

    return act


def _of_part(action: Callable[..., object]) -> Act:
    def act(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
        action(case, **typed, by=by, at=at)

    return act


def _send(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    fulfilment.send_goods(case, parcel=typed["parcel"], by=by, at=at, seen=typed["seen"])


def _confirm(case: Case, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    fulfilment.confirm(case, by=by, at=at, seen=typed["seen"])


def _offer(case: Case, typed: dict[str, Any]) -> Offer:
    held = case.offers.filter(pk=typed["offer"]).first()
    if held is None:
        raise Unfit("", gettext("This offer does not stand any more. Please look at the newest one."))
    return held


ANSWERS: dict[str, Answer] = {
    "accept": Answer(
        "my-acceptance",
        _("Accept the offer"),
        _("Do you accept this offer?"),
        (
            _(
                "If you accept, it is settled: the business must do what it offered, and we watch that it does."
            ),
            _("You only confirm at the end, when the money or the goods have come."),
        ),
        _("Yes, I accept"),
        _("It is settled. Now the business does what was agreed."),
        AcceptForm,
        _accept,
        template="cases/consumer/acceptance.html",
    ),
    "counter": Answer(
        "my-counter-offer",
        _("Make a counter-offer"),
        _("What would you accept?"),
        (
            _(
                "Once sent, it takes the place of the offer and stands until the business accepts it, says no, or "
                "offers again."
            ),
        ),
        _("Send the counter-offer"),
        _("The business was told. You learn what it answers."),
        CounterForm,
        _counter,
    ),
    "supply": Answer(
        "my-supply",
        _("Give what the business asked for"),
        _("What the business asked for"),
        (_("The business needs this to answer. You need not tell more than that."),),
        _("Send"),
        _("Thank you. The business answers next."),
        SupplyForm,
        _with_text(negotiation.supply),
    ),
    "reject": Answer(
        "my-rejection",
        _("Not accept, and say why"),
        _("You do not accept the offer"),
        (_("The business can make another offer until the last day. You lose nothing by saying no."),),
        _("Send"),
        _("The business was told that you do not accept. It can make another offer."),
        ReasonedOfferForm,
        _reject,
    ),
    "supplement": Answer(
        "my-supplement",
        _("Add what was asked"),
        _("Add what is missing"),
        (_("When you send this, the association goes on."),),
        _("Send"),
        _("Thank you. The association goes on."),
        SupplementForm,
        _with_text(intake.supplement),
    ),
    "send_goods": Answer(
        "my-goods",
        _("I have sent the goods back"),
        _("Are the goods on their way?"),
        (_("The business reads this, and does its part."),),
        _("Yes, they are on their way"),
        _("The business was told. You confirm when the money or the goods have come."),
        GoodsForm,
        _send,
        template="cases/consumer/goods.html",
    ),
    "confirm": Answer(
        "my-confirmation",
        _("It is done"),
        _("Was everything done that was agreed?"),
        (
            _(
                "Please confirm only when the money or the goods have really come. After that the file is closed."
            ),
            _("If only a part came, choose “It was not done” instead."),
        ),
        _("Yes, everything was done"),
        _("Thank you. Your complaint is closed."),
        SeenForm,
        _confirm,
    ),
    "reopen": Answer(
        "my-reopening",
        _("It was not done after all"),
        _("What was not done?"),
        (
            _(
                "Your file is opened again, and the association follows it up. Nothing that was written is lost."
            ),
        ),
        _("Open my file again"),
        _("Your file is open again. The business and the association were told."),
        BreachForm,
        _with_text(reopening.reopen),
    ),
    "report_breach": Answer(
        "my-breach",
        _("It was not done"),
        _("The business has not done what was agreed"),
        (_("The association follows it up with the business."),),
        _("Send"),
        _("We have noted it. The association follows it up."),
        BreachForm,
        _with_text(fulfilment.report_breach),
    ),
    "correct_business": Answer(
        "my-business",
        _("Correct which business it is"),
        _("Which business is it really?"),
        (
            _(
                "If the wrong business was named, or you know more now, write it here. What was there before is kept."
            ),
        ),
        _("Save"),
        _("The business was corrected."),
        CorrectionForm,
        _correct,
    ),
    "end_negotiation": Answer(
        "my-negotiation-end",
        _("Stop settling with the business"),
        _("Stop settling with the business?"),
        (
            _("Then the association decides whether to admit your complaint to mediation."),
            _("An open offer of the business lapses."),
        ),
        _("Stop, let the association decide"),
        _("You have stopped. The association decides what comes next."),
        MayTellForm,
        _with_text(negotiation.end),
    ),
    "consumer_writes": Answer(
        "my-message",
        _("Write to the officer"),
        _("What do you want to tell the officer?"),
        (
            _(
                "Only the association reads it, not the business. It stands in the officer's list; you are called back."
            ),
        ),
        _("Send"),
        _("Your message is with the officer who has your complaint."),
        MessageForm,
        _with_text(care.write),
    ),
    "withdraw": Answer(
        "my-withdrawal",
        _("Withdraw the complaint"),
        _("Withdraw the complaint?"),
        (
            _("Then it ends here, and this file cannot be opened again."),
            _("If the business has settled with you, please wait until the money or the goods have come."),
        ),
        _("Yes, withdraw it"),
        _("Your complaint is withdrawn."),
        MayTellForm,
        _with_text(fulfilment.withdraw),
        is_grave=True,
    ),
}
PART_ANSWERS: dict[str, Answer] = {  # of one part of an agreement
    "confirm_part": Answer(
        "my-part-confirmation",
        "",
        _("Was this part done?"),
        (_("Please confirm only when the money or the goods have really come."),),
        _("Yes, it was done"),
        _("Thank you. This part is done."),
        SeenForm,
        _of_part(fulfilment.confirm_part),
        template="cases/consumer/part.html",
    ),
    "breach_part": Answer(
        "my-part-breach",
        "",
        _("The business has not done this part"),
        (_("The association follows it up with the business. The other parts are watched on."),),
        _("Send"),
        _("We have noted it. The association follows it up."),
        BreachForm,
        _of_part(fulfilment.breach_part),
        template="cases/consumer/part.html",
    ),
}
