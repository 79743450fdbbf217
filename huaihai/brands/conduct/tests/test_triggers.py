"""Triggers: exact thresholds, a fact fires once, a new one fires anew."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.brands.conduct import opening, triggers
from huaihai.brands.conduct.tests.cast import DAY, Cast, night
from huaihai.brands.conduct.triggers import WARNINGS, Known, Measured
from huaihai.brands.evidence.tests.scene import a_case
from huaihai.brands.models import Entry, Proceeding
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.scoring.criteria import Admission, Clocks, Criteria, Trigger
from huaihai.brands.tests.people import MONDAY, an_entry

ON = date(2026, 11, 2)
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
    return [one.key for one in triggers.fired(criteria(rule), measures, ON, known)]


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
    assert triggers.fired(criteria(BASE), {}, ON) == []
    assert triggers.fired(criteria(BASE), {24: {"serious_cases": Measured(9)}}, ON) == []


def test_each_trigger_says_what_it_does_and_why() -> None:
    (found,) = triggers.fired(criteria(BASE), {12: {"serious_cases": Measured(2, ("b", "a"))}}, ON)
    assert (found.value, found.threshold) == (Fraction(2), Fraction(2))
    assert (found.does, found.facts) == ("suspend", ("a", "b"))
    assert not found.is_below


def firings(rule: Trigger, measured: Iterable[Measured]) -> list[bool]:
    """Day after day: whether it fires, when what fired before is remembered."""
    rules, known = criteria(rule), dict[str, Known]()
    seen = []
    for one in measured:
        measures = {12: {rule.measure: one}}
        seen.append(bool(triggers.fired(rules, measures, ON, known)))
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
    (found,) = triggers.fired(criteria(), {12: {WARNINGS: Measured(2, ("1", "2"))}}, ON)
    assert (found.key, found.does) == ("two-warnings", "suspend")
    own = replace(BASE, key="three", measure=WARNINGS, least=Fraction(3))
    assert triggers.fired(criteria(own), {12: {WARNINGS: Measured(2)}}, ON) == []


def test_the_fingerprint_follows_from_rule_and_facts_alone() -> None:
    def of(day: date, *facts: str) -> str:
        return triggers.fired(criteria(BASE), {12: {"serious_cases": Measured(2, facts)}}, day)[0].fingerprint

    assert of(ON, "a", "b") == of(date(2026, 12, 1), "b", "a")
    assert of(ON, "a", "b") != of(ON, "a", "c")
    assert of(ON) != of(date(2026, 12, 1))


COUNTS = st.lists(st.integers(0, 6), min_size=1, max_size=12)


@given(COUNTS)
def test_nothing_fires_twice_without_a_change(values: list[int]) -> None:
    rules = criteria(BASE)
    known: dict[str, Known] = {}
    for value in values:
        measures = {12: {"serious_cases": Measured(value)}}
        known = triggers.remembered(rules, measures, known)
        assert triggers.fired(rules, measures, ON, known) == []


@given(st.lists(st.frozensets(st.sampled_from("abcdef")), min_size=1, max_size=10))
def test_each_firing_has_a_fact_of_its_own(days: list[frozenset[str]]) -> None:
    rules = criteria(replace(BASE, least=Fraction(1)))
    known: dict[str, Known] = {}
    for facts in days:
        measures = {12: {"serious_cases": Measured(len(facts), tuple(facts))}}
        before = known.get("cases", Known()).facts
        assert bool(triggers.fired(rules, measures, ON, known)) is bool(facts - before)
        known = triggers.remembered(rules, measures, known)
        assert known["cases"].facts == facts


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_a_higher_share_never_fires_less(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert not keys(SHARE, low) or keys(SHARE, high)


def test_a_case_about_safety_suspends_the_mark_in_the_night_after_once(cast: Cast) -> None:
    assert len(list(opening.due_acts(MONDAY))) == 1  # one act looks at all marks
    night(MONDAY)
    a_case(cast.people, nature="N02", at=MONDAY - 5 * DAY)
    assert list(opening.due_acts(MONDAY + DAY / 4)) == []  # the same day: it was looked at already
    assert not Proceeding.objects.exists()
    for later in (1, 2):
        night(MONDAY + later * DAY)
    row = Proceeding.objects.get()
    cast.entry.refresh_from_db()
    assert (row.trigger, row.kind, cast.entry.stage) == ("serious-case", "suspend", "suspended")
    assert row.facts["value"] == "1"
    a_case(cast.people, number=2, nature="N02", at=MONDAY - 4 * DAY)
    night(MONDAY + 3 * DAY)
    assert Proceeding.objects.count() == 2


def test_a_mere_case_opens_nothing(cast: Cast) -> None:
    a_case(cast.people, at=MONDAY - 5 * DAY)
    night(MONDAY)
    assert not Proceeding.objects.exists()


def test_a_trigger_of_later_criteria_looks_forward_only(cast: Cast) -> None:
    cast.measure(refused_mediation=1, failed_revisits=0)
    night(MONDAY)
    assert Proceeding.objects.count() == 1
    triggers = [
        {**one, "key": f"{one['key']}-anew", "at_least": "1"} if "at_least" in one else one
        for one in cast.criteria.content["triggers"]
    ]
    cast.other_criteria(triggers=triggers)
    night(MONDAY + DAY)
    assert Proceeding.objects.count() == 1
    cast.measure(refused_mediation=2)
    night(MONDAY + 2 * DAY)
    assert Proceeding.objects.latest("serial").trigger == "refuses-mediation-anew"


def test_what_a_mark_had_before_the_vote_opens_nothing_later(cast: Cast) -> None:
    other = an_entry(cast.people, "voting", what="演示", criteria=cast.criteria)
    cast.measure(broken_promises=1)
    with moving(other, "admit", who=Who.VOTE, by=cast.people.office, at=MONDAY) as move:
        move.row.held_since, move.row.held_until = MONDAY.date(), MONDAY.date() + 365 * DAY
    assert opening.watch(other, at=MONDAY + DAY) == []
    cast.measure(broken_promises=2)
    assert len(opening.watch(other, at=MONDAY + 2 * DAY)) == 1


def test_one_mark_that_cannot_be_looked_at_stops_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = an_entry(cast.people, "held", what="演示", criteria=cast.criteria)
    cast.measure(serious_cases=1)
    fine = opening.measures_of

    def measures_of(entry: Entry, *said: Any, **more: Any) -> Any:
        if entry.pk == cast.entry.pk:
            raise ValueError("演示")
        return fine(entry, *said, **more)

    monkeypatch.setattr(opening, "measures_of", measures_of)
    with pytest.raises(opening.NotWatched):
        night(MONDAY)
    assert Proceeding.objects.get().entry == other
