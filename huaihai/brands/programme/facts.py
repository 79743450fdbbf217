"""Criteria as people read them, two versions beside each other, and how a basis or a version stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from huaihai.brands.models import Basis, CriteriaVersion
from huaihai.brands.programme import words
from huaihai.brands.programme.content import name_of
from huaihai.brands.scoring.criteria import Criteria, Trigger
from huaihai.brands.scoring.criterion import Criterion
from huaihai.brands.scoring.engine import one_digit
from huaihai.brands.scoring.names import AXES, HEARTS, SHARES
from huaihai.desk.lives import Words
from huaihai.supervision.grading.numbers import FULL, ZERO, exact

NOTHING = "–"
type State = tuple[Promise, str]
WRITTEN: State = (pgettext_lazy("basis", "written down, not adopted"), "warn")
ENDED: State = (pgettext_lazy("basis", "ended"), "calm")
OVER: State = (pgettext_lazy("basis", "over"), "calm")
REPEALED: State = (pgettext_lazy("basis", "repealed"), "calm")
TO_COME: State = (pgettext_lazy("basis", "adopted, still to come"), "")
IN_FORCE: State = (pgettext_lazy("basis", "in force"), "ok")
FIXED: State = (pgettext_lazy("criteria", "fixed, not adopted"), "warn")
COUNTS: State = (pgettext_lazy("criteria", "counts today"), "ok")
ADOPTED: State = (pgettext_lazy("criteria", "adopted, does not count today"), "calm")


@dataclass(frozen=True)
class CriterionFacts:
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
    rows: tuple[CriterionFacts, ...]


@dataclass(frozen=True)
class AxisFacts:
    """One axis: its weight, and the criteria that make it."""

    label: Words
    weight: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class RuleFacts:
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


def axes(criteria: Criteria, kind: str = "") -> list[AxisFacts]:
    """The four axes in the words of the article."""
    weights = _weights(criteria, kind)
    found = []
    for key in AXES:
        rows = [one for one in criteria.items if one.axis == key and one.key in weights]
        names = tuple(name_of(one.name) for one in rows)
        found.append(AxisFacts(words.AXES[key], _sum(weights, rows), names))
    return found


def rules(criteria: Criteria) -> list[RuleFacts]:
    """The written rules of conduct."""
    return [RuleFacts(name_of(one.name), when(one), words.DOES[one.does]) for one in criteria.triggers]


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


def _criterion(one: Criterion, weight: Fraction) -> CriterionFacts:
    least = "" if one.threshold is None else exact(one.threshold)
    return CriterionFacts(
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


@dataclass(frozen=True)
class Change:
    """Where, and what stood there before and stands there now."""

    where: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Everything that the later version says otherwise, in its order; rows that are new or gone in one line each."""
    old, new = dict(_flat(before)), dict(_flat(after))
    old_rows, new_rows = _rows(old), _rows(new)
    added = [Change(_where(row, after), NOTHING, _("new")) for row in new_rows if row not in old_rows]
    gone = [
        Change(_where(row, before), _("was there"), _("left out")) for row in old_rows if row not in new_rows
    ]
    one_sided = set(old_rows) ^ set(new_rows)
    changed = [
        Change(_where(place, after), old.get(place, NOTHING), new.get(place, NOTHING))
        for place in {**new, **old}
        if _row(place) not in one_sided and old.get(place) != new.get(place)
    ]
    return [*added, *gone, *changed]


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every single value by its place; rows of a list are named by their key."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
        for row in value:
            yield from _flat(row, f"{place}.{row['key']}")
    else:
        yield place, _said(value)


def _said(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, list):
        pieces = [": ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value]
        return pgettext("list", ", ").join(pieces) or NOTHING
    return str(value)


def _rows(places: Mapping[str, str]) -> list[str]:
    """The rows that these places belong to, in their order."""
    return list(dict.fromkeys(row for place in places if (row := _row(place))))


def _row(place: str) -> str:
    """The criterion or rule that a place belongs to: "criteria.fund"; empty for others."""
    pieces = place.split(".")
    return ".".join(pieces[:2]) if pieces[0] in words.NAMED and len(pieces) > 1 else ""


def _where(place: str, content: Mapping[str, Any]) -> str:
    return words.place(place, content)


def of_basis(row: Basis, today: date) -> State:
    """How this basis stands today; its resolution is at hand."""
    if row.ended_on is not None and row.ended_on <= today:
        return ENDED
    if row.resolution is None:
        return WRITTEN
    if row.until_on is not None and row.until_on < today:
        return OVER
    if row.resolution.repealed_from is not None and row.resolution.repealed_from <= today:
        return REPEALED
    return TO_COME if max(row.from_on, row.resolution.in_force_from) > today else IN_FORCE


def of_version(row: CriteriaVersion, counting: CriteriaVersion | None) -> State:
    """How this version stands beside the one that counts today."""
    if row.resolution_id is None:
        return FIXED
    return COUNTS if row == counting else ADOPTED
