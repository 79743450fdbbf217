"""What a manager writes about a standing offer."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business, Place, StandingOfferVersion
from huaihai.businesses.pages import place_name
from huaihai.businesses.standing import facts
from huaihai.businesses.standing.terms import (
    ASKED,
    DAYS,
    HOURS,
    LONGEST_NOTE,
    NOTHING,
    PRICE,
    PURCHASE,
    RECEIPT,
    Terms,
)
from huaihai.businesses.standing.verbs import Proposal, covered
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Day, SeenForm, Words
from huaihai.kit.money_field import MoneyField
from huaihai.law import kinds, remedies

FURTHEST = 730  # days ahead that an offer can be dated
CHOICES = ("remedies", "natures", "categories", "places")
BOXES = forms.CheckboxSelectMultiple


def _named(items: Any) -> list[tuple[str, str]]:
    return [(item.code, local_words.said(item)) for item in items]


class OfferForm(SeenForm):
    """The terms, the note, and the days. What is left open means: all."""

    remedies = forms.MultipleChoiceField(
        label=_("What do you do?"), choices=lambda: _named(remedies.ALL), widget=BOXES
    )
    pays = forms.ChoiceField(
        label=_("How much do you pay?"),
        widget=forms.RadioSelect,
        choices=[
            (PRICE, _("the price that was paid")),
            (ASKED, _("what the consumer asks for, up to a sum")),
            (NOTHING, _("no money: we repair, replace or do it again")),
        ],
    )
    most_fen = MoneyField(
        required=False,
        label=_("Up to which sum?"),
        help_text=_("Above it the offer does not fit at all: it never pays only a part. Empty: no limit."),
    )
    within_days = forms.IntegerField(
        required=False, label=_("Within how many days?"), help_text=_("Empty: no limit.")
    )
    counted_from = forms.ChoiceField(
        label=_("Counted from"),
        widget=forms.RadioSelect,
        choices=[(PURCHASE, _("the day of the purchase")), (RECEIPT, _("the day the goods were received"))],
    )
    needs_receipt = forms.BooleanField(required=False, label=_("Receipt or record of payment needed"))
    needs_intact = forms.BooleanField(required=False, label=_("Goods must be whole and complete"))
    natures = forms.MultipleChoiceField(
        required=False,
        label=_("For which complaints?"),
        help_text=_("None ticked: all."),
        choices=lambda: _named(kinds.NATURES),
        widget=BOXES,
    )
    categories = forms.MultipleChoiceField(
        required=False,
        label=_("For which goods and services?"),
        help_text=_("None ticked: all."),
        choices=lambda: _named(kinds.CATEGORIES),
        widget=BOXES,
    )
    places = forms.MultipleChoiceField(
        required=False, label=_("At which places?"), help_text=_("None ticked: all."), widget=BOXES
    )
    perform_number = forms.IntegerField(label=_("Done within"))
    perform_unit = forms.ChoiceField(
        label=_("Hours or days"), widget=forms.RadioSelect, choices=[(HOURS, _("hours")), (DAYS, _("days"))]
    )
    paid_by_fund = forms.BooleanField(
        required=False,
        label=_("An advance-compensation fund pays"),
        help_text=_("Only if a fund has agreed to pay for you."),
    )
    note = Words(
        required=False,
        max_length=LONGEST_NOTE,
        label=_("In your own words"),
        help_text=_("For the consumer: where to go, whom to ask for. Everybody can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    from_on = Day(earliest=0, latest=FURTHEST, label=_("In force from"))
    until_on = Day(
        earliest=0,
        latest=FURTHEST,
        required=False,
        label=_("In force until"),
        help_text=_("Empty: until ended."),
    )
    has_seen_law = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, business: Business, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["places"]
        rows = Place.objects.filter(business__in=covered(business)).order_by("region_code", "sign", "pk")
        field.choices = [(str(place.pk), _shown(place)) for place in rows]
        self._name_the_fund(business)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        first, last = found.get("from_on"), found.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", gettext("The last day is before the first one."))
        return found

    def terms(self) -> Terms:
        """What was written, as terms."""
        found = self.cleaned_data
        names = [name for name in Terms.__dataclass_fields__ if name not in CHOICES]
        written: dict[str, Any] = {name: found[name] for name in names if name in found}
        return Terms(**written | {name: tuple(found[name]) for name in CHOICES})

    def _name_the_fund(self, business: Business) -> None:
        """Which fund would pay. Without one nobody is asked; a tick that stands there already is, and is refused."""
        fund = facts.fund_name(business.pk, on=clock.today())
        if fund:
            self.fields["paid_by_fund"].help_text = gettext("This fund has agreed to: %(fund)s.") % {
                "fund": fund
            }
        elif not self["paid_by_fund"].value():
            del self.fields["paid_by_fund"]

    def proposal(self) -> Proposal:
        """What is to be published."""
        found = self.cleaned_data
        return Proposal(
            self.terms(), found["note"], found["from_on"], found["until_on"], bool(found["has_seen_law"])
        )


class EndForm(SeenForm):
    last_on = Day(
        earliest=0,
        latest=FURTHEST,
        label=_("Last day"),
        help_text=_("Who bought until then can still take it in its time."),
    )


def of_version(version: StandingOfferVersion) -> dict[str, Any]:
    """What the form shows of a version that is to be followed by another."""
    return {**version.terms, "note": version.note, "from_on": clock.today() + timedelta(days=1)}


def fresh() -> dict[str, Any]:
    """What the form of a new offer begins with; what the business does and pays it chooses itself."""
    return {
        "counted_from": PURCHASE,
        "perform_number": 1,
        "perform_unit": DAYS,
        "from_on": clock.today(),
    }


def _shown(place: Place) -> str:
    return " · ".join(filter(None, (place.sign, place.address, place_name(place.region_code))))
