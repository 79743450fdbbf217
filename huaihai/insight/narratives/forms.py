"""What consumers and second readers are asked."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from huaihai.insight.models import Narrative
from huaihai.insight.narratives.actions.reading import LONGEST_ANSWER
from huaihai.insight.narratives.knowing import LONGEST, hash_of
from huaihai.insight.narratives.wording import CURRENT
from huaihai.kit.form_fields import SeenForm, Words


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

    def lines(self) -> list[str]:
        """The parts."""
        return str(self.cleaned_data["parts"]).splitlines()


class RefusalForm(SeenForm):
    """Why not."""

    answer = Words(
        label=_("What the consumer is told"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


__all__ = ["ApprovalForm", "ConsentForm", "PublicationForm", "RefusalForm", "TakingOutForm", "TextForm"]


def renewed(form: forms.Form, row: Narrative | None) -> forms.Form:
    """The form as it was sent, good for the row as it is now: version and hash."""
    if row is not None and "seen" in form.fields:
        data = cast("QueryDict", form.data).copy()
        data["seen"] = str(row.version)
        if "shown" in form.fields:
            data["shown"] = hash_of(row.text)
        form.data = data
    return form
