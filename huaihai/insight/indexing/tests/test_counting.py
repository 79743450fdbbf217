"""Who is listed, with which numbers, and that no sum tells of anybody else."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.businesses.models import Business
from huaihai.insight.indexing import counting
from huaihai.insight.indexing.counting import Counted, Measure, Placed
from huaihai.insight.indexing.grouping import LEAST_BUSINESSES, LEAST_CASES, LEAST_TOGETHER, Cell
from huaihai.insight.indexing.tests import scene
from tests import cast as people
from tests.queries import queries_of

SINCE, UNTIL = date(2024, 10, 1), date(2026, 9, 30)
TALLY = st.integers(LEAST_CASES, 30).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
COUNTED = st.builds(
    lambda cell, solved, more: (cell, {Measure.SOLVED: solved, **more}),
    st.builds(Cell, st.sampled_from("AB"), st.sampled_from("xy"), st.sampled_from(["shop", "none"])),
    TALLY,
    st.dictionaries(st.sampled_from([Measure.ANSWERED, Measure.KEPT]), TALLY),
)


def named(found: list[Counted]) -> dict[str, Counted]:
    return {one.name[0]: one for one in found}


@settings(max_examples=25, deadline=None)
@given(st.lists(COUNTED, max_size=25))
def test_every_sum_that_is_told_is_that_of_rows_that_are_told(
    drawn: list[tuple[Cell, dict[Measure, tuple[int, int]]]],
) -> None:
    found = [
        Counted(UUID(int=number), str(number), cell, tallies) for number, (cell, tallies) in enumerate(drawn)
    ]
    made = counting.placed(found)
    assert counting.placed(found[::-1]) == made
    for number, group in enumerate(made.groups):
        mine = [measures for _one, its, measures in made.rows if its == number]
        assert group["businesses"] == len(mine) >= LEAST_BUSINESSES
        for measure, told in group["measures"].items():
            rows = [measures[measure] for measures in mine if measure in measures]
            assert told["businesses"] == len(rows) >= LEAST_BUSINESSES
            assert told["cases"] == sum(row["cases"] for row in rows) >= LEAST_TOGETHER
            assert told["hits"] == sum(row["hits"] for row in rows)
            assert all(row["cases"] >= LEAST_CASES for row in rows)
        assert {measure for measures in mine for measure in measures} == set(group["measures"])


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_business_is_listed_with_five_cases_whose_outcome_is_known() -> None:
    people.assemble()
    first, few, silent = scene.peers(3)
    scene.cases(few, 0, 1, at=scene.SUMMER.replace(year=2023))
    enough = scene.business("庚")
    scene.cases(enough, 4, 1)
    below = scene.business("辛")
    scene.cases(below, 4)
    scene.unknown(below, 9)
    scene.unknown(silent, 3)
    scene.answered(first, 4, 2)
    scene.answered(few, 4)
    found = named(counting.count(SINCE, UNTIL))
    assert set(found) == {"甲", "乙", "丙", "庚"}
    assert found["庚"].tallies == {Measure.SOLVED: (4, 5)}
    assert found["甲"].tallies == {Measure.SOLVED: (6, 7), Measure.ANSWERED: (4, 6)}
    assert found["乙"].tallies == found["丙"].tallies == {Measure.SOLVED: (6, 7)}
    assert found["甲"].cell == Cell("G01", people.HOME, "none")


@pytest.mark.django_db
def test_no_sole_trader_nobody_unknown_and_nobody_who_is_gone_is_listed() -> None:
    people.assemble()
    trader = scene.business("甲", f"92{people.HOME}MA00000001")
    unknown, gone, merged, into = (scene.business(name) for name in "乙丙丁戊")
    for one in (trader, unknown, gone, merged):
        scene.cases(one, 6)
    Business.objects.filter(pk=unknown.pk).update(credit_code=None)
    Business.objects.filter(pk=gone.pk).update(is_gone=True)
    Business.objects.filter(pk=merged.pk).update(merged_into=into)
    found = counting.count(SINCE, UNTIL)
    assert [(one.business, one.tallies) for one in found] == [(into.pk, {Measure.SOLVED: (6, 6)})]
    assert counting.count(SINCE, UNTIL, only=[into.pk]) == found
    assert counting.count(SINCE, UNTIL, only=[trader.pk]) == []


@pytest.mark.django_db
@pytest.mark.both_databases
def test_more_businesses_ask_no_more_of_the_database() -> None:
    people.assemble()
    scene.peers(3)
    few = queries_of(counting.count, SINCE, UNTIL)
    for name in "辛壬癸":
        scene.cases(scene.business(name), 6)
    assert queries_of(counting.count, SINCE, UNTIL) == few <= 8


def test_too_few_of_all_are_not_told() -> None:
    one = Counted(UUID(int=1), "1", Cell("A", "x", "none"), {Measure.SOLVED: (20, 40)})
    assert counting.placed([one]) == Placed([], [])
