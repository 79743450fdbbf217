"""Criteria: what is shipped can be adopted, and every slip is named where it is."""

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from huaihai.brands.scoring import criteria
from huaihai.brands.scoring.tests import designs
from huaihai.brands.scoring.tests.designs import Json


def found(change: Callable[[Json], Any]) -> list[tuple[str, str]]:
    content = designs.shipped()
    change(content)
    return [(one.code, one.place) for one in criteria.problems(content)]


def row(content: Json, key: str) -> Json:
    return next(one for one in content["criteria"] if one["key"] == key)


def test_the_shipped_criteria_can_be_adopted_and_weigh_a_shop_to_one_hundred() -> None:
    read = criteria.parse(designs.SHIPPED)
    assert len(read.items) == 17
    assert read.note["zh"]
    assert sum(one.weight for one in criteria.parse(designs.SHIPPED).for_kind("shop")) == 100
    chance = random.Random(7)
    for _ in range(200):
        assert criteria.problems(designs.criteria(chance)) == []


def test_the_first_format_is_read_and_each_asks_its_own_rule() -> None:
    first = criteria.parse(designs.first_format()).admission
    assert (first.agreement, first.apart) == (Fraction(3, 5), None)
    second = criteria.parse(designs.SHIPPED).admission
    assert (second.agreement, second.apart) == (None, Fraction(25))
    mixed = designs.first_format() | {"format": designs.SHIPPED["format"]}
    codes = {(one.code, one.place) for one in criteria.problems(mixed)}
    assert ("unknown-name", "admission.agreement") in codes


IN_A_CRITERION: list[tuple[str, str, Json, str, str]] = [
    ("a misspelt name", "fund", {"treshold": "60"}, "unknown-name", "treshold"),
    ("a weight of nothing", "fund", {"weight": "0"}, "not-positive", "weight"),
    ("a weight above all", "fund", {"weight": "100.5"}, "out-of-range", "weight"),
    ("a weight as a float", "fund", {"weight": 5.0}, "not-number", "weight"),
    ("a threshold above 100", "loved", {"threshold": "101"}, "out-of-range", "threshold"),
    ("unknown evidence", "loved", {"evidence": "votes"}, "not-choice", "evidence"),
    ("another shape than the evidence has", "fund", {"shape": "points"}, "other-shape", "shape"),
    ("an unknown heart", "fund", {"heart": "warm"}, "not-choice", "heart"),
    ("an unknown axis", "fund", {"axis": ""}, "not-choice", "axis"),
    ("an unknown kind", "returns", {"kinds": ["shop", "bank"]}, "unknown-kind", "kinds"),
    ("a kind twice", "returns", {"kinds": ["shop", "shop"]}, "key-twice", "kinds"),
    ("a prior above one", "loved", {"prior": {"share": "1.1"}}, "out-of-range", "prior.share"),
    ("a prior of no strength", "loved", {"prior": {"strength": "0"}}, "not-positive", "prior.strength"),
    (
        "a prior with which few cases win",
        "loved",
        {"prior": {"share": "0.96"}},
        "small-wins",
        "prior.strength",
    ),
    ("steps that rise", "penalties", {"steps": [["0", "40"], ["1", "100"]]}, "steps-not-in-order", "steps"),
    ("a step of half a penalty", "penalties", {"steps": [["0.5", "40"]]}, "not-step", "steps"),
    (
        "penalties that are good",
        "penalties",
        {"better": "high", "steps": [["1", "40"]]},
        "other-better",
        "better",
    ),
    ("no steps", "penalties", {"steps": []}, "no-steps", "steps"),
    ("no Chinese name", "fund", {"name": {"zh": " "}}, "missing", "name.zh"),
    ("a name too long", "fund", {"name": {"zh": "长" * 61}}, "too-long", "name.zh"),
    ("half a character", "fund", {"name": {"zh": "\ud800"}}, "not-text", "name.zh"),
]
ELSEWHERE: dict[str, tuple[Callable[[Json], Any], tuple[str, str]]] = {
    "another format": (lambda c: c.update(format="x"), ("not-choice", "format")),
    "a key twice": (lambda c: row(c, "fund").update(key="loved"), ("key-twice", "criteria")),
    "a share without a prior": (
        lambda c: row(c, "loved").pop("prior"),
        ("not-object", "criteria.loved.prior"),
    ),
    "no criterion of a heart": (
        lambda c: [one.update(heart="safe") for one in c["criteria"] if one["heart"] == "care"],
        ("no-heart", "criteria"),
    ),
    "no criterion of an axis for one kind": (
        lambda c: row(c, "loved").update(kinds=["shop"]),
        ("no-axis", "criteria"),
    ),
    "no criteria": (lambda c: c.update(criteria=[]), ("too-few", "criteria")),
    "no list": (lambda c: c.update(criteria={"a": 1}), ("not-list", "criteria")),
    "a criterion that is none": (lambda c: c["criteria"].append(7), ("not-object", "criteria.18")),
    "a total above 100": (
        lambda c: c["admission"].update(total="100.1"),
        ("out-of-range", "admission.total"),
    ),
    "a short notice": (
        lambda c: c["admission"].update(notice_working_days=4),
        ("not-whole", "admission.notice_working_days"),
    ),
    "an unknown measure": (
        lambda c: c["triggers"][0].update(measure="rumours"),
        ("not-choice", "triggers.serious-case.measure"),
    ),
    "a trigger that always holds": (
        lambda c: c["triggers"][0].update(at_least="0"),
        ("not-positive", "triggers.serious-case.at_least"),
    ),
    "a trigger with two limits": (
        lambda c: c["triggers"][0].update(below="3"),
        ("other-limit", "triggers.serious-case.at_least"),
    ),
    "a score that must not be high": (
        lambda c: c["triggers"][-1].update(at_least=c["triggers"][-1].pop("below")),
        ("other-limit", "triggers.low-score.below"),
    ),
    "a share above one": (
        lambda c: c["triggers"][5].update(at_least="20"),
        ("out-of-range", "triggers.unsolved.at_least"),
    ),
    "a trigger that removes at once": (
        lambda c: c["triggers"][0].update(does="remove"),
        ("not-choice", "triggers.serious-case.does"),
    ),
    "a clock left out": (
        lambda c: c["clocks"].pop("appeal_working_days"),
        ("not-whole", "clocks.appeal_working_days"),
    ),
    "a clock that nobody can keep": (
        lambda c: c["clocks"].update(hearing_working_days=1),
        ("not-whole", "clocks.hearing_working_days"),
    ),
    "a clock that is true": (
        lambda c: c["clocks"].update(hearing_working_days=True),
        ("not-whole", "clocks.hearing_working_days"),
    ),
}


@pytest.mark.parametrize(("slip", "key", "change", "code", "place"), IN_A_CRITERION)
def test_a_slip_in_a_criterion_is_named_where_it_is(
    slip: str, key: str, change: Json, code: str, place: str
) -> None:
    def changed(content: Json) -> None:
        held = row(content, key)
        for name, value in change.items():
            held[name] = {**held[name], **value} if isinstance(value, dict) else value

    assert (code, f"criteria.{key}.{place}") in found(changed), slip


@pytest.mark.parametrize("slip", ELSEWHERE)
def test_a_slip_is_named_where_it_is(slip: str) -> None:
    change, named = ELSEWHERE[slip]
    assert named in found(change)


def test_what_is_no_criteria_at_all_is_answered_with_problems() -> None:
    for content in (
        {},
        {"criteria": None},
        {"criteria": [[]], "admission": [], "clocks": "x", "triggers": 5},
    ):
        with pytest.raises(criteria.CriteriaError):
            criteria.parse(content)


def test_a_trigger_holds_from_its_limit_on_and_never_for_what_is_not_known() -> None:
    rules = {one.key: one for one in criteria.parse(designs.SHIPPED).triggers}
    serious, low = rules["serious-case"], rules["low-score"]
    assert [serious.holds(value) for value in (0, 1, 2, None)] == [False, True, True, False]
    assert [low.holds(value) for value in (59, 60, 61, None)] == [True, False, False, False]
