"""What an officer types about a business."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business, Place
from huaihai.businesses.place_names import place_choices
from huaihai.kit import local_words
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode
from huaihai.members.models import Account


class Line(forms.CharField):
    """One line, in the form that is stored."""

    def to_python(self, value: Any) -> str:
        try:
            return storable_name(super().to_python(value) or "")
        except UnstorableTextError as error:
            raise ValidationError(gettext(error.message_id)) from error


class Code(forms.Form):
    code = Line(
        label=_("Credit code"),
        max_length=60,
        help_text=_("18 digits and letters, as on the business licence."),
        error_messages={"required": _("Please write the credit code.")},
    )

    def clean_code(self) -> str:
        try:
            return credit_code.check(self.cleaned_data["code"]).text
        except BadCreditCode as error:
            raise ValidationError(local_words.said(error)) from error


class Merger(forms.Form):
    into = forms.ModelChoiceField(
        label=_("It is the same business as"),
        queryset=Business.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Please choose the entry that stands."),
            "invalid_choice": _("This entry cannot be chosen (any more). Please search again."),
        },
    )


class Corrected(forms.Form):
    sign = Line(label=_("Sign"), max_length=120, required=False)
    address = Line(label=_("Address"), max_length=200, required=False)
    region_code = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        options["initial"] = {"sign": place.sign, "address": place.address, "region_code": place.region_code}
        super().__init__(*args, **options)
        field: Any = self.fields["region_code"]
        field.choices = place_choices(place.region_code)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(gettext("Please say at least one: sign, address or place."))
        return cleaned


class Appointed(forms.Form):
    username = Line(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("The administrator opens the account first."),
        error_messages={"required": _("Please write the sign-in name.")},
    )

    def clean_username(self) -> Account:
        account = Account.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if account is None:
            raise ValidationError(gettext("Nobody signs in with this name."))
        return account
