"""Forms of the telephone directory."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huaihai.governance.actions.contacts import Stated
from huaihai.governance.models import Contact
from huaihai.kit.form_fields import Line, SeenForm, name_what_is_needed
from huaihai.members.models import Account

PHONE = {"inputmode": "tel", "autocomplete": "off"}


class PublicPartForm(forms.Form):
    """How the public reaches a body. `seen` is a fingerprint of what stood there."""

    hints: Mapping[Any, Any] = {}
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    phone = Line(
        label=_("Telephone for the public"),
        help_text=_("With the area code, or 12315. Empty: the number of the body above is shown."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=PHONE),
    )
    address = Line(label=_("Address"), required=False, max_length=200)
    hours = Line(
        label=_("Hours"),
        help_text=_("For instance: Monday to Friday 8:30–17:30"),
        required=False,
        max_length=120,
    )


class LineForm(SeenForm):
    """A telephone of a body."""

    hints: Mapping[Any, Any] = {
        Contact.Kind.PUBLIC: _("Everybody sees it on the page of the city."),
        Contact.Kind.DUTY: _("Rings where the person on duty is. Staff of all cities see it."),
        Contact.Kind.LINE: _("For colleagues of other bodies. Staff of all cities see it."),
        Contact.Kind.PERSON: _(
            "Kept under seal. Colleagues of this body may look, and each look is written down."
        ),
    }
    kind = forms.ChoiceField(
        label=_("What kind of line"), choices=Contact.Kind.choices, widget=forms.RadioSelect
    )
    label = Line(label=_("What it is called"), help_text=_("For instance: night line"), max_length=60)
    phone = Line(label=_("Number"), max_length=40, widget=forms.TextInput(attrs=PHONE))
    account = forms.ChoiceField(
        label=_("Whose number"), help_text=_("Only for the telephone of a person."), required=False
    )
    note = Line(label=_("Note"), required=False, max_length=200)

    def __init__(
        self, *args: Any, people: Iterable[Account], held: Contact | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if held is not None and held.is_private:
            self.fields["phone"].required = False
            self.fields["phone"].help_text = _now("Empty: it stays %(number)s.") % {"number": held.shown}
        self.by_id = {str(account.pk): account for account in people}
        field: Any = self.fields["account"]
        field.choices = [
            ("", _now("nobody's: it belongs to the body")),
            *((key, account.shown_name) for key, account in self.by_id.items()),
        ]
        name_what_is_needed(self)

    def stated(self) -> Stated:
        told = self.cleaned_data
        return Stated(
            kind=Contact.Kind(told["kind"]),
            label=told["label"],
            phone=told["phone"],
            note=told["note"],
            account=self.by_id.get(told["account"]) if told["kind"] == Contact.Kind.PERSON else None,
        )
