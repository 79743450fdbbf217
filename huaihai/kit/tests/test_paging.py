"""Pages that one can jump to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.kit.paging import Page


@pytest.mark.parametrize(
    ("number", "total", "numbers"),
    [
        (1, 0, [1]),
        (1, 50, [1, 2]),
        (3, 125, [1, 2, 3, 4, 5]),
        (2, 300, [1, 2, 3, None, 12]),
        (5, 900, [1, None, 4, 5, 6, None, 9, None, 18, None, 27, None, 36]),
        (36, 900, [1, None, 9, None, 18, None, 27, None, 35, 36]),
    ],
)
def test_first_near_and_last_pages_and_some_on_the_way(
    number: int, total: int, numbers: list[int | None]
) -> None:
    assert Page([], number, total, is_more=False).numbers == numbers


@given(number=st.integers(1, 2_000), total=st.integers(0, 1_000), per_page=st.integers(1, 100))
def test_every_number_is_a_page_once_and_gaps_are_gaps(number: int, total: int, per_page: int) -> None:
    page = Page[object]([], number, total, is_more=total == 1_000, per_page=per_page)
    found = page.numbers
    shown = [one for one in found if one is not None]
    assert shown == sorted(set(shown))
    assert {1, number, max(page.last, number)} <= set(shown) <= set(range(1, max(page.last, number) + 1))
    assert len(shown) <= 9
    for before, here, after in zip(found, found[1:], found[2:], strict=False):
        if here is None:
            assert before is not None
            assert after is not None
            assert after - before > 1
