"""One vote a card on those who stand; a quorum; among equal ones who stood first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.prepaid import voting
from huaihai.prepaid.voting import Rule

CARDS = st.integers(1, 60)


def test_most_votes_win() -> None:
    outcome = voting.count([1, 2], {1: 1, 3: 2, 4: 2}, cards=10)

    assert (outcome.winner, outcome.voted, outcome.votes_for) == (2, 3, 2)


def test_among_equal_ones_wins_who_stood_first() -> None:
    assert voting.count([2, 1], {1: 1, 3: 2, 4: 2, 5: 1}, cards=10).winner == 2


def test_too_few_votes_choose_nobody() -> None:
    outcome = voting.count([1], {1: 1, 2: 1}, cards=10)

    assert (outcome.winner, outcome.has_quorum, outcome.voted) == (None, False, 2)


def test_a_tenth_of_the_cards_is_enough() -> None:
    assert [voting.RULE.quorum(cards) for cards in (1, 20, 31, 300)] == [3, 3, 4, 30]


def test_votes_for_somebody_who_stands_no_more_do_not_count() -> None:
    assert voting.count([1], {1: 1, 3: 1, 4: 1, 5: 2}, cards=10).voted == 3


def test_more_votes_than_cards_are_refused() -> None:
    with pytest.raises(ValueError, match="more votes"):
        voting.count([1], {1: 1, 2: 1}, cards=1)


@given(CARDS, st.data())
def test_the_winner_stands_and_nobody_has_more(cards: int, data: st.DataObject) -> None:
    keys = range(cards)
    standing = data.draw(st.lists(st.sampled_from(keys), unique=True))
    votes = data.draw(st.dictionaries(st.sampled_from(keys), st.sampled_from(keys)))

    outcome = voting.count(standing, votes, cards=cards, rule=Rule(100, 1, 7))

    got = [sum(wanted == one for wanted in votes.values()) for one in standing]
    assert outcome.voted == sum(got) <= cards
    if outcome.winner is None:
        assert outcome.voted < Rule(100, 1, 7).quorum(cards)
    else:
        assert outcome.winner == standing[got.index(max(got))]
        assert outcome.votes_for == max(got)
