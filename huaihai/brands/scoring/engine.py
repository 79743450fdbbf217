"""From evidence to a score, exactly. Every step is in docs/guides/scores-file.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from huaihai.brands.scoring import evidence as gathered
from huaihai.brands.scoring.criteria import Criteria
from huaihai.brands.scoring.criterion import Criterion
from huaihai.brands.scoring.evidence import Known
from huaihai.brands.scoring.intervals import Range, of_mean, of_share
from huaihai.brands.scoring.names import AXES, HEARTS
from huaihai.supervision.grading.numbers import FULL, ZERO, rounded

DIGITS: Final = 1  # what is published of points, hearts, axes and total; what is compared with a threshold
UNKNOWN: Final = Range(ZERO, ZERO, FULL)  # nothing known: nothing earned, and nothing held against anybody


@dataclass(frozen=True)
class Part:
    """What one criterion contributes. `weight` is out of 100, `contribution` = weight × points ÷ 100."""

    key: str
    heart: str
    axis: str
    range: Range
    weight: Fraction
    contribution: Fraction
    is_known: bool  # something is known; a share of no cases has its prior alone

    @property
    def points(self) -> Fraction:
        return self.range.points


@dataclass(frozen=True)
class Short:
    """What is not reached: the total, hearts by name, criteria by key. Nothing: admitted by its score."""

    total: bool
    hearts: tuple[str, ...]
    criteria: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.total or bool(self.hearts) or bool(self.criteria)


@dataclass(frozen=True)
class Score:
    """The total (exact; `published` rounds) with its interval, hearts, axes, and the parts that add up to it."""

    whole: Range
    hearts: Mapping[str, Range]
    axes: Mapping[str, Range]
    parts: tuple[Part, ...]
    short: Short

    @property
    def total(self) -> Fraction:
        return self.whole.points

    @property
    def low(self) -> Fraction:
        return self.whole.low

    @property
    def high(self) -> Fraction:
        return self.whole.high


def score(criteria: Criteria, kind: str, evidence: Mapping[str, Any]) -> Score:
    """The score of an entry of this kind out of its evidence (JSON form). Raises EvidenceError, KeyError (no kind)."""
    held = criteria.for_kind(kind)
    whole = sum((one.weight for one in held), ZERO)
    if not whole:
        raise KeyError(kind)
    known = gathered.read(evidence)
    parts = tuple(_part(one, known.get(one.evidence), whole) for one in held)
    total = _mean(parts)
    hearts = {name: _mean(part for part in parts if part.heart == name) for name in HEARTS}
    axes = {name: _mean(part for part in parts if part.axis == name) for name in AXES}
    return Score(total, hearts, axes, parts, _short(criteria, total, hearts, held, parts))


def published(points: Fraction) -> Fraction:
    """Points as everybody reads them: one digit, half upwards. Thresholds are compared with these."""
    return Fraction(rounded(points, DIGITS, "half-up"), 10**DIGITS)


def range_of(criterion: Criterion, known: Known | None) -> Range:
    """Points and interval of one criterion; None: nothing is known."""
    if criterion.shape == "share":
        hits, of = known if isinstance(known, tuple) else (0, 0)
        return of_share(criterion.prior.estimate(hits, of), of + criterion.prior.strength)
    if known is None or isinstance(known, tuple):
        return UNKNOWN
    if criterion.shape == "yes":
        points = FULL if known else ZERO
    elif criterion.shape == "steps":
        points = criterion.steps.points(int(known))
    else:
        points = Fraction(known)
    return Range(points, points, points)


def _part(one: Criterion, known: Known | None, whole: Fraction) -> Part:
    found = range_of(one, known)
    weight = FULL * one.weight / whole
    return Part(
        one.key, one.heart, one.axis, found, weight, weight * found.points / FULL, known not in (None, (0, 0))
    )


def _mean(parts: Iterable[Part]) -> Range:
    return of_mean((part.weight, part.range) for part in parts)


def _short(
    criteria: Criteria,
    total: Range,
    hearts: Mapping[str, Range],
    held: Iterable[Criterion],
    parts: Iterable[Part],
) -> Short:
    asked = criteria.admission
    return Short(
        published(total.points) < asked.total,
        tuple(name for name, found in hearts.items() if published(found.points) < asked.heart),
        tuple(
            one.key
            for one, part in zip(held, parts, strict=True)
            if one.threshold is not None and published(part.points) < one.threshold
        ),
    )
