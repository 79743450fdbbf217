"""Comparing holders with others like them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.brands.effect.comparing import MatchedSet, Span, Verdict, compare

SPANS = st.builds(Span, st.integers(0, 30), st.integers(0, 30))
SETS = st.lists(
    st.builds(MatchedSet, SPANS, st.lists(SPANS, min_size=1, max_size=3).map(tuple), st.just(365)),
    max_size=40,
)


def sets(*afters: tuple[int, ...], times: int = 1) -> list[MatchedSet]:
    return [
        MatchedSet(Span(1, mine), tuple(Span(1, one) for one in others), 300) for mine, *others in afters
    ] * times


@given(SETS, st.integers(0, 2**31))
def test_the_ratio_lies_in_its_interval_and_the_same_seed_says_the_same(
    held: list[MatchedSet], seed: int
) -> None:
    first, second = compare(held, seed=seed, draws=60), compare(held, seed=seed, draws=60)
    assert first == second
    assert first.low <= first.high


def test_the_ratio_by_hand() -> None:
    told = compare(sets((1, 2, 4), (0, 1)), seed=1)
    assert (told.holders_after, told.others_after) == (1, 4.0)
    assert told.ratio == 1.5 / 4.5


def test_few_sets_say_nothing_however_clear_they_look() -> None:
    assert compare(sets((0, 9, 9, 9), times=19), seed=1).verdict == Verdict.TOO_FEW
    assert compare(sets((0, 9, 9, 9), times=20), seed=1).verdict == Verdict.FEWER


def test_few_complaints_say_nothing_either() -> None:
    assert compare(sets((0, 0), times=500), seed=1).verdict == Verdict.TOO_FEW


def test_more_complaints_are_said_plainly() -> None:
    assert compare(sets((3, 1), (2, 1), times=20), seed=1).verdict == Verdict.MORE


def test_nobody_to_compare_with_is_no_set() -> None:
    with pytest.raises(ValueError, match="compare"):
        compare([MatchedSet(Span(0, 0), (), 300)], seed=1)


def test_where_nothing_works_an_effect_is_seldom_found() -> None:
    """Drawn from the same shops on both sides: at most about one in twenty may mislead, one in ten with the draw."""
    chance = Random(7)
    verdicts = []
    for trial in range(100):
        held = [
            MatchedSet(
                Span(0, _complaints(chance)), tuple(Span(0, _complaints(chance)) for _ in range(3)), 365
            )
            for _ in range(60)
        ]
        verdicts.append(compare(held, seed=trial, draws=200).verdict)
    assert verdicts.count(Verdict.NONE) >= 90


def _complaints(chance: Random) -> int:
    return int(chance.paretovariate(1.6)) - 1 if chance.random() < 0.6 else 0
