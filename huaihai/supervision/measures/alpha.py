"""Krippendorff's alpha: how far people who judged the same things apart from each other agree, beyond chance.

K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), with its coincidence matrix and its differences
for nominal, ordinal, interval and ratio values; missing values are allowed. The interval is a bootstrap over units
(percentiles), as A. Zapf, S. Castell, L. Morawietz and A. Karch recommend: "Measuring inter-rater reliability for
nominal data", BMC Medical Research Methodology 16 (2016), 93.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, Literal

type Level = Literal["nominal", "ordinal", "interval", "ratio"]
type Unit = Sequence[Any]  # what each judge said of one thing; None: nothing
type Differences = list[list[Fraction]]

LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
DRAWS = 1000
SEED = "alpha"
COVER = 0.95  # of the interval


@dataclass(frozen=True)
class Agreement:
    """Alpha with its 95 % interval. `units` were judged at least twice, with `values` judgments together.

    `alpha` is None where nothing can be said: no unit was judged twice, or all judgments are the same.
    """

    level: str
    units: int
    values: int
    alpha: Fraction | None
    low: float | None = None
    high: float | None = None


def alpha(units: Sequence[Unit], level: Level) -> Fraction | None:
    """Alpha as an exact fraction; None where it is not defined. Raises ValueError for an unknown level, or values
    that are no numbers where the level asks for numbers.
    """
    counted = _counted(units, level)
    return _alpha([unit for unit in counted.units if unit], counted.order, level)


def agreement(units: Sequence[Unit], level: Level, *, draws: int = DRAWS, seed: str = SEED) -> Agreement:
    """Alpha, and the interval from `draws` samples of units with `random.Random(seed)`; raises as `alpha`."""
    counted = _counted(units, level)
    held = [unit for unit in counted.units if unit]
    values = sum(sum(unit.values()) for unit in held)
    found = _alpha(held, counted.order, level)
    if found is None:
        return Agreement(level, len(held), values, None)
    low, high = _interval(held, counted.order, level, draws=draws, chance=Random(seed))  # noqa: S311 # repeatable on purpose
    return Agreement(level, len(held), values, found, low, high)


@dataclass(frozen=True)
class _Counted:
    order: list[Any]  # the values that occur, in order
    units: list[Mapping[int, int]]  # place in the order → how often; empty where judged less than twice


def _counted(units: Sequence[Unit], level: Level) -> _Counted:
    if level not in LEVELS:
        raise ValueError(f"{level} is no level of measurement")
    read: Callable[[Any], Any] = _as_is if level == "nominal" else _number
    rows = [[read(value) for value in unit if value is not None] for unit in units]
    paired = [row if len(row) > 1 else [] for row in rows]
    found = {value for row in paired for value in row}
    order = sorted(found, key=str) if level == "nominal" else sorted(found)
    place = {value: number for number, value in enumerate(order)}
    return _Counted(order, [Counter(place[value] for value in row) for row in paired])


def _as_is(value: Hashable) -> Hashable:
    return value


def _number(value: Any) -> Fraction:
    try:
        return Fraction(value if isinstance(value, int | Decimal | Fraction | str) else str(value))
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise ValueError(f"{value} is no number") from error


def _matrix(units: Sequence[Mapping[int, int]], size: int) -> Differences:
    matrix = [[Fraction(0)] * size for _ in range(size)]
    for unit in units:
        pairs = sum(unit.values()) - 1
        for one, times in unit.items():
            for other, often in unit.items():
                matrix[one][other] += Fraction(times * (often - (one == other)), pairs)
    return matrix


def _alpha(units: Sequence[Mapping[int, int]], order: Sequence[Any], level: str) -> Fraction | None:
    size = len(order)
    matrix = _matrix(units, size)
    totals = [int(sum(row)) for row in matrix]
    apart = _differences(order, totals, level)
    cells = [(i, j) for i in range(size) for j in range(size) if i != j]
    expected = sum((totals[i] * totals[j] * apart[i][j] for i, j in cells), Fraction(0))
    if not expected:
        return None
    observed = sum((matrix[i][j] * apart[i][j] for i, j in cells), Fraction(0))
    return 1 - (sum(totals) - 1) * observed / expected


def _differences(order: Sequence[Any], totals: Sequence[int], level: str) -> Differences:
    size = range(len(order))
    return [[_difference(order, totals, level, i, j) for j in size] for i in size]


def _difference(order: Sequence[Any], totals: Sequence[int], level: str, i: int, j: int) -> Fraction:
    if i == j:
        return Fraction(0)
    if level == "nominal":
        return Fraction(1)
    if level == "ordinal":  # how many judgments lie between them, half of their own included
        low, high = min(i, j), max(i, j)
        return (sum(totals[low : high + 1]) - Fraction(totals[i] + totals[j], 2)) ** 2
    one, other = Fraction(order[i]), Fraction(order[j])
    if level == "interval":
        return (one - other) ** 2
    return ((one - other) / (one + other)) ** 2 if one + other else Fraction(0)


def _interval(
    units: Sequence[Mapping[int, int]],
    order: Sequence[Any],
    level: str,
    *,
    draws: int,
    chance: Random,
) -> tuple[float | None, float | None]:
    """Percentiles of alpha over samples of units; samples in which all judgments are the same say nothing."""
    kinds = Counter(tuple(sorted(unit.items())) for unit in units)  # equal units are reckoned once
    names = [tuple(sorted(unit.items())) for unit in units]
    parts = {kind: _flat(_matrix([dict(kind)], len(order))) for kind in kinds}
    found = sorted(
        drawn
        for _ in range(draws)
        if (drawn := _quick(Counter(chance.choices(names, k=len(names))), parts, order, level)) is not None
    )
    if not found:
        return None, None
    tail = (1 - COVER) / 2
    last = len(found) - 1
    return found[round(last * tail)], found[round(last * (1 - tail))]


def _flat(matrix: Differences) -> dict[tuple[int, int], float]:
    return {(i, j): float(cell) for i, row in enumerate(matrix) for j, cell in enumerate(row) if cell}


def _quick(
    drawn: Mapping[Any, int],
    parts: Mapping[Any, Mapping[tuple[int, int], float]],
    order: Sequence[Any],
    level: str,
) -> float | None:
    """Alpha of one sample of units, in floating point."""
    cells: Counter[tuple[int, int]] = Counter()
    totals = [0.0] * len(order)
    for kind, times in drawn.items():
        for cell, share in parts[kind].items():
            cells[cell] += share * times  # type: ignore[assignment]  # a Counter adds any number
            totals[cell[0]] += share * times
    whole = [round(total) for total in totals]
    apart = _differences(order, whole, level)
    held = [place for place, total in enumerate(whole) if total]
    expected = sum(whole[i] * whole[j] * float(apart[i][j]) for i in held for j in held)
    if not expected:
        return None
    observed = sum(share * float(apart[i][j]) for (i, j), share in cells.items())
    return 1 - (sum(whole) - 1) * observed / expected
