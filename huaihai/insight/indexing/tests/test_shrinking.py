"""What is told of a business beside its peers, and how often it is right."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.insight.indexing.counting import Band, band
from huaihai.insight.indexing.shrinking import PER, place

TALLY = st.integers(5, 60).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases)))
TALLIES = st.lists(TALLY, min_size=5, max_size=25)


@settings(max_examples=60)
@given(TALLIES)
def test_an_interval_holds_its_share_which_lies_between_its_own_and_that_of_its_peers(
    counted: list[tuple[int, int]],
) -> None:
    found = place(counted)
    raw = [hits / cases * PER for hits, cases in counted]
    for one in found.placed:
        assert 0 <= one.low <= one.share <= one.high <= PER
    assert min(raw) - 80 <= found.mean <= max(raw) + 80
    for own, one in zip(raw, found.placed, strict=True):
        assert min(own, *raw) - 80 <= one.share <= max(own, *raw) + 80


@settings(max_examples=40)
@given(TALLIES, st.randoms(use_true_random=False))
def test_the_order_of_businesses_does_not_matter(counted: list[tuple[int, int]], chance: object) -> None:
    order = list(range(len(counted)))
    chance.shuffle(order)  # type: ignore[attr-defined] # Hypothesis gives a random.Random
    found, mixed = place(counted), place([counted[index] for index in order])
    assert mixed.mean == found.mean
    assert mixed.placed == [found.placed[index] for index in order]


@settings(max_examples=30)
@given(st.integers(1, 4), st.integers(2, 8))
def test_more_cases_make_a_narrower_interval(fifths: int, times: int) -> None:
    peers = [(8 * fifths, 40)] * 6
    few = place([*peers, (2 * fifths, 10)]).placed[-1]
    many = place([*peers, (2 * fifths * times, 10 * times)]).placed[-1]
    assert many.high - many.low < few.high - few.low


def test_a_few_bad_cases_are_not_yet_worse_and_many_are() -> None:
    peers = [(34, 40), (33, 40), (36, 40), (35, 40), (32, 40), (34, 40)]
    found = place([*peers, (3, 5), (36, 60), (200, 200)])
    few, many, best = (band(one.low, one.high, found.mean) for one in found.placed[-3:])
    assert (few, many, best) == (Band.AMONG, Band.WORSE, Band.BETTER)


@pytest.mark.parametrize("counted", [[], [(1, 0)], [(6, 5)], [(-1, 5)]])
def test_what_is_no_share_is_refused(counted: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="hits out of cases"):
        place(counted)


def world(
    seed: int, *, alike: tuple[float, float]
) -> list[tuple[float, Sequence[float], list[tuple[int, int]]]]:
    """Sixty groups: the peers' true mean, true shares (`alike`: how near to it), and what was counted."""
    random = np.random.default_rng(seed)
    groups = []
    for _group in range(60):
        mean, many = random.uniform(0.5, 0.95), int(random.integers(5, 40))
        near = np.exp(random.uniform(*np.log(alike)))
        true = random.beta(mean * near, (1 - mean) * near, many)
        cases = 4 + random.geometric(1 / 12, many)
        if cases.sum() >= 30:
            counted = list(zip(random.binomial(cases, true).tolist(), cases.tolist(), strict=True))
            groups.append((float(mean), true.tolist(), counted))
    return groups


@pytest.mark.parametrize("alike", [(4.0, 60.0), (3.0, 12.0), (40.0, 90.0)])
def test_intervals_hold_the_truth_as_often_as_they_say_and_bands_seldom_err(
    alike: tuple[float, float],
) -> None:
    held = businesses = said = wrong = 0
    for mean, true, counted in world(20261201, alike=alike):
        found = place(counted)
        for share, one in zip(true, found.placed, strict=True):
            businesses += 1
            held += one.low <= share * PER <= one.high
            told = band(one.low, one.high, found.mean)
            said += told != Band.AMONG
            wrong += told == Band.WORSE and share >= mean
            wrong += told == Band.BETTER and share <= mean
    assert held / businesses >= 0.88, (held, businesses)
    assert said > 10
    assert wrong / said <= 0.1, (wrong, said)


def test_a_bare_rank_is_wrong_about_one_pair_of_four() -> None:
    """The figure of the guide: of two businesses of one group, which one stands before the other."""
    wrong = pairs = last_is_wrong = groups = 0
    for _mean, true, counted in world(20261201, alike=(4.0, 60.0)):
        raw = [hits / cases for hits, cases in counted]
        for one in range(len(raw)):
            for other in range(one):
                pairs += raw[one] != raw[other]
                wrong += (raw[one] - raw[other]) * (true[one] - true[other]) < 0
        groups += 1
        last_is_wrong += raw.index(min(raw)) != true.index(min(true))
    assert 0.2 <= wrong / pairs <= 0.3, (wrong, pairs)
    assert last_is_wrong / groups >= 0.5, (last_is_wrong, groups)
