"""Alpha against published worked examples, against a second way of reckoning it, and where it says nothing."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.supervision.measures.alpha import LEVELS, Agreement, Level, agreement, alpha

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), examples A, B and C to E (the same data):
A = ["0100000010", "1110010000"]
B = ["aabbdcccedda", "babbbccceddd"]
C = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]


def judged(rows: Sequence[str]) -> list[list[str | None]]:
    """Each column is one unit."""
    return [[None if mark == "." else mark for mark in column] for column in zip(*rows, strict=True)]


WIKIPEDIA = [
    [None, 1, None], [None, None, None], [None, 2, 2], [None, 1, 1], [None, 3, 3], [3, 3, 4], [4, 4, 4],
    [1, 3, None], [2, None, 2], [1, None, 1], [1, None, 1], [3, None, 3], [3, None, 3], [None, None, None],
    [3, None, 4],
]  # fmt: skip


@pytest.mark.parametrize(
    ("units", "level", "exact", "printed"),
    [
        (judged(A), "nominal", 1 - Fraction(19 * 4, 14 * 6), "0.095"),
        (judged(B), "nominal", None, "0.692"),
        (judged(C), "nominal", Fraction(113, 152), "0.743"),
        (judged(C), "ordinal", None, "0.815"),
        (judged(C), "interval", None, "0.849"),
        (judged(C), "ratio", None, "0.797"),
        (WIKIPEDIA, "nominal", None, "0.691"),
        (WIKIPEDIA, "interval", None, "0.811"),
    ],
)
def test_published_examples_come_out(units: Any, level: Level, exact: Fraction | None, printed: str) -> None:
    found = alpha(units, level)
    assert found is not None
    assert f"{float(found):.3f}" == printed
    if exact is not None:
        assert found == exact
    assert float(found) == pytest.approx(float(by_pairs(units, level) or 0), abs=1e-12)


@given(st.lists(st.lists(st.sampled_from([None, 1, 2, 3, 7]), min_size=3, max_size=3), max_size=12))
@settings(max_examples=60, deadline=None)
def test_it_is_what_all_pairs_give_one_by_one(units: list[list[int | None]]) -> None:
    for level in LEVELS:
        found = alpha(units, level)
        assert found == by_pairs(units, level)
        assert found is None or found <= 1


def test_numbers_may_be_written_in_any_way() -> None:
    units: list[list[Any]] = [["1.5", Decimal("1.50")], [2, Fraction(5, 2)], [3, 3]]
    assert alpha(units, "interval") == alpha([[1.5, 1.5], [2.0, 2.5], ["3", "3"]], "interval")


def test_it_says_nothing_without_two_judgments_variety_or_numbers() -> None:
    for units in ([], [["a", None], [None, "b"]], [["a", "a"], ["a", "a"]]):
        assert alpha(units, "nominal") is None
    unanimous = agreement([["a", "a"], ["a", "a"]], "nominal")
    assert (unanimous.units, unanimous.alpha, unanimous.low) == (2, None, None)
    with pytest.raises(ValueError, match="no number"):
        alpha([["much", "little"]], "ordinal")
    with pytest.raises(ValueError, match="no level"):
        alpha([["1", "2"]], "circular")  # type: ignore[arg-type]  # that is what is tested


def test_the_interval_holds_alpha_narrows_with_more_units_and_is_drawn_again_by_its_seed() -> None:
    few, many = judged(C), judged(C) * 8
    one, again = agreement(few, "ordinal", seed="2026-3"), agreement(few, "ordinal", seed="2026-3")
    wide, narrow = agreement(few, "nominal"), agreement(many, "nominal")
    assert one == again
    assert agreement(few, "ordinal", seed="another").low != one.low
    for found in (one, wide, narrow):
        assert found.alpha is not None
        assert found.low is not None
        assert found.high is not None
        assert found.low <= float(found.alpha) <= found.high <= 1
    assert width(narrow) < width(wide) / 2


def width(found: Agreement) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def by_pairs(units: Sequence[Sequence[Any]], level: str) -> Fraction | None:
    """Alpha from its definition: mean difference within units against mean difference of all values, pair by pair."""
    held = [[value for value in unit if value is not None] for unit in units]
    held = [unit for unit in held if len(unit) > 1]
    values = [value for unit in held for value in unit]
    expected = sum((apart(one, other, values, level) for one, other in permutations(values, 2)), Fraction(0))
    if not expected:
        return None
    observed = sum(
        (
            apart(one, other, values, level) / (len(unit) - 1)
            for unit in held
            for one, other in permutations(unit, 2)
        ),
        Fraction(0),
    )
    return 1 - (observed / len(values)) / (expected / (len(values) * (len(values) - 1)))


def apart(one: Any, other: Any, values: Sequence[Any], level: str) -> Fraction:
    if one == other:
        return Fraction(0)
    if level == "nominal":
        return Fraction(1)
    low, high = sorted((Fraction(one), Fraction(other)))
    if level == "ordinal":
        between = sum(1 for value in values if low <= Fraction(value) <= high)
        ends = sum(1 for value in values if Fraction(value) in (low, high))
        return (between - Fraction(ends, 2)) ** 2
    return (high - low) ** 2 if level == "interval" else ((high - low) / (high + low)) ** 2
