"""Months put together, rounded and told; and how far a target is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.insight.board.arithmetic import (
    Measured,
    Pool,
    State,
    counted,
    is_enough,
    progress,
    rounded,
    shown_share,
    value_of,
)


@st.composite
def month(draw: st.DrawFn) -> Measured:
    """A month with something to measure."""
    of = draw(st.integers(1, 10**6))
    return Measured(draw(st.integers(0, of)), of)


shares = st.lists(month(), min_size=1, max_size=12)


@given(shares)
def test_a_share_lies_between_its_worst_and_its_best_month(months: list[Measured]) -> None:
    value = value_of(Pool.SHARE, months)
    assert value is not None
    each = [Decimal(100 * one.part) / one.of for one in months]
    assert min(each) - Decimal("1e-9") <= value <= max(each) + Decimal("1e-9")
    assert 0 <= value <= 100


@given(shares)
def test_the_order_of_months_and_empty_ones_change_no_share_and_no_sum(months: list[Measured]) -> None:
    turned = months[::-1]
    assert value_of(Pool.SHARE, months) == value_of(Pool.SHARE, turned)
    assert value_of(Pool.SUM, months, per=100) == value_of(Pool.SUM, turned, per=100)
    assert counted(Pool.SUM, months) == counted(Pool.SUM, turned)
    padded = [Measured(0, 0), *months]
    assert value_of(Pool.SHARE, padded) == value_of(Pool.SHARE, months)
    assert value_of(Pool.MEAN, padded) == value_of(Pool.MEAN, months)


@pytest.mark.parametrize("pool", list(Pool))
def test_without_months_there_is_no_number(pool: Pool) -> None:
    assert value_of(pool, []) is None
    assert value_of(pool, [Measured(0, 0)]) == (Decimal(0) if pool == Pool.SUM else None)


def test_latest_and_standing_read_the_newest_month_alone() -> None:
    months = [Measured(30, 10), Measured(45, 10)]
    assert value_of(Pool.LATEST, months) == Decimal("4.5")
    assert value_of(Pool.STANDING, months) == 45
    assert counted(Pool.STANDING, months) == 10


@given(st.decimals(0, 100, places=4), st.integers(0, 2))
def test_a_share_that_is_not_whole_is_never_shown_as_all_or_nothing(value: Decimal, digits: int) -> None:
    shown = shown_share(Pool.SHARE, value, digits)
    assert (shown == 100) == (value == 100)
    assert (shown == 0) == (value == 0)
    assert abs(shown - value) <= Decimal(1).scaleb(-digits)


def test_rounding_goes_half_away_from_zero_and_few_people_make_no_number() -> None:
    assert rounded(Decimal("0.25"), 1) == Decimal("0.3")
    assert rounded(Decimal("-2.5"), 0) == -3
    assert rounded(Decimal(1500), -3) == 2000
    assert not is_enough(Pool.SHARE, [Measured(4, 5), Measured(4, 4)], least=10)
    assert is_enough(Pool.SHARE, [Measured(4, 5), Measured(4, 5)], least=10)
    assert is_enough(Pool.SHARE, [Measured(1, 1)], least=1)


@given(shares, st.integers(1, 11), st.decimals(0, 100, places=1), st.booleans())
def test_what_the_months_left_need_brings_the_year_to_its_target(
    months: list[Measured], left: int, target: Decimal, is_least: bool
) -> None:
    found = progress(Pool.SHARE, months, target=target, is_least=is_least, left=left)
    if found.needed is None:
        assert found.state == State.ON_COURSE
        return
    over = Decimal(sum(one.of for one in months))
    rest = over / len(months) * left
    assert found.value is not None
    end = (found.value * over + found.needed * rest) / (over + rest)
    assert abs(end - target) < Decimal("1e-6")
    assert (found.state == State.OUT_OF_REACH) == (not 0 <= found.needed <= 100)


@given(shares, st.decimals(0, 100, places=1), st.booleans())
def test_a_year_that_is_over_is_reached_or_missed(
    months: list[Measured], target: Decimal, is_least: bool
) -> None:
    found = progress(Pool.SHARE, months, target=target, is_least=is_least, left=0)
    assert found.state in (State.REACHED, State.MISSED)
    assert found.needed is None


@pytest.mark.parametrize(
    ("pool", "measured", "target", "left", "least", "state"),
    [
        (Pool.SUM, (50, 5), 100, 6, True, State.ON_COURSE),  # by its part of the year
        (Pool.SUM, (40, 5), 100, 6, True, State.BEHIND),
        (Pool.SUM, (100, 5), 100, 6, True, State.REACHED),
        (Pool.SUM, (99, 5), 100, 0, True, State.MISSED),
        (Pool.SUM, (3, 3), 12, 6, False, State.ON_COURSE),  # what should stay low
        (Pool.SUM, (9, 9), 12, 6, False, State.BEHIND),
        (Pool.SUM, (13, 13), 12, 6, False, State.OUT_OF_REACH),
        (Pool.SUM, (12, 12), 12, 0, False, State.REACHED),
        (Pool.STANDING, (40, 77), 50, 2, True, State.BEHIND),  # as it stands
        (Pool.STANDING, (51, 77), 50, 2, True, State.ON_COURSE),
        (Pool.LATEST, (), 50, 2, True, State.UNKNOWN),
    ],
)
def test_how_far_a_target_is(  # noqa: PLR0917 -- a row of a table
    pool: Pool, measured: tuple[int, int] | tuple[()], target: int, left: int, least: bool, state: State
) -> None:
    months = [Measured(*measured)] if measured else []
    found = progress(pool, months, target=Decimal(target), is_least=least, left=left)
    assert found.state == state
    assert state != State.BEHIND or pool != Pool.SUM or not least or found.needed == 10
