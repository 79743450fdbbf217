"""The forms of the public: a nomination, and that somebody asked for money."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.entering.actions.loose import Typed
from huaihai.brands.entering.actions.nominating import Said
from huaihai.brands.entering.actions.reporting import LONGEST
from huaihai.brands.entering.forms import CHOOSE, Phone, ThingForm, WhyForm
from huaihai.brands.models import MoneyReport
from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.members.models import Organisation

PHONE_HELP = _(
    "Only if you want to hear what became of it: one message, then your number is erased, at the latest after half a "
    "year. Nobody else gets it."
)


class NominationForm(ThingForm, WhyForm):
    """A nomination of a business that stands on the page."""

    phone = Phone(label=_("Your mobile number"), help_text=PHONE_HELP)
    field_order: tuple[str, ...] = ("kind", "place", "what", "why", "phone", "free", "key")

    def said(self, browser: str) -> Said:
        """The nomination in words."""
        held = self.cleaned_data
        return Said(held["why"], held["free"], held["key"], phone=held["phone"], browser=browser)


class LooseForm(NominationForm):
    """A nomination of a business by name and city."""

    name = Line(label=_("Name of the business"), help_text=_("As it stands on the sign or the receipt."))
    city = forms.ChoiceField(
        label=pgettext_lazy("brands", "City"), error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )
    where = Line(label=_("Street, market or platform"), required=False)
    field_order = ("name", "city", "where", *NominationForm.field_order)

    def __init__(self, *args: Any, bodies: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {body.region_code: body for body in bodies}
        held: Any = self.fields["city"]
        held.choices = [("", _("please choose"))] + [
            (code, local_words.place(body.short_name)) for code, body in self.bodies.items()
        ]

    def typed(self) -> Typed:
        """The business and its thing in the consumer's words."""
        held = self.cleaned_data
        city = self.bodies[held["city"]]
        return Typed(held["name"], city, held["kind"], where=held["where"], what=held["what"])


class MoneyForm(forms.Form):
    """Who asked for money, what for, when."""

    side = forms.ChoiceField(
        label=_("Who are you?"),
        choices=MoneyReport.Side.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    text = Words(
        label=_("What happened?"),
        help_text=_(
            "Who asked, for what, how much, when and how. Only the secretariat and the auditors read it."
        ),
        max_length=LONGEST,
    )
    phone = Phone(
        label=_("Your mobile number"),
        help_text=_(
            "Only if we may call you. You can stay unknown. It is erased a month after we have dealt with it."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)
