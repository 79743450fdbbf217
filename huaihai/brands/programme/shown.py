"""Criteria as people read them: by heart and by axis, each in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands.programme import words
from huaihai.brands.programme.content import name_of
from huaihai.brands.scoring.criteria import Criteria
from huaihai.brands.scoring.criterion import Criterion
from huaihai.brands.scoring.names import AXES, HEARTS, SHARES
from huaihai.brands.scoring.results import one_digit
from huaihai.brands.scoring.rules import Trigger
from huaihai.supervision.grading.numbers import FULL, ZERO, exact

type Words = Promise | str


@dataclass(frozen=True)
class CriterionShown:
    """One criterion in words; `threshold` and `kinds` are empty where there are none."""

    key: str
    name: str
    evidence: Words
    axis: Words
    weight: str
    points: str
    threshold: str
    kinds: str


@dataclass(frozen=True)
class Group:
    """What stands under one heart, or under none (`key` empty)."""

    key: str
    label: Words
    meaning: Words
    weight: str
    rows: tuple[CriterionShown, ...]


@dataclass(frozen=True)
class AxisShown:
    """One axis: its weight, and the criteria that make it."""

    label: Words
    weight: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class RuleShown:
    """One written rule: when it holds, and what follows."""

    name: str
    when: str
    does: Words


def hearts(criteria: Criteria, kind: str = "") -> list[Group]:
    """The three hearts, then what stands under none; for one kind with weights out of 100."""
    weights = _weights(criteria, kind)
    found = []
    for key in (*HEARTS, ""):
        rows = [one for one in criteria.items if one.heart == key and one.key in weights]
        if rows:
            label = words.HEARTS[key] if key else pgettext("heart", "For all three hearts")
            meaning = words.HEARTS_MEANT[key] if key else ""
            shown = tuple(_criterion(one, weights[one.key]) for one in rows)
            found.append(Group(key, label, meaning, _sum(weights, rows), shown))
    return found


def axes(criteria: Criteria, kind: str = "") -> list[AxisShown]:
    """The four axes in the words of the article."""
    weights = _weights(criteria, kind)
    found = []
    for key in AXES:
        rows = [one for one in criteria.items if one.axis == key and one.key in weights]
        names = tuple(name_of(one.name) for one in rows)
        found.append(AxisShown(words.AXES[key], _sum(weights, rows), names))
    return found


def rules(criteria: Criteria) -> list[RuleShown]:
    """The written rules of conduct."""
    return [RuleShown(name_of(one.name), when(one), words.DOES[one.does]) for one in criteria.triggers]


def admission(criteria: Criteria) -> list[tuple[Words, str]]:
    """What is asked of an entry, label and value."""
    asked = criteria.admission
    return [
        (label, exact(value) if isinstance(value, Fraction) else str(value))
        for name, label in words.ADMISSION.items()
        if (value := getattr(asked, name)) is not None
    ]


def clocks(criteria: Criteria) -> list[tuple[Words, int]]:
    """How long each step of a proceeding takes, label and days."""
    return [(label, getattr(criteria.clocks, name)) for name, label in words.CLOCKS.items()]


def when(rule: Trigger) -> str:
    """When a rule holds, in one sentence."""
    if rule.below is not None:
        return _("The score falls below %(limit)s points.") % {"limit": exact(rule.below)}
    limit = rule.least or ZERO
    said = {"what": words.MEASURES[rule.measure], "months": rule.within_months}
    if rule.measure in SHARES:
        return _("In %(months)s months: %(what)s at least %(limit)s%%.") % {
            **said,
            "limit": exact(FULL * limit),
        }
    return _("In %(months)s months: %(what)s, at least %(limit)s.") % {**said, "limit": exact(limit)}


def how(one: Criterion) -> str:
    """How its evidence becomes points, in one or two sentences."""
    if one.shape == "share":
        return _(
            "The share of good ones. Where nothing is known it is %(share)s points; from %(n)s cases on, what really "
            "happened weighs more than that."
        ) % {"share": exact(FULL * one.prior.share), "n": exact(one.prior.strength)}
    if one.shape == "yes":
        return _("Yes: 100 points, no: 0.")
    if one.shape == "points":
        return _("Points from 0 to 100 as they were given.")
    return pgettext("list", "; ").join(
        [*_steps(one), _("otherwise %(points)s") % {"points": exact(one.steps.otherwise)}]
    )


def _criterion(one: Criterion, weight: Fraction) -> CriterionShown:
    least = "" if one.threshold is None else exact(one.threshold)
    return CriterionShown(
        one.key,
        name_of(one.name),
        words.EVIDENCE[one.evidence],
        words.AXES[one.axis],
        _short(weight),
        how(one),
        least,
        _kinds(one),
    )


def _kinds(one: Criterion) -> str:
    return pgettext("list", ", ").join(str(label) for key, label in words.KINDS.items() if key in one.kinds)


def _steps(one: Criterion) -> Iterable[str]:
    for bound, points in one.steps.bounds:
        said = {"n": exact(bound), "points": exact(points)}
        if one.steps.better == "high":
            yield _("%(n)s or more: %(points)s points") % said
        elif bound:
            yield _("at most %(n)s: %(points)s points") % said
        else:
            yield _("none: %(points)s points") % said


def _weights(criteria: Criteria, kind: str) -> dict[str, Fraction]:
    """By key: as written, or for one kind out of 100."""
    if not kind:
        return {one.key: one.weight for one in criteria.items}
    held = criteria.for_kind(kind)
    whole = sum((one.weight for one in held), ZERO)
    return {one.key: FULL * one.weight / whole for one in held}


def _sum(weights: dict[str, Fraction], rows: Iterable[Criterion]) -> str:
    return _short(sum((weights[one.key] for one in rows), ZERO))


def _short(weight: Fraction) -> str:
    return str(weight) if weight.denominator == 1 else one_digit(weight)
