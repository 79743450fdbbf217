"""What is wrong with a plan is named before anything is bought."""

import copy
import random
from collections.abc import Callable
from typing import Any

import pytest

from huaihai.supervision.grading import plan
from huaihai.supervision.grading.shape import PlanError
from huaihai.supervision.grading.tests import appliances, designs, kettles
from huaihai.supervision.grading.tests.breaking import NONSENSE, every_place
from tests.effort import examples

type Json = dict[str, Any]
BOIL, NICKEL, LEAKAGE, WARM = range(4)


def planned() -> Json:
    return copy.deepcopy(kettles.PLAN)


def item(number: int, **changed: Any) -> Callable[[Json], None]:
    """Changes an item."""
    return lambda made: made["items"][number].update(changed)


def whole(**changed: Any) -> Callable[[Json], None]:
    """Changes the plan's own parts."""
    return lambda made: made.update(changed)


def rule(**changed: Any) -> Callable[[Json], None]:
    """Changes the first downgrade."""
    return lambda made: made["downgrades"][0].update(changed)


def low_steps(*steps: list[str]) -> Json:
    return {"type": "steps", "steps": list(steps), "else": "10"}


WRONG: list[tuple[Callable[[Json], None], str, str]] = [
    (item(WARM, weight="10.5"), "weights-not-100", "items"),
    (item(WARM, weight=10), "not-number", "items.warm.weight"),
    (item(WARM, weight="-1"), "out-of-range", "items.warm.weight"),
    (item(BOIL, name=" "), "missing", "items.boil.name"),
    (item(BOIL, name="x" * 501), "not-text", "items.boil.name"),
    (item(BOIL, name="half \ud800"), "not-text", "items.boil.name"),
    (item(BOIL, key="Boil"), "not-key", "items.Boil.key"),
    (item(BOIL, key="warm"), "key-twice", "items"),
    (item(BOIL, group="other"), "unknown-group", "items.boil.group"),
    (item(BOIL, replicates=0), "not-whole", "items.boil.replicates"),
    (item(BOIL, replicates=True), "not-whole", "items.boil.replicates"),
    (item(BOIL, combine="best"), "not-choice", "items.boil.combine"),
    (item(BOIL, combine=["mean"]), "not-choice", "items.boil.combine"),
    (item(BOIL, limit={"min": "1"}), "limit-against-better", "items.boil.limit.max"),
    (item(BOIL, limit={"min": "1", "max": "2"}), "limit-against-better", "items.boil.limit.max"),
    (item(BOIL, error={"kind": "absolute", "u": "0"}), "not-positive", "items.boil.error.u"),
    (item(NICKEL, detection="0"), "not-positive", "items.nickel.detection"),
    (item(NICKEL, below_detection=None), "not-choice", "items.nickel.below_detection"),
    (item(LEAKAGE, limit=None), "scale-needs-limit", "items.leakage.scale"),
    (item(NICKEL, limit=None), "safety-cannot-fail", "items.nickel"),
    (item(BOIL, is_safety="yes"), "not-flag", "items.boil.is_safety"),
    (item(WARM, better="low"), "pass-with-numbers", "items.warm.scale"),
    (item(WARM, combine="mean"), "pass-with-numbers", "items.warm.scale"),
    (item(WARM, error={"kind": "absolute", "u": "1"}), "pass-with-numbers", "items.warm.scale"),
    (item(BOIL, scale={"type": "curve"}), "not-choice", "items.boil.scale.type"),
    (item(BOIL, scale="linear"), "not-object", "items.boil.scale"),
    (
        item(BOIL, scale={"type": "linear", "best": "3", "worst": "1"}),
        "line-against-better",
        "items.boil.scale.best",
    ),
    (
        item(BOIL, scale={"type": "linear", "best": "1", "worst": "1"}),
        "line-against-better",
        "items.boil.scale.best",
    ),
    (item(BOIL, scale=low_steps()), "not-steps", "items.boil.scale.steps"),
    (item(BOIL, scale=low_steps(["1", "101"])), "not-steps", "items.boil.scale.steps"),
    (item(BOIL, scale=low_steps(["1"])), "not-steps", "items.boil.scale.steps"),
    (item(BOIL, scale=low_steps(["2", "90"], ["1", "50"])), "steps-not-in-order", "items.boil.scale.steps"),
    (item(BOIL, scale=low_steps(["1", "50"], ["2", "90"])), "steps-not-in-order", "items.boil.scale.steps"),
    (item(BOIL, scale=low_steps(["1", "50"], ["1", "40"])), "steps-not-in-order", "items.boil.scale.steps"),
    (item(BOIL, scale=low_steps(["1", "10"])), "steps-not-in-order", "items.boil.scale.steps"),
    (rule(at_best="Z"), "unknown-grade", "downgrades.unsafe.at_best"),
    (rule(at_best="A"), "downgrade-without-effect", "downgrades.unsafe.at_best"),
    (rule(when={"group": "no", "failed_at_least": 1}), "unknown-group", "downgrades.unsafe.when"),
    (rule(when={"group": "safe", "failed_at_least": 3}), "downgrade-cannot-hold", "downgrades.unsafe.when"),
    (rule(when={"item": "no", "is": "failed"}), "unknown-item", "downgrades.unsafe.when"),
    (rule(when={"item": "boil", "is": "failed"}), "downgrade-cannot-hold", "downgrades.unsafe.when"),
    (rule(when={"item": "boil", "is": "late"}), "not-when", "downgrades.unsafe.when"),
    (
        rule(when={"item": "boil", "points_below": "101"}),
        "out-of-range",
        "downgrades.unsafe.when.points_below",
    ),
    (rule(when={"item": "nickel", "points_below": "60"}), "safety-without-downgrade", "items.nickel"),
    (whole(downgrades=[]), "safety-without-downgrade", "items.nickel"),
    (whole(basis=[]), "no-basis", "basis"),
    (whole(products=[]), "too-few", "products"),
    (whole(items={}), "not-list", "items"),
    (whole(grades=[{"key": "A", "name": "A", "from": "0"}]), "too-few", "grades"),
    (whole(rounding={"digits": 7, "mode": "half-up"}), "not-whole", "rounding.digits"),
    (whole(rounding={"digits": 1, "mode": "half-down"}), "not-choice", "rounding.mode"),
    (whole(rounding=None), "not-object", "rounding"),
    (whole(not_applicable="spread"), "not-choice", "not_applicable"),
    (whole(seed=""), "missing", "seed"),
    (whole(draws=99), "draws-not-fit", "draws"),
    (whole(samples={"main": 0, "spare": 1}), "not-whole", "samples.main"),
    (whole(clocks={}), "not-whole", "clocks.reply_working_days"),
]


def test_what_is_wrong_is_named_with_its_place() -> None:
    for change, code, place in WRONG:
        made = planned()
        change(made)
        assert (code, place) in [(one.code, one.place) for one in plan.problems(made)]
        with pytest.raises(PlanError, match=code):
            plan.parse(made)


def test_grades_must_fall_to_nothing_and_are_not_finer_than_the_total() -> None:
    for grades in (["90", "95", "0"], ["90", "90", "0"], ["90", "10", "1"]):
        made = planned()
        made["grades"] = [
            {"key": key, "name": key, "from": at} for key, at in zip("ACE", grades, strict=True)
        ]
        assert [one.code for one in plan.problems(made)] == ["grades-not-falling"]
    made = planned()
    made["grades"][0]["from"] = "89.95"
    assert [one.code for one in plan.problems(made)] == ["grade-finer-than-total"]
    made["rounding"]["digits"] = 2
    assert plan.problems(made) == []


def test_too_many_draws_say_how_many_are_possible() -> None:
    made = appliances.plan(draws=1000)
    (found,) = plan.problems(made)
    assert (found.code, found.facts["most"]) == ("draws-not-fit", "868")
    made["draws"] = 868
    assert plan.problems(made) == []


def test_an_empty_plan_says_all_that_is_missing_once() -> None:
    found = plan.problems({})
    places = [one.place for one in found]
    assert len(places) == len(set(places))
    assert {"what", "basis", "products", "items", "grades", "rounding", "seed"} <= set(places)


def test_whatever_stands_in_a_plan_the_answer_is_a_list_of_problems() -> None:
    chance = random.Random(9)
    for _ in range(examples(150, long=1_000)):
        made = designs.design(chance)["plans"][0]["plan"] if chance.random() < 0.5 else planned()
        for _ in range(chance.randint(1, 3)):
            holder, name = chance.choice(list(every_place(made)))
            holder[name] = chance.choice(NONSENSE)
        if not plan.problems(made):
            assert plan.parse(made)
