"""The form with which anybody proposes a topic."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.supervision.programme.actions.proposing import Said


class ProposalForm(forms.Form):
    """What and why; no name, no telephone number."""

    title = Line(
        label=_("Goods or service"),
        help_text=_("In a few words. For instance: power banks."),
        max_length=80,
    )
    why = Words(
        label=_("Why?"),
        help_text=_(
            "What happened to you, or what you saw. Please leave out names of persons and telephone numbers."
        ),
        max_length=600,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)

    def said(self) -> Said:
        """What the topic says."""
        return Said(self.cleaned_data["title"], self.cleaned_data["why"])
