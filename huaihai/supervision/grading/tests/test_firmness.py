"""How firm a place is: from the errors of the plan alone, and the same for everybody."""

import copy
import hashlib
import random
from dataclasses import replace
from fractions import Fraction
from math import lcm
from statistics import fmean, pstdev
from typing import Any

import pytest

from huaihai.supervision.grading import engine, plan, shaking
from huaihai.supervision.grading.items import Steps, Uncertainty
from huaihai.supervision.grading.readings import Measured
from huaihai.supervision.grading.tests import designs, kettles


def firm(**errors: dict[str, str] | None) -> list[dict[str, Any]]:
    """How firm the three kettles' places are, with these errors; without one where none is given."""
    planned = copy.deepcopy(kettles.PLAN) | {"draws": 1000}
    for item in planned["items"]:
        item["error"] = errors.get(item["key"])
    return [one["firmness"] for one in kettles.file(planned)["results"]]


def absolute(u: str) -> dict[str, str]:
    return {"kind": "absolute", "u": u}


def test_without_an_error_or_draws_nothing_is_said_and_a_small_error_moves_nothing() -> None:
    undrawn = kettles.file(copy.deepcopy(kettles.PLAN) | {"draws": 0})["results"]
    assert firm() == [one["firmness"] for one in undrawn] == [None, None, None]
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


def test_two_near_totals_change_places_often_and_the_span_holds_the_published_place() -> None:
    first, second, third = firm(boil=absolute("60"))
    assert 0.02 < float(first["beaten_share"]) < 0.5
    assert first["rank_high"] == 2
    assert second["rank_low"] == 3
    assert third["rank_low"] == 1
    for errors in ({"boil": absolute("90")}, {"nickel": {"kind": "relative", "u": "3"}}):
        for rank, one in zip((1, 3, 2), firm(**errors), strict=True):
            assert one["rank_low"] <= rank <= one["rank_high"]


def test_the_table_of_quantiles_is_the_one_of_the_guide() -> None:
    table = shaking.quantiles()
    text = ",".join(map(str, table))
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "b612ebcadd0bc9ed5bc5ba62bf166aa85d7298914c31626ed5e1cd0f0058145a"
    )
    assert (table[0], table[-1], len(table)) == (-3668, 3668, 4096)


def test_numbers_are_normal_and_the_same_again() -> None:
    drawn = shaking.normal_numbers("seed", "p01", "boil", 20_000)
    assert drawn == shaking.normal_numbers("seed", "p01", "boil", 20_000)
    assert drawn[:100] == shaking.normal_numbers("seed", "p01", "boil", 100)
    assert abs(fmean(drawn)) < 25
    assert abs(pstdev(drawn) - 1000) < 20
    assert drawn[:100] != shaking.normal_numbers("seed", "p02", "boil", 100)


@pytest.mark.parametrize(
    ("combine", "count", "thousandths"),
    [("mean", 1, 1000), ("mean", 3, 577), ("median", 2, 707), ("median", 3, 723), ("worst", 9, 1000)],
)
def test_the_error_of_a_combined_value(combine: str, count: int, thousandths: int) -> None:
    assert shaking.factor(combine, count) == Fraction(thousandths, 1000)


def test_bounds_on_numbers_say_the_same_as_values() -> None:
    """For every number there is near a bound, an item's points and failing are those of its value."""
    chance = random.Random(17)
    stairs = 0
    for _ in range(120):
        made = plan.parse(designs.design(chance, draws=100)["plans"][0]["plan"])
        for planned in made.items:
            item = replace(
                planned, error=Uncertainty(chance.random() < 0.2, Fraction(chance.randint(1, 20), 40))
            )
            value = Fraction(chance.randint(-4, 24), chance.choice((20, 60)))
            one = shaking.shaken(item, "p1", Measured(value, count=3), "seed", 100)
            assert one is not None
            part = shaking.part_of(one, item.weight)
            if not one.step:
                assert part == shaking.Line(
                    item.weight / 100 * item.scale.points(value), Fraction(0), item.weight
                )
                continue
            numbers = near_bounds(one)
            over = lcm(*part.denominators())
            column = part.column(over, numbers)
            shaken = replace(one, worsening=numbers)
            failing = False if item.limit is None else shaken.beyond(item.limit)
            for place, number in enumerate(numbers):
                worse = number if item.low_is_better else -number
                judged = engine.judge_item(item, Measured(value + one.step * worse))
                assert Fraction(column[place], over) == item.weight / 100 * (judged.points or 0)
                assert judged.failed == (failing[place] if isinstance(failing, list) else failing)
            stairs += isinstance(part, shaking.Stairs) and len(part.parts) > 2
    assert stairs > 20


def near_bounds(one: shaking.Shaken) -> list[int]:
    """All numbers that there are, of which those on a bound and beside it count most."""
    scale = one.item.scale
    bounds = [bound for bound, _ in scale.steps] if isinstance(scale, Steps) else [scale.best, scale.worst]
    if one.item.limit is not None:
        bounds.append(one.item.limit)
    on = [one.last_within(bound) + by for bound in bounds for by in (-1, 0, 1)]
    reach = shaking.extreme()
    return [-reach, 0, reach, *(number for number in on if -reach <= number <= reach)]
