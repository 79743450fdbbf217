"""What is withheld in small tables cannot be told within eight: every possible table is looked at, one by one."""

import os
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.insight.disclosure import NARROWEST, is_small
from huaihai.insight.disclosure.jobs import audit_only, protect_and_audit

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
