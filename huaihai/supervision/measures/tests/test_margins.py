"""Margins against published tables, exact recomputations, and what must hold for any answers."""

from fractions import Fraction
from math import inf, sqrt
from statistics import NormalDist, mean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.supervision.measures import margins
from huaihai.supervision.measures.margins import Estimate

ONES = [1.0] * 1000
WEIGHTS = st.lists(st.floats(0.05, 20), min_size=2, max_size=40)


def proportion(hits: list[bool], weights: list[float], population: int | None = None) -> Estimate:
    part = sum(weight for weight, hit in zip(weights, hits, strict=True) if hit)
    squares = sum(weight * weight for weight in weights)
    return margins.share_of(part, sum(weights), squares, n=len(weights), population=population)


def plain(hits: int, of: int) -> Estimate:
    return proportion([place < hits for place in range(of)], [1.0] * of)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_the_published_interval(hits: int, of: int, low: float, high: float) -> None:
    found = plain(hits, of)

    assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize(
    ("population", "needed"),
    [  # R. V. Krejcie and D. W. Morgan (1970), table 1, which rounds to the nearest
        (100, 80),
        (500, 217),
        (1000, 278),
        (5000, 357),
        (10000, 370),
        (1000000, 384),
    ],
)
def test_as_many_answers_are_needed_as_published(population: int, needed: int) -> None:
    assert margins.answers_needed(0.05, population=population) - needed in (0, 1)


def test_the_design_effect_is_that_of_kish_to_a_millionth() -> None:
    weights = [Fraction(k, 7) for k in (3, 8, 8, 15, 22, 4)]
    exact = len(weights) * sum(w * w for w in weights) / sum(weights) ** 2
    relvariance = sum((w - sum(weights) / 6) ** 2 for w in weights) / 6 / (sum(weights) / 6) ** 2
    found = margins.design_effect([float(w) for w in weights])
    assert found == pytest.approx(float(exact), abs=1e-6)
    assert found == pytest.approx(float(1 + relvariance), abs=1e-6)  # the other way Kish writes it
    # Kish 1965, 11.7: a fraction W of the sample with weight k, the rest with 1: (1 - W + k²W)(…)/(…)²
    share, k = Fraction(1, 5), 4
    exact = (1 - share + k * k * share) / (1 - share + k * share) ** 2
    assert margins.design_effect([4.0] * 20 + [1.0] * 80) == pytest.approx(float(exact), abs=1e-6)


def test_a_mean_without_weights_has_the_interval_of_any_textbook() -> None:
    values = [4.0, 5, 3, 5, 2, 4, 4, 1, 5, 3]
    reach = NormalDist().inv_cdf(0.975) * stdev(values) / sqrt(10)

    found = margins.mean(values, ONES[:10])

    assert found.value == pytest.approx(mean(values))
    assert (found.low, found.high) == pytest.approx((mean(values) - reach, mean(values) + reach), abs=1e-6)


def test_a_composed_score_is_the_mean_of_each_ones_score_and_a_part_left_out_counts_in_the_others() -> None:
    rows = [{"a": 25.0, "b": 50.0}, {"a": 75.0, "b": 100.0}, {"a": 0.0, "b": 25.0}, {"a": 50.0, "b": 25.0}]
    weights = [0.5, 1.5, 1.0, 1.0]
    found = margins.composed(rows, weights, {"a": 0.25, "b": 0.75})
    own = margins.mean([row["a"] / 4 + row["b"] * 3 / 4 for row in rows], weights)
    assert found.value == pytest.approx(own.value)
    assert (found.low, found.high) == pytest.approx((own.low, own.high))
    parts = [{"a": 100.0}, {"b": 0.0}, {"a": 50.0, "b": 50.0}]
    found = margins.composed(parts, ONES[:3], {"a": 0.5, "b": 0.5})
    assert found.value == pytest.approx((75 + 25) / 2)


def test_the_doubt_shrinks_with_the_share_of_the_people_who_answered() -> None:
    values, weights = [1.0, 2.0, 4.0, 9.0], [1.0] * 4
    of_many = margins.mean(values, weights).margin
    # Cochran, Sampling Techniques (1977), formula 2.20: the variance s²/n times 1 - n/N
    of_eight = margins.mean(values, weights, population=8).margin
    assert of_eight == pytest.approx(of_many * sqrt(1 / 2), abs=1e-9)
    assert margins.mean([1.0, 2.0], [1.0, 1.0], population=2).margin == 0  # all of them
    asked = proportion([True, False], [1.0, 1.0], population=2)
    assert (asked.low, asked.value, asked.high) == (0.5, 0.5, 0.5)
    assert margins.mean([3.0], [1.0]).margin == inf  # one answer says nothing of a mean
    with pytest.raises(ValueError, match="more answers"):
        margins.in_finite(3, n=3, population=2)
    with pytest.raises(ValueError, match="more answers"):
        margins.mean([1.0, 2.0, 3.0], [1.0] * 3, population=2)


@given(WEIGHTS, st.data())
@settings(max_examples=60, deadline=None)
def test_weights_never_make_a_share_surer(weights: list[float], data: st.DataObject) -> None:
    hits = data.draw(st.lists(st.booleans(), min_size=len(weights), max_size=len(weights)))

    found = proportion(hits, weights)

    low, high = margins.wilson(found.value, found.n)
    assert 1 <= found.n_effective <= found.n + 1e-9
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low <= low + 1e-9
    assert high <= found.high + 1e-9


@given(WEIGHTS, st.floats(0.01, 100))
@settings(max_examples=60, deadline=None)
def test_the_scale_of_the_weights_changes_nothing(weights: list[float], factor: float) -> None:
    values = [float(place) for place in range(len(weights))]
    scaled = [weight * factor for weight in weights]

    first, second = margins.mean(values, weights), margins.mean(values, scaled)

    assert (first.value, first.low, first.n_effective) == pytest.approx(
        (second.value, second.low, second.n_effective)
    )


@given(st.integers(2, 400), st.integers(0, 600))
@settings(max_examples=60, deadline=None)
def test_a_smaller_population_leaves_less_doubt(n: int, more: int) -> None:
    hits = [place % 3 == 0 for place in range(n)]

    small = proportion(hits, [1.0] * n, population=n + more)
    large = proportion(hits, [1.0] * n)

    assert small.margin <= large.margin + 1e-12
