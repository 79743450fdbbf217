"""What a manager says is wrong, and what the body answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business, Correction
from huaihai.kit.form_fields import SeenForm, Words, name_what_is_needed


class AskForm(forms.Form):
    """What is wrong, why, and what proves it."""

    business = forms.ModelChoiceField(
        label=_("Which business"), queryset=Business.objects.none(), empty_label=None
    )
    fact = forms.ChoiceField(
        label=_("Which fact is wrong"),
        choices=Correction.Fact.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is wrong.")},
    )
    wrong = Words(label=_("What exactly is wrong"), help_text=_("Only the association reads this."))
    why = Words(label=_("Why, and what would be right"), help_text=_("Only the association reads this."))
    upload = forms.FileField(
        label=_("Proof"), required=False, help_text=_("A photo, a scan or a PDF. At most 25 MB.")
    )

    def __init__(self, *args: Any, businesses: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held: Any = self.fields["business"]
        held.queryset = businesses
        if businesses.count() == 1:
            held.widget, held.initial = forms.HiddenInput(), businesses.get().pk
        name_what_is_needed(self)


class AnswerForm(SeenForm):
    """Whether the fact was corrected, and what everybody may read about it."""

    was_right = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[("yes", _("The business is right; it was corrected")), ("no", _("It stays as it is"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    text = Words(
        label=_("Your answer"),
        help_text=_(
            "Everybody can read it on the page of the business. Name no person and no single complaint."
        ),
        max_length=1000,
    )
