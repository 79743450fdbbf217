"""What is asked of somebody who wants to be called: a number, and when it suits."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.alliance import City
from huaihai.cases.callback import promising
from huaihai.cases.consumer.fields import TextLine
from huaihai.cases.desk.intake_forms import plain_phone
from huaihai.kit import local_words, phones
from huaihai.law.opening import Slot
from huaihai.members.models import Organisation

_LOCAL = re.compile("[2-8][0-9]{6,7}")  # a landline without its area code


class CallMe(forms.Form):
    """`city` was chosen on the page before."""

    phone = forms.CharField(
        label=_("Your telephone"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Please write the number at which we reach you.")},
    )
    place = forms.ChoiceField(label=_("County or district"), required=False)
    when = forms.ChoiceField(
        label=_("When shall we call?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose when we shall call."),
            "invalid_choice": _("That time is over or was changed. Please choose again."),
        },
    )
    name = TextLine(
        label=_("How shall we call you?"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sentence = TextLine(
        label=_("What is it about, in one sentence?"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, city: City, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city = city
        self._choose(
            "place",
            [
                ("", gettext("I do not know")),
                *((one.code, local_words.place(one.name)) for one in city.counties),
            ],
        )
        self.body = promising.caller_at(self._place()) or promising.caller_at(city.code)
        self.slots = {_key(slot): slot for slot in promising.times(self.body, at)} if self.body else {}
        self._choose("when", [(key, _label(slot, at)) for key, slot in self.slots.items()])
        self.initial.setdefault("when", next(iter(self.slots), ""))

    def clean_phone(self) -> str:
        """A landline without its area code stands in the city that was chosen."""
        found = plain_phone(self.cleaned_data["phone"])
        found = f"{self.city.area_code}{found}" if _LOCAL.fullmatch(found) else found
        if phones.public_number(found) is None:  # nobody could be reached there
            raise forms.ValidationError(
                gettext("This phone number cannot be right. Please check its digits.")
            )
        return found

    def clean_place(self) -> str:
        return str(self.cleaned_data["place"] or self.city.code)

    @property
    def caller(self) -> Organisation:
        """Whoever promises; the tree is loaded where a form is shown."""
        if self.body is None:
            raise LookupError(self.city.code)
        return self.body

    @property
    def slot(self) -> Slot:
        return self.slots[self.cleaned_data["when"]]

    def _place(self) -> str:
        typed = str(self.data.get("place", "")) if self.is_bound else ""
        return typed if typed in {one.code for one in self.city.counties} else self.city.code

    def _choose(self, name: str, options: Any) -> None:
        field: Any = self.fields[name]
        field.choices = options


def _key(slot: Slot) -> str:
    return f"{slot.until:%Y-%m-%dT%H:%M}"


def _label(slot: Slot, at: datetime) -> str:
    return promising.in_words(*promising.moments(slot), now=at)
