"""Like cases with like cases: the arithmetic, against counted examples and a second way to compute it."""

from fractions import Fraction
from itertools import combinations
from math import comb, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.insight.comparing import adjusting
from huaihai.insight.comparing.adjusting import Stratum, compare, gap, join_small, standing_out
from huaihai.insight.comparing.simulating import World, rates
from tests.effort import examples

counts = st.integers(0, 9).flatmap(lambda cases: st.tuples(st.just(cases), st.integers(0, cases)))
tables = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["x", "y"]), st.sampled_from("12")), counts, min_size=1
)


def strata_of(table: dict[tuple[str, str, str], tuple[int, int]]) -> list[Stratum]:
    return [Stratum(city, (x, y), cases, hits) for (city, x, y), (cases, hits) in table.items()]


def test_one_stratum_is_a_hypergeometric_draw() -> None:
    a, b = compare([Stratum("a", ("x",), 30, 12), Stratum("b", ("x",), 50, 40)])
    ways = {hits: comb(52, hits) * comb(28, 30 - hits) for hits in range(2, 31)}
    whole = sum(ways.values())
    mean = Fraction(sum(hits * n for hits, n in ways.items()), whole)
    variance = Fraction(sum(hits * hits * n for hits, n in ways.items()), whole) - mean**2
    assert isclose(a.expected, float(mean))
    assert isclose(a.variance, float(variance))
    assert isclose(a.difference, 12 / 30 - 40 / 50)
    assert isclose(b.difference, -a.difference)
    assert isclose(a.score, -b.score)


def test_the_interval_has_the_larger_of_both_variances() -> None:
    """Two strata worked out by hand from the formula: P, Q and the weights as fractions."""
    rows = [("x", 15, 6, 20, 14), ("y", 10, 3, 30, 15)]
    given = [Stratum("a", (k,), n1, x1) for k, n1, x1, _n0, _x0 in rows]
    given += [Stratum("b", (k,), n0, x0) for k, _n1, _x1, n0, x0 in rows]
    weight = sum(Fraction(n1 * n0, n1 + n0) for _k, n1, _x1, n0, _x0 in rows)
    delta = sum(Fraction(x1 * n0 - x0 * n1, n1 + n0) for _k, n1, x1, n0, x0 in rows) / weight
    p = sum(
        Fraction(n1**2 * x0 - n0**2 * x1, (n1 + n0) ** 2) + Fraction(n1 * n0 * (n0 - n1), 2 * (n1 + n0) ** 2)
        for _k, n1, x1, n0, x0 in rows
    )
    q = sum(Fraction(x1 * (n0 - x0) + x0 * (n1 - x1), 2 * (n1 + n0)) for _k, n1, x1, n0, x0 in rows)
    a = compare(given)[0]
    assert isclose(a.difference * a.p_sum + a.q_sum, float(delta * p + q))
    spread = max(float(delta * p + q), a.variance)
    reach = (1.959963984540054 * spread**0.5 + 0.5) / float(weight)
    assert isclose(a.difference, float(delta))
    assert a.interval == pytest.approx((float(delta) - reach, float(delta) + reach))


@given(tables)
def test_hits_expected_add_up_to_hits_seen(table: dict[tuple[str, str, str], tuple[int, int]]) -> None:
    compared = compare(strata_of(table))
    assert isclose(sum(one.expected for one in compared), sum(one.hits for one in compared), abs_tol=1e-9)
    assert all(one.comparable <= one.cases for one in compared)
    assert all(one.variance >= 0 and one.weight >= 0 for one in compared)


@given(tables)
def test_joining_loses_no_case(table: dict[tuple[str, str, str], tuple[int, int]]) -> None:
    before, after = strata_of(table), join_small(strata_of(table))
    for city in "abc":
        assert sum(row.cases for row in before if row.city == city) == sum(
            row.cases for row in after if row.city == city
        )
    sizes: dict[tuple[str, ...], int] = {}
    for row in after:
        sizes[row.key] = sizes.get(row.key, 0) + row.cases
    assert all(size >= adjusting.SMALLEST_STRATUM for key, size in sizes.items() if key)


def test_a_city_with_harder_cases_is_not_blamed() -> None:
    """All solve 9 of 10 easy and 3 of 10 hard cases; one gets mostly hard ones."""
    easy, hard = ("easy",), ("hard",)
    rows = [Stratum("a", easy, 20, 18), Stratum("a", hard, 200, 60)]
    for city in "bcd":
        rows += [Stratum(city, easy, 200, 180), Stratum(city, hard, 20, 6)]
    compared = compare(rows)
    assert compared[0].hits / compared[0].cases < 0.4
    assert compared[1].hits / compared[1].cases > 0.8
    assert not standing_out(compared)
    found = gap(compared)
    assert found is not None
    assert isclose(found, 0, abs_tol=1e-9)


def test_few_cases_are_not_compared_and_the_more_cities_the_wider_the_bound() -> None:
    compared = compare([Stratum("a", ("x",), 29, 0), Stratum("b", ("x",), 100, 100)])
    assert not compared[0].is_enough
    assert gap(compared) is None
    assert adjusting.bound(1) == pytest.approx(1.96, abs=0.001)
    assert adjusting.bound(10) == pytest.approx(2.807, abs=0.001)
    assert all(adjusting.bound(more) > adjusting.bound(less) for less, more in combinations(range(1, 11), 2))


def test_a_gap_of_fifteen_points_is_found_and_no_gap_is_not() -> None:
    """Few rounds of what `python -m benchmarks.standard` does; its own figures stand in benchmarks/README.md."""
    cases = (900,) * 10
    power, _any = rates(World(cases, (-0.15, *[0.0] * 9)), examples(4, long=8), first_seed=70)
    _none, false = rates(World(cases, (0.0,) * 10), examples(10, long=20), first_seed=70)
    assert power >= 0.8
    assert false <= 0.1
