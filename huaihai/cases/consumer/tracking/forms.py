"""The forms of the consumer's answers. Each carries the version of the case that was seen."""

from typing import Any

from django import forms
from django.db.models import Q

from huaihai.businesses.models import Business, BusinessQuerySet
from huaihai.businesses.pages import place_name
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.fields import TextBody, TextLine
from huaihai.cases.consumer.filing.business import BusinessFields
from huaihai.cases.consumer.filing.papers import EvidenceFields
from huaihai.cases.models import Case
from huaihai.kit.country import gettext
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.form_fields import Day
from huaihai.kit.money_field import MoneyField
from huaihai.law import remedies

MOST = 5
SAID = ("name", "sign", "address")


def similar(case: Case) -> list[Business]:
    """At most five businesses with a credit code that are known by what the consumer said, those in the same city if
    a place was named; never the one that denied."""
    stated = case.stated_business
    said = [stated[name] for name in SAID if stated.get(name)]
    if case.denied_at is None or not said:
        return []
    rows = Business.objects.standing().filter(is_gone=False, is_demo=case.is_demo)
    rows = rows.exclude(Q(credit_code=None) | Q(pk=case.business_id))
    city = stated.get("region_code", "")[:4]
    if city:
        rows = rows.filter(pk__in=rows.filter(places__region_code__startswith=city).values("pk"))
    return list(_known_by(rows, said).prefetch_related("places").order_by("name", "pk")[:MOST])


def label(business: Business) -> str:
    """How it is offered: its name, and where it trades."""
    place = next(iter(business.places.all()), None)
    told = (business.name, place.sign if place else "", place_name(place.region_code) if place else "")
    return " · ".join(dict.fromkeys(part for part in told if part))


def stated_of(business: Business) -> dict[str, str]:
    """The business as `businesses.register.verbs.Stated` names it."""
    place = next(iter(business.places.all()), None)
    said = {"name": business.name, "code": business.credit_code or ""}
    if place is not None:
        said |= {"sign": place.sign, "address": place.address, "region_code": place.region_code}
    return {name: value for name, value in said.items() if value}


def _known_by(rows: BusinessQuerySet, said: list[str]) -> BusinessQuerySet:
    found = rows.none()
    for text in said:
        found = found | rows.matching(text)
    return found


LONGEST_TEXT, ONE_YEAR = 2000, 366
PAID = frozenset({remedies.REFUND.code, remedies.COMPENSATION.code})


class SeenForm(forms.Form):
    """Carries the version of the case that the reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class OfferForm(SeenForm):
    """An answer to one offer."""

    offer = forms.UUIDField(widget=forms.HiddenInput)


class ProofFields(forms.Form):
    """By name and receipt code: a shared phone may be open at this page."""

    name = TextLine(
        max_length=80,
        label=_("Your name"),
        help_text=_("As you gave it in the complaint."),
        error_messages={"required": _("Please write your name")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        max_length=60,
        label=_("Receipt code"),
        help_text=_("On your receipt, for example K7QF-M2XW-9D. Dashes and capitals do not matter."),
        error_messages={"required": _("Please write the receipt code")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class AcceptForm(OfferForm, ProofFields):
    pass


class CounterForm(OfferForm):
    remedies = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=choices.all_remedies,
        label=_("How should the business put it right?"),
        error_messages={"required": _("Please choose one thing at least")},
    )
    sum_fen = MoneyField(
        required=False,
        label=_("How much do you ask for, in all?"),
        help_text=_("Leave it empty if you want no money."),
    )
    perform_by_on = Day(earliest=0, latest=ONE_YEAR, label=_("By which day should it be done?"))
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("What do you want to tell the business?"),
        help_text=_("For example how it should be done, and why you ask for this."),
        error_messages={"required": _("Please say in a few words what you want")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        asks_money = PAID.intersection(found.get("remedies", []))
        if asks_money and found.get("sum_fen") is None and "sum_fen" not in self.errors:
            self.add_error("sum_fen", gettext("Please write how much you ask for, for example 268.00"))
        return found


class ReasonedOfferForm(OfferForm):
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("Why not, and what would you accept?"),
        help_text=_("The business reads this."),
        error_messages={"required": _("Please say in a few words why not")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class SupplementForm(SeenForm, EvidenceFields):
    """Words, files or both."""

    text = TextBody(
        required=False,
        max_length=LONGEST_TEXT,
        label=_("What do you want to add?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SupplyForm(SupplementForm):
    """The same, for the business."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].help_text = gettext("The business reads this.")


class GoodsForm(SeenForm):
    parcel = TextLine(
        required=False,
        max_length=80,
        label=_("Carrier and number of the parcel"),
        help_text=_("Leave it empty if you brought the goods to the shop. Keep the slip until all is done."),
    )


class MessageForm(SeenForm):
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("Your message"),
        error_messages={"required": _("Please write the message.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class MayTellForm(SeenForm):
    text = TextBody(
        required=False,
        max_length=LONGEST_TEXT,
        label=_("Do you want to say why?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class BreachForm(SeenForm):
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("What was not done?"),
        help_text=_("For example: only 100 of 268 {currency} came. The business reads this."),
        error_messages={"required": _("Please say what was not done")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CorrectionForm(SeenForm, BusinessFields):
    """Another business, in the consumer's words, or chosen from those that are known by what was said."""

    known = forms.ChoiceField(required=False, widget=forms.RadioSelect, label=_("Is it one of these?"))

    def offer(self, found: list[Business]) -> None:
        """Let these be chosen."""
        self.found = {str(business.pk): business for business in found}
        field: Any = self.fields["known"]
        field.choices = [
            *((key, label(business)) for key, business in self.found.items()),
            ("", gettext("None of them; I write it myself")),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("known"):  # what stands in the other fields does not matter then
            for name in set(self.errors) - {"known", "seen"}:
                del self.errors[name]
        return cleaned

    def stated(self) -> dict[str, str]:
        """The chosen business, else what was written."""
        chosen = self.found.get(self.cleaned_data.get("known", ""))
        return stated_of(chosen) if chosen else super().stated()
