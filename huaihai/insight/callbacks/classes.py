"""The classes in which those who answered speak for those who did not; small ones are joined. Pure: no Django."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Protocol

LEAST_ANSWERS = 5  # with fewer a class does not speak for itself


class Asked(Protocol):
    """One case of the sample."""

    @property
    def stratum(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def solved(self) -> bool | None: ...


@dataclass(frozen=True)
class Class:
    """`size` cases of the frame, of whom `answers` gave one; `share` of them (weighted) say that it was solved.

    `worth`: as many equally weighted answers (L. Kish, Survey Sampling (1965), section 11.7). `silent`: the share of
    those called who gave no answer.
    """

    size: int
    answers: int
    share: float
    worth: float
    silent: float


type Cell = tuple[str, str]


def classes_of(frame: Mapping[Cell, int], sample: Sequence[Asked]) -> list[Class]:
    """City × kind of trade; where one has too few answers the whole city; cities with too few are joined.

    A class of which all have answered stands however small it is. Raises ValueError.
    """
    weight = _weights(frame, sample)
    answers = [one for one in sample if one.solved is not None]
    joined = _joined(frame, answers)
    members: dict[int, list[tuple[float, bool | None]]] = defaultdict(list)
    place = {cell: number for number, cells in enumerate(joined) for cell in cells}
    for one in sample:
        members[place[one.stratum, one.kind]].append((weight[one.stratum], one.solved))
    return [
        _class(sum(frame[cell] for cell in cells), members[number]) for number, cells in enumerate(joined)
    ]


def strata_of(frame: Mapping[Cell, int], sample: Sequence[Asked]) -> list[Class]:
    """The strata as they were drawn, of a sample in which everybody has an answer. Raises ValueError."""
    _weights(frame, sample)
    sizes = _sizes(frame)
    held: dict[str, list[tuple[float, bool | None]]] = defaultdict(list)
    for one in sample:
        held[one.stratum].append((1.0, bool(one.solved)))
    missing = [stratum for stratum in sizes if stratum not in held]
    if missing:
        raise ValueError(f"nobody was drawn in {missing[0]}")
    return [_class(size, held[stratum]) for stratum, size in sizes.items()]


def _class(size: int, asked: Sequence[tuple[float, bool | None]]) -> Class:
    answers = [one for one in asked if one[1] is not None]
    total = fsum(weight for weight, _yes in answers)
    hits = fsum(weight for weight, yes in answers if yes)
    squares = fsum(weight * weight for weight, _yes in answers)
    silent = 1 - total / fsum(weight for weight, _yes in asked)
    return Class(size, len(answers), hits / total, total * total / squares, max(silent, 0.0))


def _weights(frame: Mapping[Cell, int], sample: Sequence[Asked]) -> dict[str, float]:
    """How many cases of its stratum each drawn one stands for."""
    drawn: dict[str, int] = defaultdict(int)
    cells: dict[Cell, int] = defaultdict(int)
    for one in sample:
        drawn[one.stratum] += 1
        cells[one.stratum, one.kind] += 1
    if any(count > frame.get(cell, 0) for cell, count in cells.items()):
        raise ValueError("more were drawn than the frame holds")
    sizes = _sizes(frame)
    return {stratum: sizes[stratum] / count for stratum, count in drawn.items()}


def _sizes(frame: Mapping[Cell, int]) -> dict[str, int]:
    sizes: dict[str, int] = defaultdict(int)
    for (stratum, _kind), size in sorted(frame.items()):
        sizes[stratum] += size
    return {stratum: size for stratum, size in sizes.items() if size}


def _joined(frame: Mapping[Cell, int], answers: Sequence[Asked]) -> list[list[Cell]]:
    """Cells of the frame, joined until each set has enough answers (or all that it could have)."""
    counted: dict[Cell, int] = defaultdict(int)
    for one in answers:
        counted[one.stratum, one.kind] += 1

    def enough(cells: Sequence[Cell]) -> bool:
        found, size = sum(counted[cell] for cell in cells), sum(frame[cell] for cell in cells)
        return found >= min(LEAST_ANSWERS, size)

    fine: list[list[Cell]] = []
    rest: list[Cell] = []
    cells = sorted(cell for cell, size in frame.items() if size)
    for stratum in dict.fromkeys(cell[0] for cell in cells):
        own = [cell for cell in cells if cell[0] == stratum]
        if all(enough([cell]) for cell in own):
            fine += [[cell] for cell in own]
        elif enough(own):
            fine.append(own)
        else:
            rest += own
    fine.sort(key=lambda one: (sum(counted[cell] for cell in one), one))
    while rest and fine and not enough(rest):
        rest += fine.pop(0)
    return [*fine, *([rest] if rest else [])]
