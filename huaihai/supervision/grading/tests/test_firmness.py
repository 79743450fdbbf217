"""How firm a place is: from the errors of the plan alone, and the same for everybody."""

import copy
import hashlib
from fractions import Fraction
from statistics import fmean, pstdev
from typing import Any

import pytest

from huaihai.supervision.grading import normal, shaking
from huaihai.supervision.grading.tests import kettles


def firm(**errors: dict[str, str] | None) -> list[dict[str, Any]]:
    """How firm the three kettles' places are, with these errors; without one where none is given."""
    planned = copy.deepcopy(kettles.PLAN) | {"draws": 1000}
    for item in planned["items"]:
        item["error"] = errors.get(item["key"])
    return [one["firmness"] for one in kettles.file(planned)["results"]]


def absolute(u: str) -> dict[str, str]:
    return {"kind": "absolute", "u": u}


def test_without_an_error_nothing_is_said() -> None:
    assert firm() == [None, None, None]


def test_without_draws_nothing_is_said() -> None:
    planned = copy.deepcopy(kettles.PLAN) | {"draws": 0}
    assert [one["firmness"] for one in kettles.file(planned)["results"]] == [None, None, None]


def test_a_small_error_moves_nothing() -> None:
    for rank, one in zip((1, 3, 2), firm(boil=absolute("0.01")), strict=True):
        assert one == {
            "rank_low": rank,
            "rank_high": rank,
            "grade_share": "1.000",
            "beaten_share": None if rank == 3 else "0.000",
        }


def test_a_failing_that_is_in_doubt_is_told_by_the_share_of_its_grade() -> None:
    # 0.8 of 0.75 mA: with an error of 0.05 the limit is kept in about 16 of 100 draws (one standard deviation)
    _, failed, _ = firm(leakage=absolute("0.05"))
    assert 0.80 < float(failed["grade_share"]) < 0.88
    # it has 61.6 points without the leakage, 86.6 with it: then it stands before the third
    assert failed["rank_low"] == 2


def test_two_near_totals_change_places_often() -> None:
    first, second, third = firm(boil=absolute("60"))
    assert 0.02 < float(first["beaten_share"]) < 0.5
    assert first["rank_high"] == 2
    assert second["rank_low"] == 3
    assert third["rank_low"] == 1


def test_the_span_holds_the_published_place() -> None:
    for errors in ({"boil": absolute("90")}, {"nickel": {"kind": "relative", "u": "3"}}):
        for rank, one in zip((1, 3, 2), firm(**errors), strict=True):
            assert one["rank_low"] <= rank <= one["rank_high"]


def test_the_table_of_quantiles_is_the_one_of_the_guide() -> None:
    table = normal.quantiles()
    text = ",".join(map(str, table))
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "b612ebcadd0bc9ed5bc5ba62bf166aa85d7298914c31626ed5e1cd0f0058145a"
    )
    assert (table[0], table[-1], len(table)) == (-3668, 3668, 4096)


def test_numbers_are_normal_and_the_same_again() -> None:
    drawn = normal.numbers("seed", "p01", "boil", 20_000)
    assert drawn == normal.numbers("seed", "p01", "boil", 20_000)
    assert drawn[:100] == normal.numbers("seed", "p01", "boil", 100)
    assert abs(fmean(drawn)) < 25
    assert abs(pstdev(drawn) - 1000) < 20
    assert drawn[:100] != normal.numbers("seed", "p02", "boil", 100)


@pytest.mark.parametrize(
    ("combine", "count", "thousandths"),
    [("mean", 1, 1000), ("mean", 3, 577), ("median", 2, 707), ("median", 3, 723), ("worst", 9, 1000)],
)
def test_the_error_of_a_combined_value(combine: str, count: int, thousandths: int) -> None:
    assert shaking.factor(combine, count) == Fraction(thousandths, 1000)
