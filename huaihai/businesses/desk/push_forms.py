"""What an officer writes on the push list: how a business was asked, what it said."""

from django import forms
from django.utils.translation import gettext_lazy

from huaihai.businesses.models import PushInvitation
from huaihai.kit.form_fields import Day, SeenForm, Words

ONE_YEAR = 366


class InviteForm(SeenForm):
    """How it was asked."""

    way = forms.ChoiceField(
        label=gettext_lazy("How do you invite?"),
        choices=PushInvitation.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how.")},
    )
    note = Words(
        label=gettext_lazy("A note for your colleagues"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """What it said."""

    invitation = forms.UUIDField(widget=forms.HiddenInput)
    was = forms.ChoiceField(
        widget=forms.HiddenInput, required=False, choices=[("", ""), *PushInvitation.Answer.choices]
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("What did it say?"),
        choices=PushInvitation.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it said.")},
    )
    next_on = Day(
        label=gettext_lazy("Ask again on"),
        required=False,
        earliest=0,
        latest=ONE_YEAR,
        help_text=gettext_lazy("Leave empty if nobody should ask again."),
    )
    note = Words(
        label=gettext_lazy("A note for your colleagues"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
