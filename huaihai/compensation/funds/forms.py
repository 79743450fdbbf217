"""What is typed about a fund: its name, its rules, the reason of a step."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from huaihai.compensation.funds.rules import MOST_DAYS, MOST_MINUTES, PAY_WITHIN_MINUTES, Rules
from huaihai.compensation.grounds import GROUNDS
from huaihai.compensation.life import LONGEST_REASON
from huaihai.compensation.models import Fund, FundTerms
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.money_field import MoneyField
from huaihai.law.sureness import Sureness
from huaihai.members.models import Organisation

RADIOS, BOXES = forms.RadioSelect, forms.CheckboxSelectMultiple
A_YEAR, A_LIFE = 366, 36_600
SHARE = "share_"
_said = lazy(local_words.said, str)


def _number(label: Any, hint: Any = "", *, most: int, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=required,
        min_value=0,
        max_value=most,
        error_messages={"invalid": gettext_lazy("Please write a whole number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class OpenForm(forms.Form):
    """A new fund."""

    name = Line(label=gettext_lazy("What is the fund called?"), max_length=120)
    owner_type = forms.ChoiceField(label=gettext_lazy("Whose fund is it?"), widget=RADIOS, choices=[])
    held_at = Line(
        label=gettext_lazy("Who holds the money?"),
        help_text=gettext_lazy(
            "Which bank, or which account of the owner. The public reads it; leave the account number out."
        ),
        max_length=200,
    )

    def __init__(self, *args: Any, is_pool: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["owner_type"]
        pool = Fund.OwnerType.POOL.value
        field.choices = [one for one in Fund.OwnerType.choices if (one[0] == pool) == is_pool]
        if is_pool:
            field.initial = pool
        name_what_is_needed(self)


class ChangeForm(SeenForm):
    """What it is called, and who holds the money."""

    name = Line(label=gettext_lazy("What is the fund called?"), max_length=120)
    held_at = Line(label=gettext_lazy("Who holds the money?"), max_length=200)


class ReasonForm(SeenForm):
    """A step that needs a reason."""

    reason = Words(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class RulesConfirmForm(forms.Form):
    """A second person confirms exactly the rules that were on the page."""

    hash = forms.RegexField(regex=r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    is_read = forms.BooleanField(
        label=gettext_lazy("I have read these rules, and they are right."),
        error_messages={"required": gettext_lazy("Please read the rules first, then tick here.")},
    )


class RulesForm(SeenForm):
    """The rules of a fund: sums in yuan, exact to the fen; an empty cap is none."""

    from_on = Day(label=gettext_lazy("In force from"), earliest=0, latest=A_YEAR)
    covers = forms.ChoiceField(
        label=gettext_lazy("For whom does it answer?"), widget=RADIOS, choices=FundTerms.Covers.choices
    )
    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("On which grounds does it pay?"), widget=BOXES, choices=[]
    )
    per_claim_cap_fen = MoneyField(
        label=gettext_lazy("For one claim at most"), help_text=gettext_lazy("Empty: no cap."), required=False
    )
    per_day_cap_fen = MoneyField(
        label=gettext_lazy("On one day at most"), help_text=gettext_lazy("Empty: no cap."), required=False
    )
    at_once_cap_fen = MoneyField(
        label=gettext_lazy("Paid at once: for one claim at most"),
        help_text=gettext_lazy(
            "Clear claims up to this sum are approved by these rules themselves. Empty: none."
        ),
        required=False,
    )
    at_once_per_day_cap_fen = MoneyField(
        label=gettext_lazy("Paid at once: on one day at most"), required=False
    )
    pay_within_minutes = _number(gettext_lazy("Paid at once: within how many minutes?"), most=MOST_MINUTES)
    minimum_fen = MoneyField(label=gettext_lazy("Must hold at least"))
    deposit_fen = MoneyField(
        label=gettext_lazy("To be paid in"),
        help_text=gettext_lazy("By the owner; by each business, where it answers for those that paid."),
    )
    suspend_after_days = _number(
        gettext_lazy("Days below the minimum until the badge is suspended"), most=MOST_DAYS
    )
    recourse_days = _number(
        gettext_lazy("Days for the business to pay it back"),
        gettext_lazy("Empty: it does not pay back; the fund bears it."),
        most=MOST_DAYS,
        required=False,
    )
    basis_kind = forms.ChoiceField(
        label=gettext_lazy("Does the law order it, or was it promised?"),
        widget=RADIOS,
        choices=[("statutory", gettext_lazy("the law orders it")), ("committed", gettext_lazy("promised"))],
    )
    basis = Line(
        label=gettext_lazy("On what does it stand?"),
        help_text=gettext_lazy("Title and article of the law, or of the fund's own rules."),
        max_length=300,
    )
    basis_on = Day(label=gettext_lazy("Day of that text"), earliest=-A_LIFE, latest=A_YEAR, required=False)
    sureness = forms.ChoiceField(
        label=gettext_lazy("How well is this known?"),
        widget=RADIOS,
        choices=[(mark.value, _said(mark)) for mark in Sureness],
    )
    text = Words(label=gettext_lazy("The rules in their own words"), required=False)

    def __init__(self, *args: Any, cities: list[Organisation], owner_type: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cities = cities
        grounds: Any = self.fields["grounds"]
        grounds.choices = [(ground.code, ground.label) for ground in GROUNDS if ground.fits(owner_type)]
        for city in cities:
            label = local_words.in_script(city.short_name)
            self.fields[f"{SHARE}{city.region_code}"] = _number(label, most=1_000_000, required=False)
        name_what_is_needed(self)

    @property
    def share_fields(self) -> list[Any]:
        """The fields of the cities' shares."""
        return [self[f"{SHARE}{city.region_code}"] for city in self.cities]

    @property
    def rule_fields(self) -> list[Any]:
        """All others that are shown."""
        return [bound for bound in self.visible_fields() if not bound.name.startswith(SHARE)]

    def rules(self) -> Rules:
        """What is proposed."""
        said = self.facts()
        shares = {
            city.key: parts
            for city in self.cities
            if (parts := said.pop(f"{SHARE}{city.region_code}")) is not None and parts > 0
        }
        return Rules(**said | {"grounds": tuple(said["grounds"]), "shares": shares})


def begins_with(rules: Rules | None, cities: list[Organisation]) -> Mapping[str, Any]:
    """What the form shows first: the rules in force, or what is usual."""
    if rules is None:
        return {"pay_within_minutes": PAY_WITHIN_MINUTES, "suspend_after_days": 15}
    held = {
        name: getattr(rules, name) for name in Rules.__dataclass_fields__ if name not in ("shares", "from_on")
    }
    shares = {f"{SHARE}{city.region_code}": rules.shares.get(city.key) for city in cities}
    return held | shares
