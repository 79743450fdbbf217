"""The rules that this subject adds to the triggers of the criteria, and what they are called."""

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Final

from huaihai.brands.scoring.rules import Trigger

WARNINGS: Final = "confirmed_warnings"  # the measure that this subject itself counts
REPORT: Final = "report"  # two people opened it on a report
NOT_REMEDIED: Final = "not-remedied"  # a suspension went on too long


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """Each rule's name in Chinese and English."""
    found: Mapping[str, Mapping[str, str]] = json.loads(
        resources.files(__package__).joinpath("data/rules.json").read_text("utf-8")
    )
    return found


@cache
def two_warnings() -> Trigger:
    """Two warnings that stand within twelve months suspend a mark."""
    key = "two-warnings"
    return Trigger(
        key=key,
        name=names()[key],
        measure=WARNINGS,
        least=Fraction(2),
        below=None,
        within_months=12,
        does="suspend",
    )
