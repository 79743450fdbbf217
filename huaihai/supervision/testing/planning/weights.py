"""The weights of a plan's items, added exactly."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from huaihai.supervision.testing.planning.reading import rows_of

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?")
WHOLE = Decimal(100)


def weight_sum(plan: Mapping[str, Any], *, without: str = "") -> str:
    """The sum of all weights, as it is written: "97.5". What is no number counts as nothing."""
    total = Decimal(0)
    for item in rows_of(plan, "items"):
        if item.get("key") != without:
            total += number(item.get("weight")) or 0
    return written(total)


def number(text: object) -> Decimal | None:
    """The decimal that a plan's text says; None if it says none."""
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        return None
    return Decimal(text)


def written(value: Decimal) -> str:
    """Without needless zeros and never with an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
