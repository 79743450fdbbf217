"""The forms of the consumer's answers. Each carries the version of the case that was seen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.cases.consumer.fields import TextBody
from huaihai.cases.consumer.filing.business import BusinessFields

LONGEST_TEXT = 2000


class SeenForm(forms.Form):
    """Carries the version of the case that the reader saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class OfferForm(SeenForm):
    """An answer to one offer."""

    offer = forms.UUIDField(widget=forms.HiddenInput)


class ReasonedOfferForm(OfferForm):
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("Why not, and what would you accept?"),
        help_text=_("The business reads this."),
        error_messages={"required": _("Please say in a few words why not")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class TextForm(SeenForm):
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("What do you want to add?"),
        help_text=_("Files can be added on the page of your complaint, under “Evidence”."),
        error_messages={"required": _("Please write what was asked for")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class MayTellForm(SeenForm):
    text = TextBody(
        required=False,
        max_length=LONGEST_TEXT,
        label=_("Do you want to say why?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class BreachForm(SeenForm):
    text = TextBody(
        max_length=LONGEST_TEXT,
        label=_("What was not done?"),
        help_text=_("For example: only 100 of 268 yuan came. The business reads this."),
        error_messages={"required": _("Please say what was not done")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CorrectionForm(SeenForm, BusinessFields):
    pass
