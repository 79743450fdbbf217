"""A contact of the press, and where a piece stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.education.models import PressContact
from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, name_what_is_needed
from huaihai.members.models import Organisation


class ContactForm(forms.Form):
    """Who it is, and for which cities. The address cannot be changed: another address confirms for itself."""

    outlet = Line(label=_("Newspaper, station or account"), max_length=80)
    person = Line(
        label=_("Person"),
        help_text=_("Only if somebody there wants to be addressed by name; kept encrypted."),
        max_length=40,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=120,
        help_text=_("A link goes there; nothing is sent before it is confirmed."),
        error_messages={
            "required": _("Please write the e-mail address"),
            "invalid": _("This e-mail address is not complete, for example name@example.com"),
        },
    )
    cities = forms.MultipleChoiceField(
        label=_("From which cities?"),
        help_text=_("Tick nothing to send what concerns any city."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, contact: PressContact | None = None, **options: Any) -> None:
        if contact is not None:
            kept = [one.key for one in contact.cities.all()]
            options["initial"] = {"outlet": contact.outlet, "person": contact.person, "cities": kept}
        super().__init__(*args, **options)
        if contact is not None:
            del self.fields["email"]
        self.by_key = {one.key: one for one in Organisation.objects.cities()}
        cities: Any = self.fields["cities"]
        cities.choices = [(key, local_words.place(one.place_name)) for key, one in self.by_key.items()]
        name_what_is_needed(self)

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        chosen = [self.by_key[key] for key in self.cleaned_data["cities"]]
        return self.cleaned_data | {"cities": chosen}


class PieceForm(forms.Form):
    """Where the piece stands."""

    url = forms.URLField(
        label=_("Address of your piece"),
        max_length=300,
        assume_scheme="https",
        error_messages={
            "required": _("Please write where your piece stands"),
            "invalid": _("This is no web address, for example https://example.com/piece"),
        },
    )


class NoForm(forms.Form):
    """A button alone."""
