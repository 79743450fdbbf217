"""From evidence to a score, exactly. Every step is in docs/guides/scores-file.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from huaihai.brands.scoring.criteria import Criteria
from huaihai.brands.scoring.criterion import Criterion
from huaihai.brands.scoring.intervals import Range, of_mean, of_share
from huaihai.brands.scoring.names import AXES, EVIDENCE, HEARTS
from huaihai.supervision.grading.numbers import FULL, ZERO, exact, fixed, rounded
from huaihai.supervision.grading.shape import Problem, as_decimal, problem

MOST: Final = 10**9

type Known = tuple[int, int] | int | bool | Fraction  # hits and of; a count; yes or no; points
DIGITS: Final = 1  # what is published of points, hearts, axes and total; what is compared with a threshold
UNKNOWN: Final = Range(ZERO, ZERO, FULL)  # nothing known: nothing earned, and nothing held against anybody
_TEN: Final = 10**DIGITS


class EvidenceError(ValueError):
    """Evidence that nobody can have gathered; `problems` says why."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.code} at {one.place}" for one in found))
        self.problems = tuple(found)


def read(evidence: Mapping[str, Any]) -> dict[str, Known]:
    """What is known, by the names of evidence that this program knows; others mean nothing. Raises EvidenceError."""
    known: dict[str, Known] = {}
    found: list[Problem] = []
    for name, shape in EVIDENCE.items():
        if name not in evidence:
            continue
        value = _READERS[shape](evidence[name])
        if value is None:
            found.append(problem("not-evidence", f"evidence.{name}", shape=shape))
        else:
            known[name] = value
    if found:
        raise EvidenceError(found)
    return known


def _share(held: Any) -> tuple[int, int] | None:
    hits, of = _whole(held, "hits"), _whole(held, "of")
    return None if hits is None or of is None or hits > of else (hits, of)


def _count(held: Any) -> int | None:
    return _whole(held, "count")


def _yes(held: Any) -> bool | None:
    value = held.get("yes") if isinstance(held, Mapping) else None
    return value if isinstance(value, bool) else None


def _points(held: Any) -> Fraction | None:
    value = as_decimal(held.get("points")) if isinstance(held, Mapping) else None
    return value if value is not None and 0 <= value <= FULL else None


def _whole(held: Any, name: str) -> int | None:
    value = held.get(name) if isinstance(held, Mapping) else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= MOST else None


_READERS: Final = {"share": _share, "steps": _count, "yes": _yes, "points": _points}


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
    known = read(evidence)
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


def as_json(score: Score) -> dict[str, Any]:
    """Points with one digit, intervals rounded outwards; of the total and of each part also the exact value."""
    return {
        "total": one_digit(score.total),
        "exact": exact(score.total),
        "low": down(score.low),
        "high": up(score.high),
        "hearts": {name: _range(found) for name, found in score.hearts.items()},
        "axes": {name: _range(found) for name, found in score.axes.items()},
        "parts": [_part_as_json(one) for one in score.parts],
        "short": {
            "total": score.short.total,
            "hearts": list(score.short.hearts),
            "criteria": list(score.short.criteria),
        },
    }


def one_digit(points: Fraction) -> str:
    """Half upwards: 78.25 is "78.3"."""
    return fixed(rounded(points, DIGITS, "half-up"), DIGITS)


def down(points: Fraction) -> str:
    """The next lower number with one digit."""
    return fixed(points.numerator * _TEN // points.denominator, DIGITS)


def up(points: Fraction) -> str:
    """The next higher number with one digit."""
    return fixed(-(-points.numerator * _TEN // points.denominator), DIGITS)


def _range(found: Range) -> dict[str, str]:
    return {"points": one_digit(found.points), "low": down(found.low), "high": up(found.high)}


def _part_as_json(one: Part) -> dict[str, Any]:
    return {
        "key": one.key,
        "points": exact(one.points),
        "low": down(one.range.low),
        "high": up(one.range.high),
        "weight": exact(one.weight),
        "contribution": exact(one.contribution),
        "known": one.is_known,
    }
