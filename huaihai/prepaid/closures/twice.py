"""A form that is sent a second time where something hangs on it: the first time it says what would follow."""

from typing import Any

from django import forms

from huaihai.kit import spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.money_field import MoneyField


class Twice(forms.Form):
    """`sure` carries what was confirmed; whatever is changed after that is asked anew."""

    sure = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def ask_twice(self, what: str, words: str) -> None:
        """Say this, unless it was said about the same before."""
        if self.cleaned_data.get("sure") != what:
            self.data: Any = self.data.copy()
            self.data["sure"] = what
            self.add_error(None, words)

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        found: dict[str, Any] = super().facts()  # type: ignore[misc]
        return {name: value for name, value in found.items() if name != "sure"}


class TotalForm(Twice):
    """What the guarantor pays out in all; mixed into a form of either side."""

    total_fen = MoneyField()

    def __init__(self, *args: Any, owed_fen: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.owed_fen = owed_fen

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        total = cleaned.get("total_fen")
        if total and self.owed_fen and total <= self.owed_fen:
            words = _(
                "You wrote %(sum)s: of each 100 owed %(part)s is paid. Everybody is told at once. If this is right, "
                "please press once more."
            )
            part = spoken.money(100_00 * total // self.owed_fen)
            self.ask_twice(str(total), words % {"sum": spoken.money(total), "part": part})
        return cleaned
