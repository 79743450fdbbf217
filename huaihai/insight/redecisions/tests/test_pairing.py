"""Who decides what: never the own city, never twice, the load spread; and how far two agree, counted by hand."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.cases.models import Case
from huaihai.insight.redecisions import files as redecisions_files
from huaihai.insight.redecisions.pairs import (
    FLOOR,
    BothDecided,
    File,
    Person,
    agreement,
    answer_of,
    next_of,
    pairs,
)
from tests.effort import examples

CITIES = st.sampled_from("ABCDEFGHIJ")


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    cities = draw(st.lists(st.lists(CITIES, min_size=1, max_size=2, unique=True), min_size=1, max_size=14))
    return [Person(f"p{number}", tuple(held)) for number, held in enumerate(cities)]


@st.composite
def files(draw: st.DrawFn) -> list[File]:
    count = draw(st.integers(1, 30))
    return [
        File(
            f"f{number}",
            draw(st.frozensets(CITIES, max_size=3)),
            draw(st.frozensets(st.sampled_from([f"p{one}" for one in range(14)]), max_size=3)),
        )
        for number in range(count)
    ]


@settings(max_examples=examples(30, 800), deadline=None)
@given(st.text(), files(), people())
def test_the_rules_hold_whatever_comes(seed: str, held: list[File], staff: list[Person]) -> None:
    found = pairs(seed, held, staff)
    assert found == pairs(seed, held, list(reversed(staff)))
    for file in held:
        two = found[file.key]
        assert len(two) in (0, 2)
        assert len({person.key for person in two}) == len(two)
        assert not {person.key for person in two} & file.people
        for person in two:
            assert not set(person.cities) & file.cities
        if two:
            assert not {two[0].cities[0]} & set(two[1].cities)


@settings(max_examples=examples(40, 400), deadline=None)
@given(st.text(), st.integers(1, 60), st.integers(3, 8), st.integers(1, 3))
def test_the_load_is_spread(seed: str, count: int, cities: int, each: int) -> None:
    staff = [Person(f"{city}-{number}", (str(city),)) for city in range(cities) for number in range(each)]
    found = pairs(seed, [File(str(number)) for number in range(count)], staff)
    load = Counter(person.key for two in found.values() for person in two)
    assert sum(load.values()) == 2 * count
    assert max(load.values()) - min(load.get(person.key, 0) for person in staff) <= 2


def test_whoever_is_next_is_of_a_third_city() -> None:
    staff = [Person("a", ("A",)), Person("b", ("B",)), Person("b2", ("B",)), Person("c", ("C",))]
    assert next_of("s", File("f"), staff, {}, taken=staff[:2]) == staff[3]
    assert next_of("s", File("f", frozenset("C")), staff, {}, taken=staff[:2]) is None


YES = {"admit": "yes", "remedy": "refund", "share": "4"}
NO = {"admit": "no", "ground": "ALL-TOO-OLD"}
THEN = {"admit": "yes", "remedies": ["refund", "return"], "share": "4"}


def decided(
    *rows: tuple[dict[str, str], dict[str, str], int], then: Mapping[str, object] = THEN
) -> list[BothDecided]:
    return [BothDecided(first, second, then) for first, second, count in rows for _ in range(count)]


def test_eight_of_ten_agree_and_chance_is_taken_off() -> None:
    """Krippendorff 2011, nominal, 20 values (13 yes, 7 no), 2 units apart: 1 - 19 · 4 / (2 · 13 · 7)."""
    found = {
        one.question: one
        for one in agreement(decided((YES, YES, 5), (NO, NO, 3), (YES, NO, 1), (YES, NO, 1)))
    }
    admit = found["admit"]
    assert (admit.n, admit.same) == (10, 8)
    yes, no = 2 * 5 + 2, 2 * 3 + 2
    assert admit.alpha is not None
    assert isclose(admit.alpha, 1 - 19 * 2 * 2 / (2 * yes * no))
    assert admit.low < 0.8 < admit.high


def test_under_the_floor_nothing_is_said_and_alpha_only_where_answers_differ() -> None:
    assert agreement(decided((YES, YES, FLOOR - 1))) == []
    found = agreement(decided((YES, YES, FLOOR), (NO, NO, FLOOR - 1)))
    assert [one.question for one in found] == ["admit", "remedy", "share"]
    (admit, *_rest) = agreement(decided((YES, YES, 12)))
    assert (admit.share, admit.alpha) == (1.0, None)


def test_the_decision_of_then_counts_and_a_question_that_does_not_arise_has_no_answer() -> None:
    found = {one.question: one for one in agreement(decided((YES, YES, 6), (YES, NO, 6)))}
    assert (found["admit"].then_n, found["admit"].then_share) == (12, 0.75)
    assert set(found) == {"admit"}  # both admit six files only
    assert answer_of("ground", {"admit": "yes", "ground": "ALL-TOO-OLD"}) == ""
    assert answer_of("remedy", {"admit": "no", "remedy": "refund"}) == ""
    assert answer_of("share", {"admit": "yes"}) == ""


@pytest.mark.parametrize(
    ("settled", "asked", "band"),
    [(0, 100, "0"), (1, 100, "1"), (25, 100, "1"), (26, 100, "2"), (50, 100, "2"), (75, 100, "3"),
     (76, 100, "4"), (100, 100, "4"), (101, 100, "5"), (None, 100, ""), (5, None, ""), (5, 0, "")],
)  # fmt: skip
def test_the_band_of_a_sum(settled: int | None, asked: int | None, band: str) -> None:
    assert redecisions_files.share_band(settled, asked) == band


def test_days_are_those_of_the_place() -> None:
    """Half past midnight here is the day before in UTC."""
    case = Case(bought_on=date(2026, 11, 18), submitted_at=datetime(2026, 11, 18, 16, 30, tzinfo=UTC))

    assert redecisions_files._days(case) == 1
