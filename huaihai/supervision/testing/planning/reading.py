"""Reading a plan that may still lack anything: its rows, their keys, numbers as people type them, names of parts."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.country import pgettext_lazy
from huaihai.supervision.grading.numbers import exact
from huaihai.supervision.grading.shape import as_decimal

type Plan = Mapping[str, Any]
type Row = Mapping[str, Any]
KINDS: Final = ("main", "spare")


def rows_of(plan: Plan, name: str) -> list[Row]:
    """The rows of one of the plan's lists that are rows at all."""
    rows = plan.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def products_of(plan: Plan) -> list[Row]:
    """The products that have a key."""
    return [row for row in rows_of(plan, "products") if isinstance(row.get("key"), str)]


def product_of(plan: Plan, key: str) -> Row | None:
    """The product with this key."""
    return next((row for row in products_of(plan) if row["key"] == key), None)


def samples_of(plan: Plan) -> dict[str, int]:
    """How many main and spare samples are bought of each product."""
    told = plan.get("samples")
    held = told if isinstance(told, Mapping) else {}
    return {kind: held[kind] if isinstance(held.get(kind), int) else 0 for kind in KINDS}


def named(product: Row) -> str:
    """A product as people call it: brand and model."""
    return f"{product.get('brand', '')} {product.get('model', '')}".strip() or str(product.get("key", ""))


PREFIXES: Final = {"products": "p", "groups": "g", "items": "i", "downgrades": "d"}


def keys_in(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The keys of these rows."""
    return [row["key"] for row in rows if isinstance(row.get("key"), str)]


def next_key(prefix: str, taken: Sequence[str]) -> str:
    """p01, p02, …: the number after the highest that is taken."""
    numbers = [key.removeprefix(prefix) for key in taken if key.startswith(prefix)]
    highest = max((int(n) for n in numbers if n.isascii() and n.isdigit() and len(n) < 7), default=0)
    return f"{prefix}{highest + 1:02d}"


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


HEADINGS: dict[str, Any] = {  # lazy texts, of which forms take some kinds only
    "name": pgettext_lazy("plan", "Name"),
    "value": pgettext_lazy("plan", "Value"),
    "key": pgettext_lazy("plan", "Key"),
    "what": pgettext_lazy("plan", "What is tested"),
    "category": pgettext_lazy("plan", "Category"),
    "question": pgettext_lazy("plan", "What people will know afterwards"),
    "basis": pgettext_lazy("plan", "Standard or specification"),
    "main": pgettext_lazy("plan", "Main samples of each product"),
    "spare": pgettext_lazy("plan", "Spare samples of each product"),
    "not_applicable": pgettext_lazy("plan", "If an item does not apply"),
    "digits": pgettext_lazy("plan", "Digits of the total"),
    "mode": pgettext_lazy("plan", "Rounding"),
    "reply_working_days": pgettext_lazy("plan", "Working days for a maker's answer"),
    "budget_fen": pgettext_lazy("plan", "Money (fen)"),
    "seed": pgettext_lazy("plan", "Seed of the draws"),
    "draws": pgettext_lazy("plan", "Draws for firmness"),
    "brand": pgettext_lazy("plan", "Brand"),
    "model": pgettext_lazy("plan", "Model"),
    "maker": pgettext_lazy("plan", "Maker"),
    "maker_code": pgettext_lazy("plan", "Maker's {business_code}"),
    "price_fen": pgettext_lazy("plan", "Price (fen)"),
    "channel": pgettext_lazy("plan", "Bought how"),
    "city": pgettext_lazy("plan", "City"),
    "where": pgettext_lazy("plan", "Shop or platform"),
    "group": pgettext_lazy("plan", "Group"),
    "standard": pgettext_lazy("plan", "Standard"),
    "clause": pgettext_lazy("plan", "Clause"),
    "unit": pgettext_lazy("plan", "Unit"),
    "replicates": pgettext_lazy("plan", "Readings of each sample"),
    "combine": pgettext_lazy("plan", "Readings combined by"),
    "better": pgettext_lazy("plan", "Which is better"),
    "weight": pgettext_lazy("plan", "Weight"),
    "scale": pgettext_lazy("plan", "How a value becomes points"),
    "steps": pgettext_lazy("plan", "Steps"),
    "else": pgettext_lazy("plan", "Points beyond the last step"),
    "best": pgettext_lazy("plan", "Value for 100 points"),
    "worst": pgettext_lazy("plan", "Value for 0 points"),
    "limit": pgettext_lazy("plan", "Limit"),
    "is_safety": pgettext_lazy("plan", "About safety"),
    "error_kind": pgettext_lazy("plan", "Kind of reading error"),
    "error_u": pgettext_lazy("plan", "Standard uncertainty"),
    "detection": pgettext_lazy("plan", "Detection limit"),
    "below_detection": pgettext_lazy("plan", "Below it counts"),
    "when": pgettext_lazy("plan", "When it holds"),
    "of": pgettext_lazy("plan", "Of which item or group"),
    "number": pgettext_lazy("plan", "Points, or how many items"),
    "at_best": pgettext_lazy("plan", "At best this grade"),
    "from": pgettext_lazy("plan", "From how many points"),
}


def heading_of(name: str) -> str:
    """What this part of a plan is called."""
    return str(HEADINGS[name])
