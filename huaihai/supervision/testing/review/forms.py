"""Forms of the review: an opinion, and a letter to an authority."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.supervision.testing.review.actions import LONGEST, LONGEST_NAME, Letter
from huaihai.supervision.testing.review.correcting import LONGEST as LONGEST_REASON


class AgainForm(SeenForm):
    """Why a published test is looked at again."""

    reason = Words(label=_("Why, in words for everybody"), max_length=LONGEST_REASON)


class OpinionForm(forms.Form):
    """An opinion of exactly the results on the page (`read` is their hash)."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=64)
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

    of = Line(
        label=_("Whose signed paper is it?"),
        help_text=_("Only if somebody outside wrote it. Not published."),
        required=False,
        max_length=LONGEST_NAME,
    )

    def __init__(self, *args: Any, is_leader: bool, must_name: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_leader:
            del self.fields["of"]
        else:  # who bought does not judge: only the paper of somebody else
            self.fields["of"].required = must_name
        name_what_is_needed(self)


class LetterForm(forms.Form):
    """The letter with which unsafe products were handed on."""

    products = forms.MultipleChoiceField(
        label=_("Which products?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one.")},
    )
    authority = Line(label=_("Which authority?"))
    letter = Line(label=pgettext_lazy("authority", "Number of the letter"), max_length=60)
    handed_on = Day(label=_("Handed over on"), earliest=-400, latest=0)
    text = Words(
        label=pgettext_lazy("authority", "What it says"),
        required=False,
        max_length=2000,
        help_text=_("Not published. The printed letter names product, batch and what failed by itself."),
    )

    def __init__(self, *args: Any, products: Sequence[tuple[str, str]], **options: Any) -> None:
        options["initial"] = {"products": [key for key, _name in products]}
        super().__init__(*args, **options)
        self.fields["products"].choices = products  # type: ignore[attr-defined]  # a ChoiceField
        name_what_is_needed(self)

    def said(self) -> Letter:
        """What the action is told."""
        return Letter(**{name: value for name, value in self.cleaned_data.items() if name != "products"})
