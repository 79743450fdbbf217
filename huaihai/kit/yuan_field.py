"""A form field for money: people type yuan, the program keeps integer fen."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huaihai.kit import spoken

_NUMBER = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")
_IGNORED = str.maketrans("", "", ",，、¥￥元 ")
LARGEST_FEN = 100_000_000_00  # a hundred million yuan; more is a slip of the finger


class YuanField(forms.Field):
    """Yuan as typed (268, 268.5, ¥1,240, full-width digits) → integer fen, or None when left empty.

    Raises ValidationError for anything that is not an amount, is below zero or above a hundred million yuan.
    """

    widget = forms.TextInput
    unit = _("yuan")
    default_error_messages = {
        "invalid": _("Write the amount in figures, for example 268.00"),
        "too_large": _("This amount is too large. Please check it."),
        "required": _("Write an amount, for example 268.00"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        text = unicodedata.normalize("NFKC", str(value or "")).translate(_IGNORED)
        if not text:
            return None
        found = _NUMBER.fullmatch(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        fen = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
        if fen > LARGEST_FEN:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return fen

    def prepare_value(self, value: Any) -> Any:
        """Fen from a model are shown as yuan; what somebody typed is shown as typed."""
        return spoken.yuan(value) if isinstance(value, int) else value
