"""A guarantee is shared to the fen: nothing is lost, nobody gets more than is owed, no share ever falls."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.prepaid import sharing
from huaihai.prepaid.sharing import Part, Sharing

FEN = st.integers(0, 2_000_00)
PARTS = st.lists(st.builds(Part, FEN, FEN), min_size=1, max_size=40)
POT = st.integers(0, 1_000_000_00)


def test_a_guarantee_of_half_gives_half_and_reserves_half() -> None:
    made = sharing.hand_out(Sharing((Part(100_00), Part(60_00, 40_00))), 100_00)

    assert made == Sharing((Part(100_00, share=50_00), Part(60_00, 40_00, 30_00, 20_00)))


def test_the_fen_that_are_left_go_to_the_largest_remainders() -> None:
    made = sharing.hand_out(Sharing((Part(1), Part(1), Part(1))), 2)

    assert [part.share for part in made.parts] == [1, 1, 0]


def test_what_nobody_is_owed_stays_with_the_guarantor() -> None:
    made = sharing.hand_out(Sharing((Part(100, 20),)), 150)

    assert (made.parts[0].share, made.parts[0].reserved, made.rest) == (100, 20, 30)


def test_a_doubt_settled_for_the_holder_sets_the_reserve_free_to_the_holder() -> None:
    made = sharing.hand_out(Sharing((Part(100_00), Part(60_00, 40_00))), 100_00)

    done = sharing.settle(made, 1, certain=100_00)

    assert done == Sharing((Part(100_00, share=50_00), Part(100_00, share=50_00)))


def test_a_doubt_settled_for_the_shop_sets_the_reserve_free_to_all() -> None:
    made = sharing.hand_out(Sharing((Part(100_00), Part(60_00, 40_00))), 80_00)

    done = sharing.settle(made, 1, certain=60_00)

    assert done == Sharing((Part(100_00, share=50_00), Part(60_00, share=30_00)))


def test_a_doubt_raised_later_gets_its_reserve_from_what_comes_later() -> None:
    made = sharing.hand_out(Sharing((Part(100_00), Part(100_00))), 100_00)

    doubted = sharing.settle(made, 1, certain=100_00, doubtful=50_00)
    later = sharing.hand_out(doubted, 75_00)

    assert doubted.parts[1] == Part(100_00, 50_00, 50_00, 0)
    assert later.parts == (Part(100_00, share=75_00), Part(100_00, 50_00, 75_00, 25_00))


def test_a_second_payment_keeps_the_proportion() -> None:
    parts = (Part(333_33), Part(12_01, 5_00), Part(1))

    at_once = sharing.hand_out(Sharing(parts), 200_00)
    in_two = sharing.hand_out(sharing.hand_out(Sharing(parts), 77_77), 122_23)

    for one, two in zip(at_once.parts, in_two.parts, strict=True):
        assert abs(one.share - two.share) <= 1
        assert abs(one.reserved - two.reserved) <= 1


@given(PARTS, POT)
def test_shares_are_within_a_fen_of_the_exact_proportion(parts: list[Part], pot: int) -> None:
    made = sharing.hand_out(Sharing(tuple(parts)), pot)

    owed = sum(part.certain + part.doubtful for part in parts)
    ratio = min(Fraction(pot, owed), Fraction(1)) if owed else Fraction(0)
    for part in made.parts:
        assert abs(part.share - ratio * part.certain) < 1
        assert abs(part.reserved - ratio * part.doubtful) < 1
    assert made.total == pot


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("in"), st.integers(0, 500_00)),
        st.tuples(st.just("settle"), st.integers(0, 39), st.integers(0, 100), st.integers(0, 100)),
    ),
    max_size=25,
)


@given(PARTS, STEPS)
def test_whatever_comes_the_sums_agree_and_no_share_falls(
    parts: list[Part], steps: list[tuple[object, ...]]
) -> None:
    now, came_in = Sharing(tuple(parts)), 0
    for kind, *numbers in steps:
        before = now
        if kind == "in":
            now = sharing.hand_out(now, int(str(numbers[0])))
            came_in += int(str(numbers[0]))
        else:
            place = int(str(numbers[0])) % len(parts)
            part, owed = now.parts[place], int(str(numbers[1]))
            certain = part.certain + part.doubtful * owed // 100
            left = (part.certain + part.doubtful - certain) * int(str(numbers[2])) // 100
            now = sharing.settle(now, place, certain=certain, doubtful=left)
        assert now.total == came_in
        assert now.rest == 0 or all(part.share == part.certain for part in now.parts)
        for was, part in zip(before.parts, now.parts, strict=True):
            assert was.share <= part.share <= part.certain
            assert 0 <= part.reserved <= part.doubtful


def test_sums_below_nothing_and_doubts_beyond_what_is_doubted_are_refused() -> None:
    with pytest.raises(ValueError, match="below"):
        sharing.hand_out(Sharing((Part(1),)), -1)
    with pytest.raises(ValueError, match="doubted"):
        sharing.settle(Sharing((Part(1, 1),)), 0, certain=3)
    with pytest.raises(ValueError, match="doubted"):
        sharing.settle(Sharing((Part(1, 1),)), 0, certain=0)
    with pytest.raises(ValueError, match="between"):
        Part(1, share=2)
