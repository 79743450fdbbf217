"""What the consumer can do with the own claim."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huaihai.compensation.actions import claims
from huaihai.compensation.consumer import forms
from huaihai.compensation.models import Claim, PaymentOrder
from huaihai.compensation.pages.acting import Audience, Step
from huaihai.members.actors import Actor

type Facts = dict[str, Any]


def _is_not_with_bank(claim: Claim) -> bool:
    return not claim.orders.filter(state=PaymentOrder.State.SENT).exists()


def _name_payee(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    claims.name_payee(claim, by=by, at=at, seen=seen, **facts)


def _ask_again(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    claims.ask_again(claim, by=by, at=at, seen=seen, **facts)


def _withdraw(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    claims.cancel(claim, by=by, at=at, seen=seen, **facts)


STEPS = (
    Step(
        noun="again",
        label=_("I have added what was asked"),
        intro=(
            _(
                "Photos and files you add in your complaint, under “Evidence”. "
                "Then tell the fund here that it can look again."
            ),
        ),
        send=_("Ask the fund again"),
        done=_("The fund has your claim again."),
        form=forms.AgainForm,
        act=_ask_again,
        verb="ask again",
    ),
    Step(
        noun="payee",
        label=_("Say whom to pay"),
        intro=(_("Until the payment has gone to the bank you can change it here."),),
        send=_("Save"),
        done=_("Saved. The fund pays there."),
        form=forms.PayeeForm,
        act=_name_payee,
        verb="name payee",
        fits=_is_not_with_bank,
    ),
    Step(
        noun="withdrawal",
        label=_("Ask nothing of the fund any more"),
        intro=(_("Your complaint goes on. But for this complaint the fund cannot be asked a second time."),),
        send=_("Withdraw the claim"),
        done=_("The claim is withdrawn."),
        form=forms.WithdrawalForm,
        act=_withdraw,
        verb="cancel",
        fits=_is_not_with_bank,
        is_grave=True,
    ),
)
BY_NOUN = {step.noun: step for step in STEPS}


def _fresh(request: HttpRequest, claim: Claim) -> Claim:
    held: Claim = Claim.objects.with_parties().get(pk=claim.pk)
    return held


AUDIENCE = Audience(
    template="compensation/consumer/step.html",
    moved="compensation/consumer/moved.html",
    frame=lambda request: {},
    home=lambda claim: reverse("my-fund", args=[claim.case_id]),
    fresh=_fresh,
)
