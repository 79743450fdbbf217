"""Intervals of shares, against published ones, and medians of counted numbers, against the plain ones."""

from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.kit.intervals import median_of, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [  # Newcombe 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(hits: int, of: int, low: float, high: float) -> None:
    found = wilson(hits, of)

    assert found == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
@settings(max_examples=50, deadline=None)
def test_an_interval_holds_its_share_lies_in_0_to_1_and_mirrors(told: tuple[int, int]) -> None:
    hits, of = told
    low, high = wilson(hits, of)
    mirrored = wilson(of - hits, of)

    assert 0 <= low <= hits / of <= high <= 1
    assert (1 - high, 1 - low) == pytest.approx(mirrored)


def test_more_cases_make_it_narrower() -> None:
    widths = [high - low for low, high in (wilson(n // 2, n) for n in (4, 40, 400))]

    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_share_is_refused(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, of)


@given(st.lists(st.integers(0, 60), max_size=40))
@settings(max_examples=50, deadline=None)
def test_the_median_of_counted_numbers_is_the_plain_median(numbers: list[int]) -> None:
    counted = {value: numbers.count(value) for value in set(numbers)}

    assert median_of(counted) == (median(numbers) if numbers else None)
