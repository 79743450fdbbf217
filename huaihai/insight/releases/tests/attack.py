"""An attack on published tables, written from the codebook alone: it uses nothing of the program that protects them.

Every sum that a reader can think of becomes an equation (or a "not more than"): cities to the alliance, months to
quarters to years, keys to the total, outcomes to what was received, counties to their city. Then a linear program
finds the least and the most that each withheld number can be.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_array

OUTCOMES = ("open", "confirmed", "not_solved", "unknown", "withdrawn", "elsewhere")
ADDS_UP = ("category", "nature", "channel", "amount")
type Name = tuple[str, str, str, str, str]
type Row = tuple[dict[Name, int], str]  # signed names, and "=" or "<=" nothing


def widths(cells: Mapping[Any, int | None]) -> dict[Name, float]:
    """How far apart the least and the most of each withheld number are."""
    hidden = [name for name, value in cells.items() if value is None]
    place = {name: index for index, name in enumerate(hidden)}
    equal, less = _system(cells, place)
    found = {}
    for name in hidden:
        aim = np.zeros(len(hidden))
        aim[place[name]] = 1
        ends = [_end(sign * aim, equal, less) for sign in (1, -1)]
        found[name] = -ends[1] - ends[0]
    return found


def known_by_adding(cells: Mapping[Any, int | None]) -> dict[Name, int]:
    """Withheld numbers that follow from a single sum, again and again: the attack without a computer."""
    told = dict(cells)
    rows = [row for row, kind in sums(cells) if kind == "="]
    found: dict[Name, int] = {}
    while True:
        fresh = {}
        for row in rows:
            open_names = [name for name in row if told[name] is None]
            if len(open_names) == 1:
                name = open_names[0]
                rest = sum(sign * (told[other] or 0) for other, sign in row.items() if other != name)
                fresh[name] = -rest * row[name]
        if not fresh:
            return found
        found |= fresh
        told |= fresh


def sums(cells: Mapping[Name, int | None]) -> Iterator[Row]:
    """Every sum among these numbers."""
    yield from _places(cells)
    yield from _periods(cells)
    yield from _keys(cells)
    yield from _outcomes(cells)


def _places(cells: Mapping[Name, int | None]) -> Iterator[Row]:
    cities, counties = defaultdict(list), defaultdict(list)
    for name in cells:
        axis, period, place, key, measure = name
        if place == "all":
            continue
        if place.endswith("00"):
            cities[axis, period, "all", key, measure].append(name)
        else:
            counties[axis, period, place[:4] + "00", key, measure].append(name)
    for whole, parts in cities.items():
        if whole in cells:
            yield _row(whole, parts), "="
    for whole, parts in counties.items():
        if whole in cells:
            yield _row(whole, parts), "<="


def _periods(cells: Mapping[Name, int | None]) -> Iterator[Row]:
    told = {name[:3] for name in cells if name[0] != "all" and name[4] == "received"}
    for name in cells:
        axis, period, *rest = name
        parts = (
            [f"{period}-Q{n}" for n in range(1, 5)]
            if len(period) == 4
            else [f"{period[:4]}-{3 * int(period[6:]) - back:02}" for back in range(3)]
            if "Q" in period
            else []
        )
        place, key, measure = rest
        names = [(axis, part, place, key, measure) for part in parts]
        # a key without a line was received nowhere, where the table of that period has lines for this place
        left = [one for one in names if one not in cells]
        if names and all(measure == "received" and (axis, one[1], place) in told for one in left):
            yield _row(name, [one for one in names if one in cells]), "="


def _keys(cells: Mapping[Name, int | None]) -> Iterator[Row]:
    groups = defaultdict(list)
    for name in cells:
        axis, period, place, _key, measure = name
        if axis != "all":
            groups[axis, period, place, measure].append(name)
    for (axis, period, place, measure), parts in groups.items():
        whole = ("all", period, place, "all", measure)
        still = ("all", period, place, "all", "open")
        if whole not in cells:
            continue
        if axis in ADDS_UP:
            yield _row(whole, parts), "=" if measure == "received" else "<="
        elif axis == "days" and still in cells:
            yield _row(whole, [*parts, still]), "="
        elif axis == "remedy":
            for part in parts:
                yield _row(whole, [part]), "<="
            yield {name: -sign for name, sign in _row(whole, parts).items()}, "<="


def _outcomes(cells: Mapping[Name, int | None]) -> Iterator[Row]:
    for name in cells:
        parts = [(*name[:4], outcome) for outcome in OUTCOMES]
        if name[4] == "received" and all(part in cells for part in parts):
            yield _row(name, parts), "="


def _row(whole: Name, parts: list[Name]) -> dict[Name, int]:
    return {**dict.fromkeys(parts, 1), whole: -1}


def _system(cells: Mapping[Name, int | None], place: Mapping[Name, int]) -> tuple[tuple, tuple]:  # type: ignore[type-arg]
    found: dict[str, list[tuple[dict[int, int], int]]] = {"=": [], "<=": []}
    for row, kind in sums(cells):
        unknown = {place[name]: sign for name, sign in row.items() if name in place}
        if unknown:
            found[kind].append((unknown, -sum(sign * (cells[name] or 0) for name, sign in row.items())))
    return _matrix(found["="], len(place)), _matrix(found["<="], len(place))


def _matrix(rows: list[tuple[dict[int, int], int]], width: int) -> tuple:  # type: ignore[type-arg]
    matrix = lil_array((len(rows), width))
    for number, (row, _given) in enumerate(rows):
        for column, sign in row.items():
            matrix[number, column] = sign
    return matrix.tocsr(), np.array([given for _row, given in rows], dtype=float)


def _end(aim: np.ndarray, equal: tuple, less: tuple) -> float:  # type: ignore[type-arg]
    answer = linprog(
        aim,
        A_eq=equal[0] if equal[0].shape[0] else None,
        b_eq=equal[1] if equal[0].shape[0] else None,
        A_ub=less[0] if less[0].shape[0] else None,
        b_ub=less[1] if less[0].shape[0] else None,
        bounds=(0, None),
        method="highs",
    )
    assert answer.status in {0, 3}, "the published numbers contradict each other"
    return float(answer.fun or 0.0) if answer.status == 0 else float("-inf")
