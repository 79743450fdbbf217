"""Weights against published tables, and what must hold for any table."""

from fractions import Fraction
from math import fsum

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huaihai.supervision.measures.weighting import (
    CLOSE_ENOUGH,
    Margin,
    NoWeights,
    rake,
    rake_trimmed,
    trim,
)

# The example of the documentation of ProportionalFitting.jl (function `ipf`; github.com/vankesteren), which is also
# the one of Wikipedia's "Iterative proportional fitting".
SEED = ((40, 30, 20, 10), (35, 50, 100, 75), (30, 80, 70, 120), (20, 30, 40, 50))
ROWS, COLUMNS = (150, 300, 400, 150), (200, 300, 400, 100)
PRINTED = (
    (64.5585, 46.2325, 35.3843, 3.82473),
    (49.9679, 68.1594, 156.499, 25.3742),
    (56.7219, 144.428, 145.082, 53.7673),
    (28.7516, 41.18, 63.0347, 17.0337),
)


def people() -> tuple[list[int], list[int]]:
    """One person for each count of the table: row and column of each."""
    rows: list[int] = []
    columns: list[int] = []
    for i, line in enumerate(SEED):
        for j, count in enumerate(line):
            rows += [i] * count
            columns += [j] * count
    return rows, columns


def shares(counts: tuple[int, ...]) -> dict[object, float]:
    return {key: count / sum(counts) for key, count in enumerate(counts)}


def test_raking_gives_the_published_table() -> None:
    rows, columns = people()

    raked = rake([rows, columns], [Margin("rows", shares(ROWS)), Margin("columns", shares(COLUMNS))])

    assert raked.off <= CLOSE_ENOUGH
    for i in range(4):
        for j in range(4):
            held = [w for w, r, c in zip(raked.weights, rows, columns, strict=True) if (r, c) == (i, j)]
            found = fsum(held) / len(rows) * 1000
            assert f"{found:.6g}" == f"{PRINTED[i][j]:.6g}"


def test_raking_agrees_with_exact_fractions() -> None:
    exact = [[Fraction(value) for value in line] for line in SEED]
    for _ in range(60):
        exact = [
            [v * ROWS[i] / sum(line) for v in line]
            for i, line in enumerate([[v.limit_denominator(10**24) for v in line] for line in exact])
        ]
        sums = [sum(line[j] for line in exact) for j in range(4)]
        exact = [[line[j] * COLUMNS[j] / sums[j] for j in range(4)] for line in exact]
    rows, columns = people()

    raked = rake([rows, columns], [Margin("rows", shares(ROWS)), Margin("columns", shares(COLUMNS))])

    for weight, i, j in zip(raked.weights, rows, columns, strict=True):
        assert weight * 1000 / len(rows) * SEED[i][j] == pytest.approx(float(exact[i][j]), abs=1e-6)


def test_cells_get_the_share_of_the_population_over_that_of_the_sample() -> None:
    # 100 women and 300 men answered, where half of the people are women.
    weights = rake([["f"] * 100 + ["m"] * 300], [Margin("sex", {"f": 0.5, "m": 0.5})]).weights
    assert weights[0] == pytest.approx(2, abs=1e-12)
    assert weights[-1] == pytest.approx(2 / 3, abs=1e-12)
    with pytest.raises(NoWeights, match="trim"):  # the limits leave no room
        trim([1.0, 2.0], low=1.5, high=2)


@pytest.mark.parametrize(
    ("column", "known", "why"),
    [
        ([], {"a": 1.0}, "empty"),
        (["a", "b"], {"a": 0.5, "b": 0.4}, "shares"),
        (["a", "b"], {"a": 1.0, "b": 0.0}, "shares"),
        (["a"], {"a": 0.5, "b": 0.5}, "missing"),
        (["a", "c"], {"a": 1.0}, "missing"),
    ],
)
def test_what_cannot_be_weighted_says_why(column: list[str], known: dict[object, float], why: str) -> None:
    with pytest.raises(NoWeights) as caught:
        rake([column], [Margin("cells", known)])

    assert caught.value.why == why


def test_a_table_whose_zeros_contradict_its_margins_does_not_pretend_to_converge() -> None:
    raked = rake(
        [["a", "b"], ["x", "y"]], [Margin("1", {"a": 0.5, "b": 0.5}), Margin("2", {"x": 0.2, "y": 0.8})]
    )

    assert raked.off > 0.1


@st.composite
def samples(draw: st.DrawFn) -> tuple[list[int], list[int], list[Margin]]:
    """At least one person in every cell, so that a solution exists, and any margins."""
    rows, columns = [], []
    for i in range(4):
        for j in range(3):
            count = draw(st.integers(1, 6))
            rows += [i] * count
            columns += [j] * count
    margins = []
    for name, size in (("rows", 4), ("columns", 3)):
        parts = draw(st.lists(st.integers(5, 100), min_size=size, max_size=size))
        margins.append(Margin(name, {key: part / sum(parts) for key, part in enumerate(parts)}))
    return rows, columns, margins


@given(samples())
@settings(max_examples=60, deadline=None)
def test_weighted_tables_have_the_margins_aimed_at(
    sample: tuple[list[int], list[int], list[Margin]],
) -> None:
    rows, columns, margins = sample

    raked = rake([rows, columns], margins)

    assert raked.off <= CLOSE_ENOUGH
    assert min(raked.weights) > 0
    assert fsum(raked.weights) == pytest.approx(len(rows))
    for column, margin in zip((rows, columns), margins, strict=True):
        for key, share in margin.shares.items():
            held = fsum(w for w, one in zip(raked.weights, column, strict=True) if one == key)
            assert held / len(rows) == pytest.approx(share, abs=1e-9)


@given(samples(), st.floats(1.5, 6))
@settings(max_examples=40, deadline=None)
def test_trimmed_weights_stay_within_and_do_not_aim_worse_than_they_say(
    sample: tuple[list[int], list[int], list[Margin]], high: float
) -> None:
    rows, columns, margins = sample

    trimmed = rake_trimmed([rows, columns], margins, low=0.2, high=high)

    assert all(0.2 - 1e-9 <= weight <= high + 1e-9 for weight in trimmed.weights)
    assert fsum(trimmed.weights) == pytest.approx(len(rows), rel=1e-6)
    for column, margin in zip((rows, columns), margins, strict=True):
        for key, share in margin.shares.items():
            held = fsum(w for w, one in zip(trimmed.weights, column, strict=True) if one == key)
            assert abs(held / fsum(trimmed.weights) - share) <= trimmed.off + 1e-9


@given(st.lists(st.floats(0.01, 50), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_trimming_keeps_order_and_mean(weights: list[float]) -> None:
    assume(max(weights) / min(weights) < 1e4)

    cut = trim(weights, low=0.5, high=2)

    assert fsum(cut) == pytest.approx(len(weights), rel=1e-6)
    assert all(0.5 <= one <= 2 for one in cut)
    ordered = [one for _, one in sorted(zip(weights, cut, strict=True))]
    assert ordered == sorted(ordered)
