"""The assessors' sheet, and how points given on it are counted. No Django.

`data/sheet.toml` holds the newest version, `data/sheet-1.toml` and so on the earlier ones, for rounds that began with
them; the hash is over a sheet's canonical JSON.

What the assessors' points come to: the median per item, the points of an axis, how far they agree. No Django.
With two assessors the median is the middle between them. Alpha is Krippendorff's (`supervision.measures.alpha`). Over
the items of one entry it says little: criteria of the first format asked for it, later ones go by the difference on an
item, and `agreement` computes alpha over a sheet and year.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from statistics import median
from typing import Any

from huaihai.kit.canonical import digest
from huaihai.supervision.measures.alpha import alpha

AXES = ("distinctive", "quality")  # names of evidence
WHOLE = 100
FEW = 20  # judged items: below this, alpha says too little
DIGITS = 4
type Points = Mapping[str, int]  # item → points of one assessor


@dataclass(frozen=True)
class Words:
    """The same in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Step:
    """So many points, and what they mean."""

    points: int
    words: Words


@dataclass(frozen=True)
class Item:
    """One thing to judge: for which evidence, with how much weight (per cent of its axis)."""

    key: str
    axis: str
    weight: int
    name: Words
    ask: Words
    steps: tuple[Step, ...]

    @property
    def choices(self) -> tuple[int, ...]:
        """The points that can be given, from the least."""
        return tuple(step.points for step in self.steps)

    def step(self, points: int) -> Step:
        """The step with these points. Raises KeyError."""
        return {one.points: one for one in self.steps}[points]


@dataclass(frozen=True)
class Sheet:
    """What every assessor of a round fills in."""

    version: int
    third_when_apart: int
    items: tuple[Item, ...]
    sha256: str

    def of(self, axis: str) -> tuple[Item, ...]:
        """The items of an axis."""
        return tuple(item for item in self.items if item.axis == axis)


@cache
def current() -> Sheet:
    """The newest sheet. Raises ValueError for one that does not hold together."""
    return _file("sheet.toml")


@cache
def of_version(version: int) -> Sheet:
    """The sheet of this version. Raises FileNotFoundError, ValueError."""
    newest = current()
    return newest if newest.version == version else _file(f"sheet-{version}.toml")


def read(held: Mapping[str, Any]) -> Sheet:
    """A sheet from what its file holds. Raises ValueError for one that does not hold together."""
    items = tuple(_item(one) for one in held["items"])
    if len({item.key for item in items}) != len(items):
        raise ValueError("two items of the sheet have one key")
    for axis in AXES:
        if sum(item.weight for item in items if item.axis == axis) != WHOLE:
            raise ValueError(f"the weights of {axis} do not add up to {WHOLE}")
    return Sheet(held["version"], held["third_when_apart"], items, digest(held))


def _file(name: str) -> Sheet:
    text = (resources.files("huaihai.brands.assessing") / "data" / name).read_text("utf-8")
    return read(tomllib.loads(text))


def _item(one: Mapping[str, Any]) -> Item:
    steps = tuple(Step(step["points"], Words(step["zh"], step["en"])) for step in one["steps"])
    points = [step.points for step in steps]
    if points != sorted(set(points)) or points[0] != 0 or points[-1] != WHOLE:
        raise ValueError(f"the steps of {one['key']} do not rise from 0 to {WHOLE}")
    if one["axis"] not in AXES:
        raise ValueError(f"{one['key']} is for no known axis")
    return Item(
        one["key"],
        one["axis"],
        one["weight"],
        Words(one["zh"], one["en"]),
        Words(one["ask_zh"], one["ask_en"]),
        steps,
    )


def is_apart(sheet: Sheet, given: Sequence[Points], most: Fraction | int) -> bool:
    """Whether the assessors are more than `most` points apart on some item."""
    return any(_spread(item.key, given) > most for item in sheet.items)


def most_apart(sheet: Sheet, admission: Mapping[str, Any]) -> Fraction:
    """By how many points two assessors may differ on an item: by the criteria, in their first format by the sheet."""
    return Fraction(admission.get("apart", sheet.third_when_apart))


def result(sheet: Sheet, given: Sequence[Points]) -> dict[str, Any]:
    """As it is stored: `items` (key → points, difference), `axes` (evidence → points), `alpha`, `assessors`.

    Numbers are decimal text; `alpha` is None where it is not defined (all gave the same everywhere).
    """
    middles = {item.key: Fraction(median([one[item.key] for one in given])) for item in sheet.items}
    found = alpha([[one[item.key] for one in given] for item in sheet.items], "interval")
    return {
        "assessors": len(given),
        "items": {
            item.key: {
                "points": as_text(middles[item.key]),
                "difference": str(_spread(item.key, given)),
            }
            for item in sheet.items
        },
        "axes": {
            axis: as_text(
                sum((middles[item.key] * item.weight for item in sheet.of(axis)), Fraction()) / WHOLE
            )
            for axis in AXES
        },
        "alpha": None if found is None else as_text(found),
        "is_few": len(sheet.items) < FEW,
    }


def as_text(number: Fraction) -> str:
    """A number as decimal text with at most four digits after the point: 12.5, 0.6667."""
    said = f"{float(number):.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def _spread(key: str, given: Sequence[Points]) -> int:
    held = [one[key] for one in given]
    return max(held) - min(held)
