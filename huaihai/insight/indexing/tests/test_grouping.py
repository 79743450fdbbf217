"""Who is whose peer."""

from hypothesis import given
from hypothesis import strategies as st

from huaihai.insight.indexing.grouping import (
    LEAST_BUSINESSES,
    LEAST_CASES,
    LEAST_TOGETHER,
    Amount,
    Cell,
    amounts,
    joined,
)

CELLS = st.builds(Cell, st.sampled_from("ABC"), st.sampled_from("xyz"), st.sampled_from(["shop", "chain"]))
AMOUNTS = st.builds(
    lambda businesses, more: Amount(businesses, businesses * LEAST_CASES + more),
    st.integers(1, 12),
    st.integers(0, 40),
)
ENOUGH = Amount(LEAST_BUSINESSES, LEAST_TOGETHER)


def test_a_size_that_is_too_small_joins_the_other_sizes_of_its_trade_and_city() -> None:
    few, shops, far = Cell("A", "x", "chain"), Cell("A", "x", "shop"), Cell("A", "y", "shop")
    assert joined({few: Amount(2, 12), shops: ENOUGH, far: ENOUGH}) == [(few, shops), (far,)]


def test_a_city_that_is_too_small_joins_the_smallest_city_of_its_trade() -> None:
    few, near, large = Cell("A", "x", "shop"), Cell("A", "y", "shop"), Cell("A", "z", "shop")
    groups = joined(
        {few: Amount(2, 12), near: ENOUGH, large: Amount(20, 300), Cell("B", "x", "shop"): ENOUGH}
    )
    assert groups == [(few, near), (large,), (Cell("B", "x", "shop"),)]


def test_a_trade_that_is_too_small_joins_other_trades_that_are() -> None:
    one, other = Cell("A", "x", "shop"), Cell("B", "y", "chain")
    assert joined({one: Amount(3, 20), other: Amount(3, 20), Cell("C", "x", "shop"): ENOUGH}) == [
        (one, other),
        (Cell("C", "x", "shop"),),
    ]


def test_too_few_of_all_are_no_peers() -> None:
    assert joined({Cell("A", "x", "shop"): Amount(4, 100)}) == []
    assert joined({Cell("A", "x", "shop"): Amount(5, 29)}) == []
    assert joined({}) == []


@given(st.dictionaries(CELLS, AMOUNTS, max_size=18))
def test_no_group_is_below_the_limits_and_every_cell_is_in_one(cells: dict[Cell, Amount]) -> None:
    groups = joined(cells)
    members = [cell for group in groups for cell in group]
    businesses, cases = (
        sum(one.businesses for one in cells.values()),
        sum(one.cases for one in cells.values()),
    )
    assert sorted(members) == (sorted(cells) if Amount(businesses, cases).is_enough else [])
    for group in groups:
        assert sum(cells[cell].businesses for cell in group) >= LEAST_BUSINESSES
        assert sum(cells[cell].cases for cell in group) >= LEAST_TOGETHER


@given(st.lists(st.tuples(CELLS, st.integers(5, 40)), max_size=60), st.randoms(use_true_random=False))
def test_the_order_of_businesses_changes_no_group(businesses: list[tuple[Cell, int]], chance: object) -> None:
    mixed = list(businesses)
    chance.shuffle(mixed)  # type: ignore[attr-defined] # Hypothesis gives a random.Random
    assert joined(amounts(mixed)) == joined(amounts(businesses))
