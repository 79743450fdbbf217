"""Triggers: exact thresholds, a fact fires once, a new one fires anew."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.brands.conduct import triggers
from huaihai.brands.conduct.triggers import WARNINGS, Known, Measured
from huaihai.brands.scoring.criteria import Admission, Clocks, Criteria, Trigger

DAY = date(2026, 11, 2)
BASE = Trigger(
    key="cases",
    name={"zh": "严重案件", "en": "Serious cases"},
    measure="serious_cases",
    least=Fraction(2),
    below=None,
    within_months=12,
    does="suspend",
)
SHARE = replace(BASE, key="unsolved", measure="unsolved_share_low", least=Fraction("0.3"), does="warn")
LOW = replace(BASE, key="low", measure="score", least=None, below=Fraction(60), does="warn")


def criteria(*rules: Trigger) -> Criteria:
    return Criteria(
        note={},
        look_back_months=24,
        items=(),
        admission=Admission(Fraction(70), Fraction(60), None, Fraction(25), 12, 10, 24),
        triggers=rules,
        clocks=Clocks(10, 15, 20, 15, 20, 90),
    )


def keys(rule: Trigger, value: Any, *facts: str, known: dict[str, Known] | None = None) -> list[str]:
    measures = {12: {rule.measure: Measured(value, facts)}}
    return [one.key for one in triggers.fired(criteria(rule), measures, DAY, known)]


@pytest.mark.parametrize(
    ("rule", "value", "fires"),
    [
        (BASE, 1, False),
        (BASE, 2, True),
        (BASE, 3, True),
        (SHARE, Fraction(29999, 100000), False),
        (SHARE, Fraction(3, 10), True),
        (LOW, Fraction(60), False),
        (LOW, Fraction(5999, 100), True),
        (LOW, Fraction(0), True),
    ],
)
def test_the_threshold_itself_counts_and_a_hair_below_does_not(
    rule: Trigger, value: int | Fraction, *, fires: bool
) -> None:
    assert bool(keys(rule, value)) is fires


def test_what_is_not_known_fires_nothing() -> None:
    assert triggers.fired(criteria(BASE), {}, DAY) == []
    assert triggers.fired(criteria(BASE), {24: {"serious_cases": Measured(9)}}, DAY) == []


def test_each_trigger_says_what_it_does_and_why() -> None:
    (found,) = triggers.fired(criteria(BASE), {12: {"serious_cases": Measured(2, ("b", "a"))}}, DAY)
    assert (found.value, found.threshold) == (Fraction(2), Fraction(2))
    assert (found.does, found.facts) == ("suspend", ("a", "b"))
    assert not found.is_below


def firings(rule: Trigger, measured: Iterable[Measured]) -> list[bool]:
    """Day after day: whether it fires, when what fired before is remembered."""
    rules, known = criteria(rule), dict[str, Known]()
    seen = []
    for one in measured:
        measures = {12: {rule.measure: one}}
        seen.append(bool(triggers.fired(rules, measures, DAY, known)))
        known = triggers.remembered(rules, measures, known)
    return seen


def test_a_fact_fires_once_and_a_new_one_anew() -> None:
    days = (("a",), ("a", "b"), ("a", "b"), ("a", "b", "c"), ("b", "c"), ("c",), ("c", "d"))
    seen = firings(BASE, [Measured(len(facts), facts) for facts in days])
    assert seen == [False, True, False, True, False, False, True]


@pytest.mark.parametrize(
    ("rule", "values", "seen"),
    [
        (BASE, (1, 2, 2, 3, 2, 2, 3, 0, 2), [0, 1, 0, 1, 0, 0, 1, 0, 1]),
        (SHARE, [*map(Fraction, ("0.1", "0.3", "0.31", "0.9", "0.29", "0.3"))], [0, 1, 0, 0, 0, 1]),
        (LOW, [*map(Fraction, (80, 59, 50, 60, 59))], [0, 1, 0, 0, 1]),
    ],
    ids=["a count without its facts", "a share", "a score that falls"],
)
def test_a_rule_fires_when_it_is_crossed_not_while_it_is(
    rule: Trigger, values: Iterable[int | Fraction], seen: list[int]
) -> None:
    assert firings(rule, map(Measured, values)) == seen


def test_a_low_score_fires_at_the_first_measure_too() -> None:
    assert keys(LOW, Fraction(10)) == ["low"]


def test_two_warnings_are_a_rule_even_where_the_criteria_say_nothing_of_them() -> None:
    (found,) = triggers.fired(criteria(), {12: {WARNINGS: Measured(2, ("1", "2"))}}, DAY)
    assert (found.key, found.does) == ("two-warnings", "suspend")
    own = replace(BASE, key="three", measure=WARNINGS, least=Fraction(3))
    assert triggers.fired(criteria(own), {12: {WARNINGS: Measured(2)}}, DAY) == []


def test_the_fingerprint_follows_from_rule_and_facts_alone() -> None:
    def of(day: date, *facts: str) -> str:
        return triggers.fired(criteria(BASE), {12: {"serious_cases": Measured(2, facts)}}, day)[0].fingerprint

    assert of(DAY, "a", "b") == of(date(2026, 12, 1), "b", "a")
    assert of(DAY, "a", "b") != of(DAY, "a", "c")
    assert of(DAY) != of(date(2026, 12, 1))


COUNTS = st.lists(st.integers(0, 6), min_size=1, max_size=12)


@given(COUNTS)
def test_nothing_fires_twice_without_a_change(values: list[int]) -> None:
    rules = criteria(BASE)
    known: dict[str, Known] = {}
    for value in values:
        measures = {12: {"serious_cases": Measured(value)}}
        known = triggers.remembered(rules, measures, known)
        assert triggers.fired(rules, measures, DAY, known) == []


@given(st.lists(st.frozensets(st.sampled_from("abcdef")), min_size=1, max_size=10))
def test_each_firing_has_a_fact_of_its_own(days: list[frozenset[str]]) -> None:
    rules = criteria(replace(BASE, least=Fraction(1)))
    known: dict[str, Known] = {}
    for facts in days:
        measures = {12: {"serious_cases": Measured(len(facts), tuple(facts))}}
        before = known.get("cases", Known()).facts
        assert bool(triggers.fired(rules, measures, DAY, known)) is bool(facts - before)
        known = triggers.remembered(rules, measures, known)
        assert known["cases"].facts == facts


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_a_higher_share_never_fires_less(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert not keys(SHARE, low) or keys(SHARE, high)
