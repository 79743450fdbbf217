"""What is typed about letters: number and code, the wish to be called, the officer's choice of a way."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases.letters import codes
from huaihai.cases.models import LetterCode
from huaihai.cases.pages.forms import CaseForm, Line
from huaihai.kit import phones

QUIET = {"autocomplete": "off", "spellcheck": "false"}


class NumberField(forms.CharField):
    """The number of a letter; a slip is told by its check digit."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return codes.checked_number(typed) if typed else ""
        except codes.Mistyped as error:
            raise ValidationError(
                gettext("A digit is missing, too many, or mistyped. Please compare it with your letter.")
            ) from error


class CodeField(forms.CharField):
    """The code of a letter; a slip is told by its check symbol, and does not count as a try."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return codes.checked_code(typed) if typed else ""
        except codes.Mistyped as error:
            raise ValidationError(
                gettext("A symbol is missing, too many, or mistyped. Please compare it with your letter.")
            ) from error


class OpenLetter(forms.Form):
    number = NumberField(
        max_length=40,
        label=_("Number of the letter"),
        help_text=_("Nine digits."),
        error_messages={"required": _("Please write the number of the letter.")},
        widget=forms.TextInput(attrs={**QUIET, "inputmode": "numeric"}),
    )
    code = CodeField(
        max_length=60,
        label=_("Letter code"),
        help_text=_("17 letters and digits. Dashes and capitals do not matter."),
        error_messages={"required": _("Please write the letter code.")},
        widget=forms.TextInput(attrs={**QUIET, "autocapitalize": "characters"}),
    )


class AskForCall(forms.Form):
    phone = Line(
        max_length=40,
        label=_("Your telephone"),
        help_text=_("A mobile phone, or a landline with its area code. Only the association sees it."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    text = Line(
        max_length=100,
        label=_("When is a good time?"),
        help_text=_("For example: tomorrow morning."),
        required=False,
    )

    def clean_phone(self) -> str:
        number = phones.public_number(self.cleaned_data["phone"])
        if number is None:
            raise ValidationError(gettext("This is no telephone number that can be called. Please check it."))
        return number


class SendLetter(CaseForm):
    way = forms.ChoiceField(
        label=_("How does the code reach the business?"),
        widget=forms.RadioSelect,
        choices=LetterCode.Way.choices,
        error_messages={"required": _("Please choose how the code reaches the business.")},
    )
