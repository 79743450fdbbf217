"""Lights: colours by table, clocks by month, no colour under ten."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from math import comb, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.insight.comparing import adjusting, measuring, steps
from huaihai.insight.comparing.adjusting import Stratum, compare, gap, join_small, standing_out
from huaihai.insight.comparing.steps import Colour, colour_of
from huaihai.insight.comparing.tests.simulating import World, rates
from huaihai.insight.models import Comparison, Followed, MixCount, StepCount
from huaihai.kit.clock import ZONE
from huaihai.members.models import Organisation
from huaihai.record.models import Clock, Event
from tests.effort import examples
from tests.posts import load_tree

JUNE, NOW = date(2026, 6, 1), datetime(2026, 10, 9, 3, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("due", "in_time", "colour"),
    [
        (9, 9, Colour.NONE),
        (9, 0, Colour.NONE),
        (10, 10, Colour.GREEN),
        (20, 19, Colour.GREEN),
        (100, 94, Colour.AMBER),
        (100, 85, Colour.AMBER),
        (100, 84, Colour.RED),
        (10, 0, Colour.RED),
    ],
)
def test_a_light_has_the_colour_of_the_table(due: int, in_time: int, colour: Colour) -> None:
    assert colour_of(due, in_time, 95, 85) == colour


@given(st.integers(10, 500).flatmap(lambda due: st.tuples(st.just(due), st.integers(0, due - 1))))
def test_one_more_in_time_never_looks_worse(given: tuple[int, int]) -> None:
    due, in_time = given
    order = [Colour.RED, Colour.AMBER, Colour.GREEN]
    before, after = (order.index(colour_of(due, n, 95, 85)) for n in (in_time, in_time + 1))
    assert after >= before


@pytest.mark.django_db
def test_a_months_clocks_are_counted_by_city_and_only_those_a_body_must_keep() -> None:
    load_tree()
    city = Organisation.objects.cities()[0]
    county = Organisation.objects.filter(parent=city, kind="county")[0]
    for number, (name, owner, due_on, ended_on, paused_on) in enumerate(
        [
            ("decide", city, date(2026, 6, 30), date(2026, 6, 30), None),  # on the last day
            ("decide", county, date(2026, 6, 1), date(2026, 6, 2), None),  # a day late
            ("decide", county, date(2026, 6, 5), None, None),  # still open
            ("decide", county, date(2026, 6, 5), None, date(2026, 6, 3)),  # waits: not due
            ("decide", county, date(2026, 7, 1), date(2026, 6, 3), None),  # the next month's
            ("first_reply", county, date(2026, 6, 5), None, None),  # the business's, not the body's
        ]
    ):
        clock_at(f"case:{number}", name, owner.record_key, due_on, ended_on, paused_on)
    clock_at("claim:1", "decide", city.record_key, date(2026, 6, 5), None, None)

    steps.count_month(JUNE, at=NOW)
    steps.count_month(JUNE, at=NOW)  # again: the same

    rows = list(StepCount.objects.values_list("city", "clock", "due", "in_time"))
    assert rows == [(city.region_code, "decide", 3, 1)]
    last, lights = steps.lights(NOW.date())
    assert last == JUNE
    assert len(lights) == 10
    assert lights[city.region_code][steps.CLOCKS.index("decide")].colour == Colour.NONE


@pytest.mark.django_db
def test_by_night_complete_quarters_are_compared_once_and_wait_for_days_not_counted() -> None:
    load_tree()
    mix(date(2026, 5, 1), "320300", 60, 30)
    mix(date(2026, 6, 1), "411400", 60, 50)
    before = datetime(2026, 9, 27, 3, tzinfo=ZONE)  # 89 days after the end of June
    assert not [act() for act in measuring.due_acts(before)]
    assert len([act() for act in measuring.due_acts(before + timedelta(days=1))]) == 1
    assert not list(measuring.due_acts(NOW))
    held = Comparison.objects.get(measure="confirmed")
    assert held.through == JUNE
    assert [(row["city"], row["cases"], row["hits"]) for row in held.content] == [
        ("320300", 60, 30),
        ("411400", 60, 50),
    ]
    assert Event.objects.filter(verb="cities compared").count() == 1
    Comparison.objects.all().delete()
    Followed.objects.create(at=datetime(2026, 6, 30, 3, tzinfo=ZONE))  # the night run has failed since
    assert measuring.compare_cities(JUNE, at=NOW) == []
    Followed.objects.update(at=NOW)
    assert len(measuring.compare_cities(JUNE, at=NOW)) == 2
    assert measuring.compare_cities(JUNE, at=NOW) == []  # two nights at once


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("confirmed", "is_told"), [(3, False), (57, False), (0, True), (5, True), (55, True)]
)
def test_a_result_that_few_people_had_is_not_told_of_a_city(confirmed: int, is_told: bool) -> None:
    load_tree()
    mix(JUNE, "320300", 60, confirmed)
    mix(JUNE, "411400", 200, 100)
    measuring.compare_cities(JUNE, at=NOW)
    held = Comparison.objects.get(measure="confirmed")
    assert ("320300" in {row["city"] for row in held.content}) == is_told


@pytest.mark.django_db
def test_a_month_without_a_step_is_counted_once_too() -> None:
    load_tree()
    city = Organisation.objects.cities()[0]
    clock_at("case:1", "decide", city.record_key, date(2026, 8, 30), date(2026, 8, 30), None)
    assert len([act() for act in measuring.due_acts(NOW)]) == 2  # August, and September without any
    assert not list(measuring.due_acts(NOW))
    last, lights = steps.lights(NOW.date())
    assert last == date(2026, 9, 1)
    assert lights[city.region_code][steps.CLOCKS.index("decide")].due == 1
    assert "" not in lights


def mix(month: date, city: str, cases: int, confirmed: int) -> None:
    MixCount.objects.create(
        month=month,
        city=city,
        category="G01",
        nature="N01",
        amount="0-200",
        received=cases,
        confirmed=confirmed,
        unknown=cases - confirmed,
        in_60_days=cases - 1,
    )


def clock_at(  # noqa: PLR0917 -- a row of a table
    subject: str, name: str, owner: str, due_on: date, ended_on: date | None, paused_on: date | None
) -> None:
    begun = datetime(2026, 5, 20, 9, tzinfo=ZONE)
    Clock.objects.create(
        subject=subject,
        name=name,
        owner=owner,
        limit_name="L",
        number=7,
        unit="working_days",
        started_at=begun,
        due_on=due_on,
        paused_on=paused_on,
        ended_at=datetime(ended_on.year, ended_on.month, ended_on.day, 12, tzinfo=ZONE) if ended_on else None,
    )


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
