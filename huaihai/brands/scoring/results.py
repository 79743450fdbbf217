"""A score as it stands in snapshots and in the published file."""

from fractions import Fraction
from typing import Any, Final

from huaihai.brands.scoring.engine import DIGITS, Part, Score
from huaihai.brands.scoring.intervals import Range
from huaihai.supervision.grading.numbers import exact, fixed, rounded

_TEN: Final = 10**DIGITS


def as_json(score: Score) -> dict[str, Any]:
    """Points with one digit, intervals rounded outwards; of the total and of each part also the exact value."""
    return {
        "total": one_digit(score.total),
        "exact": exact(score.total),
        "low": down(score.low),
        "high": up(score.high),
        "hearts": {name: _range(found) for name, found in score.hearts.items()},
        "axes": {name: _range(found) for name, found in score.axes.items()},
        "parts": [_part(one) for one in score.parts],
        "short": {
            "total": score.short.total,
            "hearts": list(score.short.hearts),
            "criteria": list(score.short.criteria),
        },
    }


def one_digit(points: Fraction) -> str:
    """Half upwards: 78.25 is "78.3"."""
    return fixed(rounded(points, DIGITS, "half-up"), DIGITS)


def down(points: Fraction) -> str:
    """The next lower number with one digit."""
    return fixed(points.numerator * _TEN // points.denominator, DIGITS)


def up(points: Fraction) -> str:
    """The next higher number with one digit."""
    return fixed(-(-points.numerator * _TEN // points.denominator), DIGITS)


def _range(found: Range) -> dict[str, str]:
    return {"points": one_digit(found.points), "low": down(found.low), "high": up(found.high)}


def _part(one: Part) -> dict[str, Any]:
    return {
        "key": one.key,
        "points": exact(one.points),
        "low": down(one.range.low),
        "high": up(one.range.high),
        "weight": exact(one.weight),
        "contribution": exact(one.contribution),
        "known": one.is_known,
    }
