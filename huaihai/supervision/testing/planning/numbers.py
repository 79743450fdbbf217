"""Decimals as people type them, into the one spelling of the plan: full-width digits, ".5", "007"."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from huaihai.supervision.grading.numbers import exact
from huaihai.supervision.grading.shape import as_decimal
from huaihai.supervision.testing.planning.reading import rows_of

_TYPED = re.compile(r"(-?)(\d{0,12})(?:\.(\d{1,12}))?")


def spelt(typed: object) -> str:
    """What was typed as the plan spells a decimal; what is none comes back as it was, one line of it."""
    if isinstance(typed, float):
        typed = f"{Decimal(repr(typed)):f}".removesuffix(".0")
    text = unicodedata.normalize("NFKC", str(typed)).strip().replace(" ", "").replace("，", "")
    found = _TYPED.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        return text
    whole = (found[2] or "0").lstrip("0") or "0"
    return f"{found[1]}{whole}" + (f".{found[3]}" if found[3] else "")


def weight_sum(plan: Any, *, without: str = "") -> str:
    """The sum of all weights, written exactly: "97.5". What is no number counts as nothing."""
    rows = [row for row in rows_of(plan, "items") if not without or row.get("key") != without]
    return exact(sum((as_decimal(row.get("weight")) or Fraction(0) for row in rows), Fraction(0)))


class DecimalField(forms.CharField):
    """A decimal, kept as text in the plan's spelling: at most 12 figures before and after the point.

    `most`: it lies from 0 to this.
    """

    def __init__(self, *, most: int | None = None, **options: Any) -> None:
        self.most = most
        options.setdefault("max_length", 30)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = spelt(super().to_python(value))
        if text and as_decimal(text) is None:
            raise ValidationError(_("Please write a number such as 0.05"))
        return text

    def validate(self, value: str) -> None:
        super().validate(value)
        number = as_decimal(value)
        if number is not None and self.most is not None and not 0 <= number <= self.most:
            raise ValidationError(_("Please write a number from 0 to %(most)d.") % {"most": self.most})


class ShareField(DecimalField):
    """A decimal that may be typed as a percentage: "2%" is 0.02, and `is_percentage` of what was typed tells so."""

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", str(value or "")).strip()
        if not is_percentage(text):
            return super().to_python(value)
        share = super().to_python(text.removesuffix("%"))
        return spelt(f"{Decimal(share).scaleb(-2):f}") if share else ""


def is_percentage(typed: object) -> bool:
    """Whether it was typed with a percent sign."""
    return unicodedata.normalize("NFKC", str(typed or "")).strip().endswith("%")
