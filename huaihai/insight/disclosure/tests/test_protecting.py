"""What is withheld in small tables cannot be told within eight: every possible table is looked at, one by one."""

import os
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.insight.disclosure import NARROWEST, is_small, shown
from huaihai.insight.disclosure.jobs import audit_only, protect_and_audit
from huaihai.insight.disclosure.rules import LEEWAY, Sum, total_is_safe, withheld

LONG = bool(os.environ.get("HUAIHAI_LONG"))
ROWS, COLUMNS = 3, 2
counts = st.lists(st.integers(0, 14), min_size=ROWS * COLUMNS, max_size=ROWS * COLUMNS)


def table(atoms: list[int]) -> dict[str, Any]:
    """Three trades in two cities, with the sums of both."""
    ways = [[index] for index in range(len(atoms))]
    ways += [[row * COLUMNS + column for column in range(COLUMNS)] for row in range(ROWS)]
    ways += [[row * COLUMNS + column for row in range(ROWS)] for column in range(COLUMNS)]
    ways.append(list(range(len(atoms))))
    cells = []
    for way in ways:
        least = 5 if len(way) == 1 else NARROWEST
        state = "withheld" if is_small(sum(atoms[index] for index in way), least=least) else "shown"
        cells.append({"ways": [way], "state": state, "cost": len(way)})
    return {"atoms": atoms, "cells": cells}


@settings(max_examples=100 if LONG else 8, deadline=None, derandomize=True)
@given(counts)
def test_every_withheld_number_can_lie_far_apart(atoms: list[int]) -> None:
    told = table(atoms)
    answer = protect_and_audit(told)
    hidden = set(answer["withheld"])
    if answer["stuck"]:  # so few people in all that nothing may be told
        assert sum(atoms) < 3 * NARROWEST
        return
    for cell in range(len(atoms)):
        if cell in hidden:
            possible = [value for value in range(40) if _exists(told, hidden, {cell: value})]
            assert atoms[cell] in possible
            assert max(possible) - min(possible) >= NARROWEST


def _exists(told: dict[str, Any], hidden: set[int], chosen: dict[int, int]) -> bool:
    """Whether there is a table with the same public numbers and these values: tried out, one cell after the other."""
    atoms: list[int] = told["atoms"]
    public = [number for number in range(len(told["cells"])) if number not in hidden]
    for number in public:
        way = told["cells"][number]["ways"][0]
        known = sum(chosen.get(index, 0) for index in way)
        count = _sum(told, number, atoms)
        if known > count or (known < count and all(index in chosen for index in way)):
            return False
    following = next((index for index in range(len(atoms)) if index not in chosen), None)
    if following is None:
        return True
    tries = range(40) if following in hidden else (atoms[following],)
    return any(_exists(told, hidden, {**chosen, following: value}) for value in tries)


def _sum(told: dict[str, Any], number: int, atoms: list[int]) -> int:
    return sum(atoms[index] for index in told["cells"][number]["ways"][0])


def test_a_single_hole_is_found_by_the_audit() -> None:
    told = table([3, 20, 30, 40, 50, 60])
    assert audit_only(told)["narrow"] == [0]
    assert audit_only(told)["narrowest"] == 0


def test_a_hole_gets_company() -> None:
    answer = protect_and_audit(table([3, 20, 30, 40, 50, 60]))
    assert 0 in answer["withheld"]
    assert len(answer["withheld"]) == 4
    assert answer["stuck"] == []
    assert answer["audit"]["narrowest"] >= NARROWEST


def test_where_nothing_helps_it_is_said() -> None:
    told = table([3, 20, 30, 40, 50, 60])
    for cell in told["cells"][1:]:
        cell["state"] = "held"
    assert protect_and_audit(told)["stuck"] == [0]


def test_ways_that_differ_by_a_late_correction_contradict_nothing() -> None:
    told = table([3, 20, 30, 40, 50, 60])
    told["atoms"].append(61)
    told["cells"][5]["ways"].append([6])
    answer = protect_and_audit(told)
    assert answer["stuck"] == []


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
