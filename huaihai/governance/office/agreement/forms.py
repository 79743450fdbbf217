"""Forms about the agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.governance.actions.agreement import LONGEST_TEXT, LONGEST_TITLE
from huaihai.governance.actions.joining import LONGEST_REASON
from huaihai.governance.models import Annex
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.members.forms import SignedForm

TEN_YEARS = 3660
MARKS = _("A line that begins with “## ” is a heading, one with “- ” an item of a list.")


def _text(label: Any) -> Words:
    return Words(
        label=label, help_text=MARKS, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 18})
    )


class DraftForm(SeenForm):
    """Title, text and the day named."""

    title = Line(label=_("Title"), max_length=LONGEST_TITLE)
    not_before_on = Day(
        label=_("Not in force before"),
        help_text=_(
            "It is in force from the first day on which every member has signed, and not before this day."
        ),
        earliest=-30,
        latest=TEN_YEARS,
    )
    text = _text(_("Text of the agreement"))


class AnnexForm(SeenForm):
    """One annex."""

    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=Annex.Kind.choices, widget=forms.RadioSelect
    )
    title = Line(
        label=_("Title"),
        help_text=_("Without a number: annexes number themselves."),
        max_length=LONGEST_TITLE,
    )
    text = _text(_("Text of the annex"))


class BareForm(SeenForm):
    """Nothing but the decision itself."""


class WithdrawalForm(SeenForm):
    """Why a version is given up."""

    reason = Words(
        label=_("Why is it withdrawn?"),
        help_text=_("The record keeps it. It is not published."),
        max_length=LONGEST_REASON,
    )


class SignatureForm(SignedForm):
    """A body's signature under the text with this hash."""

    document_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class LeavingForm(SignedForm):
    """A member's notice that it leaves."""

    last_on = Day(label=_("Last day as a member"), earliest=0, latest=TEN_YEARS)
    reason = Words(
        label=_("Why?"),
        help_text=_("Only the office reads this."),
        required=False,
        max_length=LONGEST_REASON,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


class StayingForm(SignedForm):
    """A member takes its notice back."""
