"""What the consumer tells a fund: on what ground, how much, and whom to pay."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.compensation.actions.claims import LONGEST
from huaihai.compensation.pages.forms import LONGEST_REASON, ClaimForm
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.yuan_field import YuanField

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
    sum_fen = YuanField(label=gettext_lazy("How much?"))
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

    sum_fen = YuanField(label=gettext_lazy("How much?"))

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
