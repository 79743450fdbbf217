"""What a business types about itself, and its body when it decides."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huaihai import alliance
from huaihai.businesses.models import Enrolment
from huaihai.desk.codes import SixDigitsField
from huaihai.kit import local_words, phones
from huaihai.kit.country import gettext
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.form_fields import Line, PlainForm, SeenForm, Words
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode

KIND_HINTS = {
    Enrolment.Kind.CHAIN: _("Head office applies once; the branches are listed as places."),
    Enrolment.Kind.MARKET: _("Later you list the stalls that you answer for."),
    Enrolment.Kind.MALL: _("Later you list the shops that you answer for."),
    Enrolment.Kind.SCENIC_AREA: _("Later you list the shops inside that you answer for."),
    Enrolment.Kind.PLATFORM: _("Later you list the shops that you answer for."),
}


class CreditCodeLine(Line):
    """A credit code, checked; it says which character is wrong."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("{Business_code}"))
        options.setdefault("help_text", _("18 digits and letters, as on the business licence."))
        super().__init__(max_length=60, **options)
        self.widget.attrs.update({"autocomplete": "off", "autocapitalize": "characters"})

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if not typed:
            return ""
        try:
            return credit_code.check(typed).text
        except BadCreditCode as error:
            raise ValidationError(local_words.said(error)) from error


class BusinessForm(PlainForm):
    code = CreditCodeLine()
    name = Line(label=_("Name of the business"), help_text=_("As on the business licence."))
    as_kind = forms.ChoiceField(
        label=_("What are you?"),
        choices=Enrolment.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what you are.")},
    )


class PlaceForm(PlainForm):
    region_code = forms.ChoiceField(
        label=_("City and district"), error_messages={"required": _("Please choose the city and district.")}
    )
    address = Line(
        label=_("Address"), max_length=200, help_text=_("Street and number, market, floor, stall.")
    )
    sign = Line(label=_("What the sign says"), required=False, help_text=_("As customers know the shop."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["region_code"]
        field.choices = regions()

    @property
    def is_empty(self) -> bool:
        return not any(str(self.data.get(name, "")).strip() for name in self.fields)

    def place(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("sign", "address", "region_code")}


class ContactForm(PlainForm):
    contact_name = Line(
        label=_("Who is our contact?"),
        max_length=40,
        help_text=_("Name of the person who will manage complaints on this site."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_phone = Line(
        label=_("Mobile phone of this person"),
        max_length=40,
        help_text=_("We send a code to it in the next step."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_contact_phone(self) -> str:
        found = phones.mobile(self.cleaned_data["contact_phone"])
        if found is None:
            raise ValidationError(gettext("This is not a valid mobile number. Please write all its digits."))
        return found


class CodeForm(PlainForm):
    code = SixDigitsField()


class PromiseForm(PlainForm):
    promise = forms.BooleanField(
        label=_("We promise this"), error_messages={"required": _("Without this promise nobody can join.")}
    )


class LookUpForm(PlainForm):
    number = Line(
        label=_("Number of the application"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    secret = Line(
        label=_("Code of the application"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LicenceForm(SeenForm):
    """Who confirms has looked."""

    checked = forms.BooleanField(
        label=_("I have compared the licence and spoken with the contact"),
        error_messages={"required": _("Please compare the licence and speak with the contact first.")},
    )

    def facts(self) -> dict[str, Any]:
        return {}


class ReasonForm(SeenForm):
    """A decision against the business."""

    reason = Words(
        label=_("Reason"),
        max_length=1000,
        help_text=_("The business reads this. Say what can be put right."),
    )


def regions() -> list[tuple[str, Any]]:
    """The districts under their cities; the city itself for whoever does not know."""
    groups: list[tuple[str, Any]] = [("", gettext("Please choose"))]
    for city in alliance.load().cities:
        name = local_words.place(city.name)
        whole = (city.code, gettext("%(city)s, district not known") % {"city": name})
        counties = [(county.code, f"{name} {local_words.place(county.name)}") for county in city.counties]
        groups.append((name, [whole, *counties]))
    return groups
