"""One criterion: which evidence counts, how it becomes points, how much it weighs, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, cast

from huaihai.brands.scoring.names import AXES, BETTER, EVIDENCE, HEARTS, KINDS, SHAPES, Shape
from huaihai.supervision.grading.numbers import FULL, ZERO, exact
from huaihai.supervision.grading.shape import Entry, as_decimal

ONE: Final = Fraction(1)
MOST_STRENGTH: Final = Fraction(1000)
MOST_STEPS: Final = 20
MOST_COUNT: Final = Fraction(10**6)
LONGEST_NAME: Final = 60
FEW, MANY, OF_MANY = 5, 100, 95  # a perfect record of FEW never beats OF_MANY out of MANY
FIELDS: Final = ("key", "heart", "axis", "name", "evidence", "shape", "weight", "threshold", "kinds")
FIELDS_OF: Final[dict[str, tuple[str, ...]]] = {"share": ("prior",), "steps": ("better", "steps", "else")}


@dataclass(frozen=True)
class Prior:
    """So many imagined cases (`strength`) with this share of good ones are added to those that were counted."""

    share: Fraction = ONE
    strength: Fraction = ONE

    def estimate(self, hits: int, of: int) -> Fraction:
        """The share of good ones, the imagined included."""
        return (hits + self.strength * self.share) / (of + self.strength)


@dataclass(frozen=True)
class Steps:
    """Points of a count: those of the first bound that holds, otherwise `otherwise`."""

    better: str  # "low": count ≤ bound, bounds rise; "high": count ≥ bound, bounds fall
    bounds: tuple[tuple[Fraction, Fraction], ...]
    otherwise: Fraction

    def points(self, count: int) -> Fraction:
        """From 0 to 100."""
        for bound, points in self.bounds:
            if count <= bound if self.better == "low" else count >= bound:
                return points
        return self.otherwise


@dataclass(frozen=True)
class Criterion:
    """`heart` may be empty; `kinds` empty: for all; `threshold` is the least points to be admitted with."""

    key: str
    heart: str
    axis: str
    name: Mapping[str, str]
    evidence: str
    shape: Shape
    weight: Fraction
    threshold: Fraction | None
    kinds: frozenset[str] = frozenset()
    prior: Prior = field(default_factory=Prior)  # of a share
    steps: Steps = Steps("low", (), ZERO)  # of what is counted

    def is_for(self, kind: str) -> bool:
        """Whether entries of this kind are looked at by it."""
        return not self.kinds or kind in self.kinds


def read_criterion(row: Entry) -> Criterion:
    """The criterion that this JSON says; what is wrong is noted."""
    shape = cast(Shape, row.choice("shape", SHAPES))
    only(row, (*FIELDS, *FIELDS_OF.get(shape, ())))
    evidence = row.choice("evidence", tuple(EVIDENCE))
    if EVIDENCE[evidence] != shape:
        row.wrong("other-shape", "shape", found=shape, wanted=EVIDENCE[evidence])
    return Criterion(
        key=row.key(),
        heart=row.choice("heart", ("", *HEARTS)),
        axis=row.choice("axis", AXES),
        name=names(row, "name", LONGEST_NAME),
        evidence=evidence,
        shape=shape,
        weight=_weight(row),
        threshold=None
        if row.held.get("threshold") is None
        else row.number("threshold", least=ZERO, most=FULL),
        kinds=_kinds(row),
        prior=_prior(row) if shape == "share" else Prior(),
        steps=_steps(row, evidence) if shape == "steps" else Steps("low", (), ZERO),
    )


def names(row: Entry, part: str, longest: int) -> dict[str, str]:
    """A text in Chinese and English, as {"zh", "en"}."""
    held = row.entry(part)
    only(held, ("zh", "en"))
    said = {language: held.text(language) for language in ("zh", "en")}
    for language, text in said.items():
        if len(text) > longest:
            held.wrong("too-long", language, most=longest)
    return said


def only(row: Entry, known: tuple[str, ...]) -> None:
    """Note every name that means nothing here: a slip of the pen must not change what is voted on."""
    for name in row.held:
        if name not in known:
            row.wrong("unknown-name", name, found=name)


def _weight(row: Entry) -> Fraction:
    weight = row.positive("weight")
    if weight > FULL:
        row.wrong("out-of-range", "weight", found=exact(weight))
    return weight


def _kinds(row: Entry) -> frozenset[str]:
    held = row.held.get("kinds")
    if not isinstance(held, list):
        row.wrong("not-list", "kinds")
        return frozenset()
    for kind in held:
        if kind not in KINDS:
            row.wrong("unknown-kind", "kinds", found=kind)
    known = [kind for kind in held if kind in KINDS]
    if len(set(known)) != len(known):
        row.wrong("key-twice", "kinds", found=", ".join(known))
    return frozenset(known)


def _prior(row: Entry) -> Prior:
    held = row.entry("prior")
    only(held, ("share", "strength"))
    share, strength = held.number("share", least=ZERO, most=ONE), held.positive("strength")
    if strength > MOST_STRENGTH:
        held.wrong("out-of-range", "strength", found=exact(strength))
    prior = Prior(share, strength if strength > 0 else ONE)
    if strength > 0 and prior.estimate(FEW, FEW) > prior.estimate(OF_MANY, MANY):
        held.wrong("small-wins", "strength", share=exact(share), strength=exact(strength))
    return prior


def _steps(row: Entry, evidence: str) -> Steps:
    better = row.choice("better", ("low", "high"))
    if better != BETTER.get(evidence, better):
        row.wrong("other-better", "better", found=better, wanted=BETTER[evidence])
    otherwise = row.number("else", least=ZERO, most=FULL)
    held: Any = row.held.get("steps")
    if not isinstance(held, list) or not 1 <= len(held) <= MOST_STEPS:
        row.wrong("no-steps", "steps", most=MOST_STEPS)
        return Steps(better, (), otherwise)
    found = [_step(one) for one in held]
    bounds = tuple(one for one in found if one is not None)
    if len(bounds) != len(found):
        row.wrong("not-step", "steps")
    elif not _in_order(better, bounds, otherwise):
        row.wrong("steps-not-in-order", "steps")
    return Steps(better, bounds, otherwise)


def _step(held: object) -> tuple[Fraction, Fraction] | None:
    if not isinstance(held, list) or len(held) != 2:
        return None
    bound, points = as_decimal(held[0]), as_decimal(held[1])
    if bound is None or points is None or bound.denominator != 1:
        return None
    return (bound, points) if 0 <= bound <= MOST_COUNT and 0 <= points <= FULL else None


def _in_order(better: str, bounds: tuple[tuple[Fraction, Fraction], ...], otherwise: Fraction) -> bool:
    """Whether bounds get strictly worse, and points strictly less, down to `else`."""
    limits = [bound if better == "low" else -bound for bound, _points in bounds]
    points = [points for _bound, points in bounds] + [otherwise]
    return all(a < b for a, b in pairwise(limits)) and all(a > b for a, b in pairwise(points))
