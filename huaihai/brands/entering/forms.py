"""What all forms of a nomination share: which kind, which place, what, why, that it is free, where to tell."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.brands.entering import texts
from huaihai.brands.entering.actions.nominating import LONGEST_WHY
from huaihai.brands.entering.things import LONGEST
from huaihai.brands.models import Entry
from huaihai.businesses.models import Place
from huaihai.businesses.register.shown import place_words
from huaihai.kit import phones
from huaihai.kit.form_fields import Line, Words, name_what_is_needed

CHOOSE = gettext_lazy("Please choose one of these.")


class Phone(Line):
    """A mobile number that may be left empty; cleaned to the form in which it is kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=30,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
            **options,
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        number = phones.mobile(typed)
        if number is None:
            raise ValidationError(_("This is no mobile number. Please check it, or leave it empty."))
        return number


class ThingForm(forms.Form):
    """Which kind of thing, at which place, and what it is called."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("brands", "What is it?"),
        choices=Entry.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    place = forms.ChoiceField(label=pgettext_lazy("brands", "Which place?"), required=False)
    what = Line(
        label=gettext_lazy("Name of the product, service or live room"),
        help_text=gettext_lazy("Leave it empty for a shop, a restaurant or another place."),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, places: Iterable[Place] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {str(place.pk): place for place in places}
        if self.places:
            field: Any = self.fields["place"]
            named = [(key, place_label(place)) for key, place in self.places.items()]
            field.choices = [("", _("all of it, or I do not know")), *named]
        else:
            del self.fields["place"]
        name_what_is_needed(self)

    @property
    def chosen_place(self) -> Place | None:
        """The place that was chosen."""
        return self.places.get(self.cleaned_data.get("place", ""))


class WhyForm(forms.Form):
    """Why it deserves it."""

    why = Words(
        label=gettext_lazy("Why does it deserve it? In a sentence."),
        help_text=gettext_lazy(
            "The business reads it. Please leave out names of persons and telephone numbers."
        ),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    free = forms.BooleanField(
        label=texts.label(texts.FREE),
        error_messages={
            "required": gettext_lazy(
                "We can take it only if no money is in play. If you were asked for money, tell us."
            )
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


def place_label(place: Place) -> str:
    """The place in one line."""
    words = place_words(place)
    return " · ".join(filter(None, (words["name"], words["address"])))
