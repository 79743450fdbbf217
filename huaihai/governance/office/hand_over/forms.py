"""What is asked for when the office is handed over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.kit.form_fields import SeenForm, Words
from huaihai.members.forms import SignedForm
from huaihai.members.models import Account


class SignForm(SignedForm):
    """One side signs the list that it had on the page."""

    hash = forms.RegexField(regex=r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    is_read = forms.BooleanField(
        label=_("I have read the list, and my body stands by it."),
        error_messages={"required": _("Please read the list first, then tick here.")},
    )

    def __init__(self, *args: Any, account: Account, list_hash: str, **options: Any) -> None:
        options["initial"] = {"hash": list_hash, **(options.get("initial") or {})}
        super().__init__(*args, account=account, **options)


class CallOffForm(SeenForm):
    """Why the body cannot take over."""

    reason = Words(
        label=_("Why your body cannot take over"), help_text=_("All bodies read this."), max_length=1000
    )
