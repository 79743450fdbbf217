"""Asking a fund, and following what becomes of it: for the consumer of the case alone."""

from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases.consumer.tracking.access import open_case
from huaihai.cases.models import Case
from huaihai.compensation.claims import doors, facts, verbs
from huaihai.compensation.claims.acting import Audience, ClaimForm, VerbPage, take
from huaihai.compensation.claims.doors import Way
from huaihai.compensation.claims.verbs import LONGEST
from huaihai.compensation.life import LONGEST_REASON
from huaihai.compensation.models import Claim, PaymentOrder
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards, local_words
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.money_field import MoneyField
from huaihai.members.actors import Actor

CONSENT_WORDS = (
    "2026-11-26"  # version of the words beside the tick below (PIPL 29, 30); new words, new version
)
ACCOUNT, BY_HAND, LATER = "account", "by_hand", "later"
HOW = {
    ACCOUNT: gettext_lazy("To an account"),
    BY_HAND: gettext_lazy(
        "Without an account: the fund calls me, and hands it over or pays it back the way I paid"
    ),
    LATER: gettext_lazy("I say it later"),
}


class PayeeFields(forms.Form):
    """Whom to pay, and how. The account number is asked for only with its own consent."""

    how = forms.ChoiceField(
        label=gettext_lazy("How do you want to get the money?"),
        choices=list(HOW.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how you want to get the money.")},
    )
    name = Line(
        label=gettext_lazy("Name of whoever gets the money"),
        help_text=gettext_lazy("For an account: exactly as the bank knows it."),
        max_length=LONGEST["name"],
        required=False,
    )
    account = Line(
        label=gettext_lazy("Account or card number"), max_length=LONGEST["account"], required=False
    )
    bank = Line(
        label=gettext_lazy("Bank and branch, or the payment service"),
        max_length=LONGEST["bank"],
        required=False,
    )
    phone = Line(
        label=gettext_lazy("Phone on which the fund reaches you"),
        help_text=gettext_lazy("Needed if you have no account."),
        max_length=LONGEST["phone"],
        required=False,
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "I agree that the fund, its cashier and its bank get the account number, for this payment alone."
        ),
        help_text=gettext_lazy(
            "An account number is sensitive: it is needed to transfer the money, is kept sealed and is shown only to "
            "the cashier. You may say no; then choose a way without an account."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """What the chosen way needs."""
        cleaned = super().clean() or self.cleaned_data
        how = cleaned.get("how")
        if how in (ACCOUNT, BY_HAND) and not cleaned.get("name"):
            self.add_error("name", _("Please write the name of whoever is to be paid."))
        if how == ACCOUNT and not cleaned.get("account"):
            self.add_error("account", _("Please write the account number."))
        if how == ACCOUNT and not cleaned.get("consent"):
            self.add_error("consent", _("Without this agreement the account cannot be given to the fund."))
        if how == BY_HAND and not cleaned.get("phone"):
            self.add_error("phone", _("Please write a phone number."))
        return cleaned

    def payee(self) -> dict[str, str] | None:
        """As the action takes it; None for later. What the chosen way does not need is left out."""
        kept = {ACCOUNT: ("name", "account", "bank"), BY_HAND: ("name", "phone"), LATER: ()}
        names = kept[self.cleaned_data["how"]]
        return {name: self.cleaned_data[name] for name in names} if names else None

    def consented(self) -> str:
        """The version of the words agreed to; nothing where no account is given."""
        return CONSENT_WORDS if self.cleaned_data["how"] == ACCOUNT else ""


class AskForm(PayeeFields):
    """The claim."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why should the fund pay?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose the ground.")},
    )
    sum_fen = MoneyField(label=gettext_lazy("How much?"))
    field_order = ("ground", "sum_fen", "how", "name", "account", "bank", "phone", "consent")

    def __init__(self, *args: Any, grounds: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["ground"]
        field.choices = grounds
        name_what_is_needed(self)


class PayeeForm(PayeeFields, ClaimForm):
    """Whom to pay, said after the claim was made or changed while nothing was sent to the bank."""

    def prepare(self) -> None:
        """There is no later any more."""
        field: Any = self.fields["how"]
        field.choices = [one for one in HOW.items() if one[0] != LATER]

    def facts(self) -> dict[str, Any]:
        """Whom to pay, and the words agreed to."""
        return {"payee": self.payee(), "consent": self.consented()}


class AgainForm(ClaimForm):
    """What was missing has been added."""

    sum_fen = MoneyField(label=gettext_lazy("How much?"))

    def prepare(self) -> None:
        """The sum stays unless another is written."""
        self.initial.setdefault("sum_fen", self.claim.asked_fen)


class WithdrawalForm(ClaimForm):
    """Nothing is asked of the fund any more."""

    reason = Words(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("For example: the business has paid."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


type Facts = dict[str, Any]


def _is_not_with_bank(claim: Claim) -> bool:
    return not claim.orders.filter(state=PaymentOrder.State.SENT).exists()


def _name_payee(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    verbs.name_payee(claim, by=by, at=at, seen=seen, **facts)


def _ask_again(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    verbs.ask_again(claim, by=by, at=at, seen=seen, **facts)


def _withdraw(claim: Claim, facts: Facts, by: Actor, at: datetime, seen: int) -> None:
    verbs.cancel(claim, by=by, at=at, seen=seen, **facts)


STEPS = (
    VerbPage(
        noun="again",
        label=gettext_lazy("I have added what was asked"),
        intro=(
            gettext_lazy(
                "Photos and files you add in your complaint, under “Evidence”. "
                "Then tell the fund here that it can look again."
            ),
        ),
        send=gettext_lazy("Ask the fund again"),
        done=gettext_lazy("The fund has your claim again."),
        form=AgainForm,
        act=_ask_again,
        verb="ask again",
    ),
    VerbPage(
        noun="payee",
        label=gettext_lazy("Say whom to pay"),
        intro=(gettext_lazy("Until the payment has gone to the bank you can change it here."),),
        send=gettext_lazy("Save"),
        done=gettext_lazy("Saved. The fund pays there."),
        form=PayeeForm,
        act=_name_payee,
        verb="name payee",
        fits=_is_not_with_bank,
    ),
    VerbPage(
        noun="withdrawal",
        label=gettext_lazy("Ask nothing of the fund any more"),
        intro=(
            gettext_lazy(
                "Your complaint goes on. But for this complaint the fund cannot be asked a second time."
            ),
        ),
        send=gettext_lazy("Withdraw the claim"),
        done=gettext_lazy("The claim is withdrawn."),
        form=WithdrawalForm,
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
    refusal="compensation/consumer/moved.html",
    frame=lambda request: {},
    home=lambda claim: reverse("my-fund", args=[claim.case_id]),
    fresh=_fresh,
)


@guards.consumer
@require_safe
def claim(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """How the claim stands, and what can be done."""
    case, _actor = open_case(request, case_id)
    held = _claim_of(case)
    if held is None:
        return redirect("my-fund-new", case_id=case.pk)
    context = {
        "case": case,
        "claim": held,
        "state": doors.state_of(held, today=clock.today()),
        "ground": facts.ground(held),
        "payee": facts.payee_rows(held, is_open=False),
        "facts": facts.listed_checks(held),
        "steps": [step for step in STEPS if step.is_open(held)],
    }
    return render(request, "compensation/consumer/claim.html", context)


@guards.consumer
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask the fund that answers for this business."""
    case, actor = open_case(request, case_id)
    if _claim_of(case) is not None:
        return redirect("my-fund", case_id=case.pk)
    ways = doors.ways(case, today=clock.today())
    if not ways:
        if request.method != "POST":
            raise Http404
        return render(request, "cases/consumer/not_now.html", {"case": case}, status=HTTPStatus.CONFLICT)
    data = request.POST if request.method == "POST" else guards.kept_post(request)
    form = AskForm(data, grounds=_grounds(ways), initial=_initial(case, ways))
    if request.method == "POST" and form.is_valid():
        try:
            _ask(case, form, ways, actor)
        except Unfit as error:
            form.add_error({"sum": "sum_fen"}.get(error.field, error.field or None), error.message)
        except (NotPossible, NotAllowed) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The fund has your claim."))
            return redirect("my-fund", case_id=case.pk)
    context = {"case": case, "form": form, "ways": ways, "hints": _hints(ways)}
    return render(request, "compensation/consumer/ask.html", context)


@guards.consumer
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, case_id: UUID, noun: str) -> HttpResponse:
    """Name the payee, add what was asked, or withdraw."""
    case, actor = open_case(request, case_id)
    held, found = _claim_of(case), BY_NOUN.get(noun)
    if held is None or found is None:
        raise Http404
    return take(request, held, found, AUDIENCE, by=actor)


def _claim_of(case: Case) -> Claim | None:
    held = Claim.objects.with_parties().filter(case=case).first()
    if held is not None:
        held.case = case
    return held


def _ask(case: Case, form: AskForm, ways: list[Way], actor: Actor) -> None:
    said = form.cleaned_data
    way = next(one for one in ways if one.ground.code == said["ground"])
    verbs.ask(
        case,
        ground=way.ground.code,
        sum_fen=said["sum_fen"],
        payee=form.payee(),
        consent=form.consented(),
        source=way.source,
        by=actor,
        at=clock.now(),
    )


def _grounds(ways: list[Way]) -> list[tuple[str, str]]:
    return [(one.ground.code, str(one.ground.label)) for one in ways]


def _hints(ways: list[Way]) -> dict[str, Any]:
    """Beside each ground its article and who would pay."""
    return {one.ground.code: f"{local_words.in_script(one.ground.article)} · {one.fund.name}" for one in ways}


def _initial(case: Case, ways: list[Way]) -> dict[str, Any]:
    return {"ground": ways[0].ground.code, "sum_fen": doors.sum_of(case)}
