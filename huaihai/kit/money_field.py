"""A form field for money: people type a sum, the program keeps integers of the currency's smallest unit."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huaihai.kit import spoken
from huaihai.kit.country import gettext_lazy as _
from huaihai.packs.words import of_country

LARGEST_FEN = 100_000_000_00  # more is a slip of the finger


def read(typed: str) -> int | None:
    """A sum as people write it (268, 268.5, ¥1,240, full-width digits) → integers of the smallest unit, or None."""
    money = of_country().money
    text = unicodedata.normalize("NFKC", typed)
    for beside in (*money.typed, *",，、 "):
        text = text.replace(unicodedata.normalize("NFKC", beside), "")
    decimals = rf"(?:\.(\d{{1,{money.decimals}}}))?" if money.decimals else r"()"
    found = re.fullmatch(rf"(\d{{1,12}}){decimals}", text)
    if found is None:
        return None
    return int(found[1]) * money.unit + int((found[2] or "").ljust(money.decimals, "0") or 0)


class MoneyField(forms.Field):
    """A sum as typed → integers of the smallest unit, or None when left empty.

    Raises ValidationError for anything that is not an amount, is below zero or larger than anybody means.
    """

    widget = forms.TextInput
    unit = _("{currency}")
    default_error_messages = {
        "invalid": _("Write the amount in figures, for example 268.00"),
        "too_large": _("This amount is too large. Please check it."),
        "required": _("Write an amount, for example 268.00"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "decimal" if of_country().money.decimals else "numeric")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        text = str(value or "")
        if not text.strip():
            return None
        fen = read(text)
        if fen is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if fen > LARGEST_FEN:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return fen

    def prepare_value(self, value: Any) -> Any:
        """What the row keeps is written as people write it; what somebody typed is shown as typed."""
        return spoken.figures(value) if isinstance(value, int) else value
