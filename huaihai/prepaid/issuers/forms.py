"""What a shop writes when it pledges."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.businesses.models import Business
from huaihai.kit.country import gettext_lazy as in_country
from huaihai.kit.form_fields import Line, PlainForm, SeenForm, Words
from huaihai.members.models import Organisation
from huaihai.prepaid.issuers.verbs import Pledge
from huaihai.prepaid.models import Issuer

WHOLE = 100  # per cent


class PledgeForm(PlainForm):
    """Six fields at most: how guaranteed, by whom, how much, what is printed on cards, under whose roof, which city."""

    guarantee_kind = forms.ChoiceField(
        label=gettext_lazy("What guarantees the cards?"),
        widget=forms.RadioSelect,
        choices=Issuer.Guarantee.choices,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    guarantor_name = Line(
        label=gettext_lazy("Which bank or insurer?"),
        help_text=gettext_lazy("The public reads it. It gets a letter, and tells us the balance itself."),
    )
    percent = forms.IntegerField(
        label=gettext_lazy("How much of what is open is guaranteed? (per cent)"),
        help_text=gettext_lazy(
            "For example 30: of 10,000 that customers have not used yet, 3,000 are guaranteed. "
            "Falling below it ends the pledge."
        ),
        min_value=1,
        max_value=WHOLE,
        error_messages={"invalid": gettext_lazy("Please write a whole number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    terms = Words(
        label=gettext_lazy("What is printed on your cards?"),
        help_text=gettext_lazy(
            "Your terms: what for, how it is given back. Each card keeps what it was sold with."
        ),
        max_length=3000,
        required=False,
    )
    under = Line(
        label=in_country("Under whose roof? ({business_code_short} of the mall or market)"),
        help_text=gettext_lazy(
            "If it pledges with you. It is asked, and reads how much of your cards is covered."
        ),
        max_length=18,
        required=False,
    )
    body = forms.ChoiceField(label=gettext_lazy("Which city confirms it?"))

    def __init__(self, *args: Any, bodies: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {str(one.pk): one for one in bodies}
        if len(bodies) > 1:
            field: Any = self.fields["body"]
            field.choices = [(key, one.short_name) for key, one in self.bodies.items()]
        else:
            del self.fields["body"]

    def clean_under(self) -> Business | None:
        typed = self.cleaned_data["under"].upper().replace(" ", "")
        if not typed:
            return None
        found = Business.objects.with_code(typed)
        if found is None:
            raise ValidationError(_("The register knows no business with this code. Please check it."))
        return found

    def pledge(self) -> Pledge:
        """What is pledged."""
        found = self.cleaned_data
        return Pledge(
            found["guarantee_kind"],
            found["guarantor_name"],
            found["percent"] * 10,
            found["terms"],
            found["under"],
        )

    @property
    def chosen_body(self) -> Organisation:
        """The city's body that confirms."""
        return self.bodies.get(self.cleaned_data.get("body", ""), next(iter(self.bodies.values())))


class TermsForm(SeenForm):
    """What is printed on cards sold from now on."""

    terms = Words(label=gettext_lazy("What is printed on your cards?"), max_length=3000, required=False)
