"""What is asked about the agreement: its words, a signature, a notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from huaihai.governance.models import Annex
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.members.forms import SignedForm

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 120, 40_000, 2000
TEN_YEARS = 3660
MARKS = gettext_lazy("A line that begins with “## ” is a heading, one with “- ” an item of a list.")


def _text(label: Any) -> Words:
    return Words(
        label=label, help_text=MARKS, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 18})
    )


class DraftForm(SeenForm):
    """Title, text and the day named."""

    title = Line(label=gettext_lazy("Title"), max_length=LONGEST_TITLE)
    not_before_on = Day(
        label=gettext_lazy("Not in force before"),
        help_text=gettext_lazy(
            "It is in force from the first day on which every member has signed, and not before this day."
        ),
        earliest=-30,
        latest=TEN_YEARS,
    )
    text = _text(gettext_lazy("Text of the agreement"))


class AnnexForm(SeenForm):
    """One annex."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=Annex.Kind.choices, widget=forms.RadioSelect
    )
    title = Line(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Without a number: annexes number themselves."),
        max_length=LONGEST_TITLE,
    )
    text = _text(gettext_lazy("Text of the annex"))


class WithdrawalForm(SeenForm):
    """Why a version is given up."""

    reason = Words(
        label=gettext_lazy("Why is it withdrawn?"),
        help_text=gettext_lazy("The record keeps it. It is not published."),
        max_length=LONGEST_REASON,
    )


class SignatureForm(SignedForm):
    """A body's signature under the text with this hash."""

    document_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class LeavingForm(SignedForm):
    """A member's notice that it leaves."""

    last_on = Day(label=gettext_lazy("Last day as a member"), earliest=0, latest=TEN_YEARS)
    reason = Words(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Only the office reads this."),
        required=False,
        max_length=LONGEST_REASON,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


class StayingForm(SignedForm):
    """A member takes its notice back."""
