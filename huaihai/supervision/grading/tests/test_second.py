"""Two implementations, one page that says how: every total, grade and place is the same."""

import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.supervision.grading import files, plan
from huaihai.supervision.grading.tests import appliances, designs, second
from tests.effort import examples

NEAR = second.NEAR
EXACT = ("total_exact",)
WORDS = ("product", "total", "grade_by_total", "downgrades", "grade", "rank", "no_grade")


def published(design: dict[str, Any]) -> dict[str, Any]:
    """The design with its results, as it comes out of the file."""
    read = plan.parse(design["plans"][-1]["plan"])
    keys = [product["key"] for product in design["products"]]
    results = files.results_of(read, keys, design["samples"], design["readings"])
    return files.read(json.dumps({**design, "results": results}).encode())


def assert_same(file: dict[str, Any], *, firm: bool = True) -> None:
    again = second.recompute(file, firm=firm)
    assert len(again) == len(file["results"])
    for ours, theirs in zip(file["results"], again, strict=True):
        assert [ours[name] for name in WORDS] == [theirs[name] for name in WORDS]
        assert not firm or ours["firmness"] == theirs["firmness"]
        assert same(ours["total_exact"], theirs["total_exact"])
        assert ours["weights"].keys() == theirs["weights"].keys()
        assert all(same(weight, theirs["weights"][key]) for key, weight in ours["weights"].items())
        for a, b in zip(ours["items"], theirs["items"], strict=True):
            assert same(a["value"], b["value"])
            assert same(a["points"], b["points"])
            words = ("item", "failed", "na", "below", "round")
            assert [a[name] for name in words] == [b[name] for name in words]


def same(ours: str | None, theirs: Any) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return bool(abs(second.number(ours) - theirs) < NEAR)


def test_random_designs_by_the_hundred_come_out_the_same() -> None:
    chance = random.Random(20260302)
    met: set[Any] = set()
    for _ in range(examples(500, long=10_000)):
        file = published(designs.design(chance))
        assert_same(file, firm=False)
        for one in file["results"]:
            met.add((one["grade"], len(one["downgrades"]), one["no_grade"]))
    assert len(met) > 20  # and they were not all alike
    assert {"not-applicable", "nothing-applies", ""} == {no_grade for *_, no_grade in met}


@given(st.randoms(use_true_random=False))
@settings(max_examples=examples(50, long=500))
def test_any_design_comes_out_the_same(chance: random.Random) -> None:
    assert_same(published(designs.design(chance)), firm=False)


def test_how_firm_places_are_comes_out_the_same() -> None:
    chance = random.Random(7)
    firm = 0
    for _ in range(40):
        file = published(designs.design(chance, draws=100))
        assert_same(file)
        firm += sum(one["firmness"] is not None for one in file["results"])
    assert firm > 60


def test_a_survey_of_appliances_comes_out_the_same() -> None:
    planned = appliances.plan(products=12, draws=100)
    assert_same(published({"plans": [{"number": 1, "plan": planned}], **appliances.found(planned)}))
