"""What the assessors' points come to: the median per item, the points of an axis, how far they agree. No Django.

With two assessors the median is the middle between them. Alpha is Krippendorff's (`supervision.measures.alpha`). Over
the items of one entry it says little: criteria of the first format asked for it, later ones go by the difference on an
item, and `agreement` computes alpha over a sheet and year.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import median
from typing import Any

from huaihai.brands.assessing.sheet import AXES, WHOLE, Sheet
from huaihai.supervision.measures.alpha import alpha

FEW = 20  # judged items: below this, alpha says too little
DIGITS = 4

type Points = Mapping[str, int]  # item → points of one assessor


def is_apart(sheet: Sheet, given: Sequence[Points], most: Fraction | int) -> bool:
    """Whether the assessors are more than `most` points apart on some item."""
    return any(_spread(item.key, given) > most for item in sheet.items)


def most_apart(sheet: Sheet, admission: Mapping[str, Any]) -> Fraction:
    """By how many points two assessors may differ on an item: by the criteria, in their first format by the sheet."""
    return Fraction(admission.get("apart", sheet.third_when_apart))


def result(sheet: Sheet, given: Sequence[Points]) -> dict[str, Any]:
    """As it is stored: `items` (key → points, difference), `axes` (evidence → points), `alpha`, `assessors`.

    Numbers are decimal text; `alpha` is None where it is not defined (all gave the same everywhere).
    """
    middles = {item.key: Fraction(median([one[item.key] for one in given])) for item in sheet.items}
    found = alpha([[one[item.key] for one in given] for item in sheet.items], "interval")
    return {
        "assessors": len(given),
        "items": {
            item.key: {
                "points": as_text(middles[item.key]),
                "difference": str(_spread(item.key, given)),
            }
            for item in sheet.items
        },
        "axes": {
            axis: as_text(
                sum((middles[item.key] * item.weight for item in sheet.of(axis)), Fraction()) / WHOLE
            )
            for axis in AXES
        },
        "alpha": None if found is None else as_text(found),
        "is_few": len(sheet.items) < FEW,
    }


def as_text(number: Fraction) -> str:
    """A number as decimal text with at most four digits after the point: 12.5, 0.6667."""
    said = f"{float(number):.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def _spread(key: str, given: Sequence[Points]) -> int:
    held = [one[key] for one in given]
    return max(held) - min(held)
