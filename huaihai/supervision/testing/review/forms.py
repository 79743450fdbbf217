"""Forms of the review: an opinion, and a letter to an authority."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit.form_fields import Day, Line, Words, name_what_is_needed
from huaihai.supervision.testing.review.actions import LONGEST, Letter


class OpinionForm(forms.Form):
    """An expert's opinion of exactly the results on the page (`read` is their hash)."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    expert = forms.ChoiceField(label=_("Whose opinion?"))
    is_fit = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[("yes", _("It is fit to go out.")), ("no", _("Back: something has to be looked at again."))],
        widget=forms.RadioSelect,
    )
    text = Words(
        label=_("Your opinion"),
        max_length=LONGEST,
        help_text=_("If it is fit to go out, everybody reads this, without your name."),
    )

    def __init__(self, *args: Any, experts: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["expert"].choices = experts  # type: ignore[attr-defined]  # a ChoiceField
        name_what_is_needed(self)


class LetterForm(forms.Form):
    """The letter with which an unsafe product was handed on."""

    authority = Line(label=_("Which authority?"))
    letter = Line(label=pgettext_lazy("authority", "Number of the letter"), max_length=60)
    handed_on = Day(label=_("Handed over on"), earliest=-400, latest=0)
    text = Words(
        label=pgettext_lazy("authority", "What it says"),
        required=False,
        max_length=2000,
        help_text=_("Not published. The printed letter names product, batch and what failed by itself."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)

    def said(self) -> Letter:
        """What the action is told."""
        return Letter(**self.cleaned_data)
