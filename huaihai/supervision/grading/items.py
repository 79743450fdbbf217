"""What is measured, read from a plan's JSON: each item, and how its value becomes points."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal, cast

from huaihai.supervision.grading.numbers import FULL, ZERO
from huaihai.supervision.grading.shape import Entry, as_decimal


@dataclass(frozen=True)
class Steps:
    """Points of the first bound that the value keeps; `otherwise` if it keeps none."""

    low_is_better: bool
    steps: tuple[tuple[Fraction, Fraction], ...]
    otherwise: Fraction

    def points(self, value: Fraction) -> Fraction:
        """Points of a value, from 0 to 100."""
        for bound, points in self.steps:
            if not is_worse(value, bound, low_is_better=self.low_is_better):
                return points
        return self.otherwise

    def bound_of(self, points: Fraction) -> Fraction | bool:
        """The bound beyond which a value has fewer points; True: every value has, False: none."""
        kept: Fraction | bool = True
        for bound, here in self.steps:
            if here < points:
                return kept
            kept = bound
        return kept if self.otherwise < points else False


@dataclass(frozen=True)
class Linear:
    """100 points at `best` and beyond, 0 at `worst` and beyond, a straight line between."""

    best: Fraction
    worst: Fraction

    def points(self, value: Fraction) -> Fraction:
        """Points of a value, from 0 to 100."""
        return min(FULL, max(ZERO, FULL * (value - self.worst) / (self.best - self.worst)))

    def bound_of(self, points: Fraction) -> Fraction | bool:
        """The bound beyond which a value has fewer points (0 < points ≤ 100)."""
        return self.worst + points / FULL * (self.best - self.worst)


type Scale = Steps | Linear

PASSED: Final = Fraction(1)


def one_step(bound: Fraction, *, low_is_better: bool) -> Steps:
    """100 points up to a limit, 0 beyond."""
    return Steps(low_is_better, ((bound, FULL),), ZERO)


def is_worse(value: Fraction, bound: Fraction, *, low_is_better: bool) -> bool:
    """Whether the value is on the bad side of the bound; on it is not."""
    return value > bound if low_is_better else value < bound


type Combine = Literal["mean", "median", "worst"]

MOST_ITEMS: Final = 60
MOST_REPLICATES: Final = 20
SUBSTITUTES: Final = {"zero": Fraction(0), "half": Fraction(1, 2), "limit": Fraction(1)}


@dataclass(frozen=True)
class Uncertainty:
    """Standard uncertainty of one reading: in the item's unit, or a share of the value."""

    is_relative: bool
    u: Fraction


@dataclass(frozen=True)
class Item:
    """One item. `limit` is the bound that a value must keep; `substitute` is what counts below `detection`."""

    key: str
    name: str
    group: str
    standard: str
    clause: str
    unit: str
    replicates: int
    combine: Combine
    low_is_better: bool
    weight: Fraction
    scale: Scale
    is_pass: bool
    limit: Fraction | None
    is_safety: bool
    error: Uncertainty | None
    detection: Fraction | None
    substitute: Fraction

    @property
    def can_fail(self) -> bool:
        """Whether there is a limit that a value can break."""
        return self.limit is not None


def read_items(plan: Entry) -> tuple[Item, ...]:
    """The items of a plan's JSON; what is wrong with them is noted there."""
    entries = plan.entries("items", least=1, most=MOST_ITEMS)
    items = tuple(_read(entry) for entry in entries)
    plan.keys_are_unique("items", [item.key for item in items])
    return items


def _read(entry: Entry) -> Item:
    low_is_better = entry.choice("better", ("low", "high")) == "low"
    limit = _limit(entry, low_is_better=low_is_better)
    scale = entry.entry("scale")
    kind = scale.choice("type", ("limit", "pass", "steps", "linear"))
    is_pass = kind == "pass"
    combine = cast(Combine, entry.choice("combine", ("mean", "median", "worst")))
    if is_pass and (low_is_better or combine != "worst" or not _is_plain(entry)):
        entry.wrong("pass-with-numbers", "scale")
    if kind == "limit" and limit is None:
        entry.wrong("scale-needs-limit", "scale")
    detection = None if entry.held.get("detection") is None else entry.positive("detection")
    return Item(
        key=entry.key(),
        name=entry.text("name"),
        group=entry.key("group"),
        standard=entry.text("standard"),
        clause=entry.text("clause", may_be_empty=True),
        unit=entry.text("unit", may_be_empty=True),
        replicates=entry.whole("replicates", 1, MOST_REPLICATES),
        combine=combine,
        low_is_better=low_is_better,
        weight=entry.number("weight", least=ZERO, most=FULL),
        scale=_scale(scale, kind, limit, low_is_better=low_is_better),
        is_pass=is_pass,
        limit=PASSED if is_pass else limit,
        is_safety=entry.flag("is_safety"),
        error=_error(entry),
        detection=detection,
        substitute=_substitute(entry, detection),
    )


def _is_plain(entry: Entry) -> bool:
    return all(entry.held.get(name) is None for name in ("limit", "error", "detection"))


def _limit(entry: Entry, *, low_is_better: bool) -> Fraction | None:
    if entry.held.get("limit") is None:
        return None
    limit = entry.entry("limit")
    wanted = "max" if low_is_better else "min"
    if set(limit.held) & {"max", "min"} != {wanted}:
        limit.wrong("limit-against-better", wanted, wanted=wanted)
        return None
    return limit.number(wanted)


def _error(entry: Entry) -> Uncertainty | None:
    if entry.held.get("error") is None:
        return None
    error = entry.entry("error")
    return Uncertainty(
        is_relative=error.choice("kind", ("absolute", "relative")) == "relative", u=error.positive("u")
    )


def _substitute(entry: Entry, detection: Fraction | None) -> Fraction:
    if detection is None:
        return ZERO
    return detection * SUBSTITUTES[entry.choice("below_detection", tuple(SUBSTITUTES))]


def _scale(scale: Entry, kind: str, limit: Fraction | None, *, low_is_better: bool) -> Scale:
    if kind == "limit":
        return one_step(limit or ZERO, low_is_better=low_is_better)
    if kind == "pass":
        return one_step(PASSED, low_is_better=False)
    if kind == "steps":
        return _steps(scale, low_is_better=low_is_better)
    best, worst = scale.number("best"), scale.number("worst")
    if best == worst or (best < worst) != low_is_better:
        scale.wrong("line-against-better", "best")
        return Linear(ZERO, FULL)
    return Linear(best, worst)


def _steps(scale: Entry, *, low_is_better: bool) -> Steps:
    rows = scale.held.get("steps")
    pairs = [_pair(row) for row in rows] if isinstance(rows, list) else []
    steps = tuple(pair for pair in pairs if pair is not None)
    otherwise = scale.number("else", least=ZERO, most=FULL)
    if not steps or len(steps) != len(pairs) or len(steps) > MOST_ITEMS:
        scale.wrong("not-steps", "steps")
    elif not _go_down(steps, otherwise, low_is_better=low_is_better):
        scale.wrong("steps-not-in-order", "steps")
    return Steps(low_is_better, steps, otherwise)


def _pair(row: object) -> tuple[Fraction, Fraction] | None:
    if not isinstance(row, list) or len(row) != 2:
        return None
    bound, points = as_decimal(row[0]), as_decimal(row[1])
    return None if bound is None or points is None or not 0 <= points <= 100 else (bound, points)


def _go_down(
    steps: tuple[tuple[Fraction, Fraction], ...], otherwise: Fraction, *, low_is_better: bool
) -> bool:
    """Each bound is worse than the one before, and has fewer points."""
    points = [here for _, here in steps] + [otherwise]
    ordered = all((a < b) == low_is_better and a != b for (a, _), (b, _) in pairwise(steps))
    return ordered and all(a > b for a, b in pairwise(points))
