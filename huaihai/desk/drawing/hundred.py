"""A share as a hundred dots: five rows of twenty, each part with its own look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

type Look = Literal["full", "ring", "hatched", "small"]
ACROSS, STEP, HALF = 20, 10, 5
HUNDRED = 100


@dataclass(frozen=True)
class Part:
    """A part of the whole: `words` say its number."""

    name: str
    count: int
    look: Look
    words: str


@dataclass(frozen=True)
class Dots:
    """`groups`: for each look a path of points; `slashes` what lies over the hatched ones."""

    groups: tuple[tuple[Look, str], ...]
    slashes: str


def shared(counts: Sequence[int], of: int = HUNDRED) -> list[int]:
    """So many dots in the proportion of these counts (largest remainders); a part that is there has one at least."""
    whole = sum(counts)
    if not whole:
        return [0] * len(counts)
    dots = [max(count * of // whole, 1) if count else 0 for count in counts]
    left = [count * of % whole for count in counts]
    while sum(dots) < of:
        place = max(range(len(counts)), key=lambda one: left[one])
        dots[place] += 1
        left[place] = -1
    while sum(dots) > of:
        dots[max(range(len(counts)), key=lambda one: dots[one])] -= 1
    return dots


def hundred(parts: Sequence[Part]) -> Dots | None:
    """The dots of these parts, in their order; None where there is nothing."""
    dots = shared([part.count for part in parts])
    if not sum(dots):
        return None
    groups: list[tuple[Look, str]] = []
    slashes: list[str] = []
    start = 0
    for part, count in zip(parts, dots, strict=True):
        places = range(start, start + count)
        start += count
        if not count:
            continue
        groups.append((part.look, _path(places)))
        if part.look == "hatched":
            slashes += [f"M{x - 3} {y + 3}l6-6" for x, y in map(_at, places)]
    return Dots(tuple(groups), "".join(slashes))


def _path(places: Iterable[int]) -> str:
    return "".join(f"M{x} {y}h0" for x, y in map(_at, places))


def _at(place: int) -> tuple[int, int]:
    return place % ACROSS * STEP + HALF, place // ACROSS * STEP + HALF
