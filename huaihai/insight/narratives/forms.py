"""What consumers and second readers of a narrative are asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.insight.narratives.life import CURRENT
from huaihai.insight.narratives.protecting import LONGEST
from huaihai.kit.form_fields import SeenForm, Words

LONGEST_ANSWER = 500


class ConsentForm(forms.Form):
    """Never ticked beforehand."""

    agreed = forms.BooleanField(
        label=_("I have read this, and I want others to read what happened"),
        error_messages={"required": _("Please read and tick it first.")},
    )
    wording = forms.CharField(widget=forms.HiddenInput, initial=CURRENT, required=False)

    @property
    def version(self) -> str:
        """The version of the wording that was on the page."""
        return str(self.cleaned_data["wording"])


class TextForm(SeenForm):
    """The consumer's text."""

    text = Words(
        label=_("What others will read"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
    )


class ApprovalForm(SeenForm):
    """Word for word; `leaves` is asked where something is marked."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    leaves = forms.BooleanField(
        required=False,
        label=_("What is marked may stay: it tells neither who I am nor who anybody else is"),
    )

    def __init__(self, *args: Any, asks: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks:
            del self.fields["leaves"]


class PublicationForm(SeenForm):
    """The second reader agrees to what was on the page."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TakingOutForm(SeenForm):
    """Parts that have to go; nothing can be added."""

    parts = Words(label=_("Words to take out, one part a line, exactly as they stand in the text"))
    answer = Words(
        label=_("What the consumer is told"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def facts(self) -> dict[str, Any]:
        """The parts, one by one."""
        return super().facts() | {"parts": self.cleaned_data["parts"].splitlines()}


class RefusalForm(SeenForm):
    """Why not."""

    answer = Words(
        label=_("What the consumer is told"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
