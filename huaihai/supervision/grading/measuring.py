"""From the readings that count to one value of an item: detection limit, replicates, not applicable."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from huaihai.supervision.grading.items import Item
from huaihai.supervision.grading.numbers import ZERO
from huaihai.supervision.grading.readings import Reading, Round

type Below = Literal["none", "some", "all"]


@dataclass(frozen=True, slots=True)
class Measured:
    """The combined value of `count` readings, exactly; None where the item does not apply, with the reason."""

    value: Fraction | None
    na: str = ""
    below: Below = "none"
    round: Round = "first"
    count: int = 0


def measure(item: Item, readings: Sequence[Reading]) -> Measured:
    """One value from all readings of a product's samples. There is at least one reading."""
    which = readings[0].round
    if readings[0].na:
        return Measured(None, na=readings[0].na, round=which)
    values, below = [], 0
    for reading in readings:
        if is_below(item, reading) or reading.value is None:
            below += 1
            values.append(item.substitute)
        else:
            values.append(reading.value)
    found: Below = "none" if not below else "all" if below == len(values) else "some"
    return Measured(combined(item, values), below=found, round=which, count=len(values))


def is_below(item: Item, reading: Reading) -> bool:
    """Whether the reading is below the detection limit, by its own word or by its value."""
    is_small = item.detection is not None and reading.value is not None and reading.value < item.detection
    return reading.below or is_small


def combined(item: Item, values: Sequence[Fraction]) -> Fraction:
    """Mean, median or worst of at least one value."""
    if item.combine == "mean":
        return sum(values, ZERO) / len(values)
    ordered = sorted(values)
    if item.combine == "median":
        half = len(ordered) // 2
        return (ordered[half] + ordered[-half - 1]) / 2
    return ordered[-1] if item.low_is_better else ordered[0]
