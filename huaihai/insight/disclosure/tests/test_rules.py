"""The threshold, and sums of money."""

from itertools import pairwise

import pytest

from huaihai.insight.disclosure import shown
from huaihai.insight.disclosure.rules import LEEWAY, Sum, total_is_safe, withheld


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (600, 600)])
def test_few_people_are_not_counted_aloud(count: int, told: int | None) -> None:
    assert shown(count) == told


def test_a_sum_of_which_one_person_got_most_is_withheld_with_another() -> None:
    parts = {"a": Sum(100_00, 70_00, 9), "b": Sum(300_00, 20_00, 30), "c": Sum(200_00, 20_00, 30)}
    assert withheld(parts) == {"a", "c"}


def test_few_people_make_a_sum_sensitive_however_even_it_is() -> None:
    assert Sum(100, 25, 4).is_sensitive
    assert not Sum(100, 25, 5).is_sensitive
    assert not Sum(0, 0, 0).is_sensitive


def test_every_withheld_sum_stays_unknown_by_a_fifth_of_its_largest_share() -> None:
    parts = {str(n): Sum(n * 50_00, n * 40_00 if n == 5 else n * 2_00, 12) for n in range(1, 8)}
    hidden = withheld(parts)
    assert "5" in hidden
    rest = sum(parts[key].fen for key in hidden)
    for key in hidden:
        assert (rest - parts[key].fen) * 100 >= parts[key].largest_fen * LEEWAY


def test_where_all_are_withheld_and_one_is_alone_the_total_is_not_safe() -> None:
    parts = {"a": Sum(100_00, 90_00, 9), "b": Sum(0, 0, 0)}
    assert withheld(parts) == {"a"}
    assert not total_is_safe(parts, {"a"})


def test_smaller_sums_are_added_first() -> None:
    parts = {name: Sum(fen, 1, 99) for name, fen in zip("bcd", (500, 400, 300), strict=True)}
    hidden = withheld({"a": Sum(100, 90, 9), **parts})
    assert hidden == {"a", "d"}
    assert all(one >= other for one, other in pairwise((500, 400, 300)))
