"""From values to places: limits, points, weights, one rounding, grade, downgrades, place; each step in the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from huaihai.supervision.grading.items import Item, is_worse
from huaihai.supervision.grading.numbers import FULL, ZERO, rounded
from huaihai.supervision.grading.plan import Plan, Trigger
from huaihai.supervision.grading.readings import Counted, Measured, measure

type NoGrade = Literal["", "not-applicable", "nothing-applies"]
type Measures = Mapping[str, Measured]  # by item


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What an item came to; `points` from 0 to 100, None where it does not apply."""

    item: str
    measured: Measured
    points: Fraction | None
    failed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A downgrade that held, and the grade before and after."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Result:
    """A product's result. `units` is the total in whole units of its last digit; None without a grade."""

    product: str
    items: tuple[ItemResult, ...]
    no_grade: NoGrade
    weights: Mapping[str, Fraction]
    exact: Fraction | None = None
    units: int | None = None
    grade_by_total: str | None = None
    downgrades: tuple[Step, ...] = ()
    grade: str | None = None
    rank: int | None = None


def grade(plan: Plan, products: Sequence[str], readings: Counted) -> tuple[Result, ...]:
    """Every product's result, in this order. `readings` are those that `readings.parse` found to count."""
    return placed(plan, [judge(plan, product, measures_of(plan, product, readings)) for product in products])


def measures_of(plan: Plan, product: str, readings: Counted) -> dict[str, Measured]:
    """One value for each item of a product."""
    return {item.key: measure(item, readings[product, item.key]) for item in plan.items}


def judge(plan: Plan, product: str, measures: Measures) -> Result:
    """All of a product's result but its place among the others."""
    items = tuple(judge_item(item, measures[item.key]) for item in plan.items)
    weights, no_grade = weights_of(plan, {one.item for one in items if one.points is not None})
    if no_grade:
        return Result(product, items, no_grade, {})
    exact = total_of(weights, {one.item: one.points for one in items})
    units = rounded(exact, plan.digits, plan.mode)
    by_total = grade_of(plan, units)
    steps = downgrades(plan, items, by_total)
    return Result(
        product=product,
        items=items,
        no_grade="",
        weights=weights,
        exact=exact,
        units=units,
        grade_by_total=by_total,
        downgrades=steps,
        grade=steps[-1].after if steps else by_total,
    )


def judge_item(item: Item, measured: Measured) -> ItemResult:
    """Whether the limit holds, and the points."""
    value = measured.value
    if value is None:
        return ItemResult(item.key, measured, None, failed=False)
    failed = item.limit is not None and is_worse(value, item.limit, low_is_better=item.low_is_better)
    return ItemResult(item.key, measured, item.scale.points(value), failed)


def weights_of(plan: Plan, applies: set[str]) -> tuple[dict[str, Fraction], NoGrade]:
    """The weights that count when only these items apply, or why there can be no total."""
    left = sum((item.weight for item in plan.items if item.key in applies), ZERO)
    if not left:
        return {}, "nothing-applies"
    if len(applies) < len(plan.items) and plan.not_applicable == "no-grade":
        return {}, "not-applicable"
    if plan.not_applicable == "full" or len(applies) == len(plan.items):
        return {item.key: item.weight for item in plan.items}, ""
    return {item.key: item.weight * FULL / left if item.key in applies else ZERO for item in plan.items}, ""


def total_of(weights: Mapping[str, Fraction], points: Mapping[str, Fraction | None]) -> Fraction:
    """The weighted total, not rounded. What does not apply counts in full, where its weight is left."""
    parts = (
        weight * (FULL if points[key] is None else points[key] or ZERO) for key, weight in weights.items()
    )
    return sum(parts, ZERO) / FULL


def grade_of(plan: Plan, units: int) -> str:
    """The first grade that the rounded total reaches."""
    return next(one.key for one in plan.grades if units >= one.least * 10**plan.digits)


def downgrades(plan: Plan, items: Sequence[ItemResult], by_total: str) -> tuple[Step, ...]:
    """The rules that hold, in the plan's order, each from the grade that the one before left."""
    found: list[Step] = []
    now = by_total
    for rule in plan.downgrades:
        if holds(plan, rule.when, items):
            after = max(now, rule.at_best, key=plan.level.__getitem__)
            found.append(Step(rule.key, now, after))
            now = after
    return tuple(found)


def holds(plan: Plan, when: Trigger, items: Sequence[ItemResult]) -> bool:
    """Whether a downgrade's trigger holds. What does not apply neither failed nor has too few points."""
    if when.kind == "group":
        return sum(one.failed for one in items if plan.item_by_key[one.item].group == when.key) >= when.least
    one = next(one for one in items if one.item == when.key)
    if when.kind == "failed":
        return one.failed
    return one.points is not None and one.points < when.points


def placed(plan: Plan, results: Sequence[Result]) -> tuple[Result, ...]:
    """With places: by grade, then by the rounded total; equal ones share a place, the next is left out."""
    order = {one.product: standing(plan, one.grade, one.units) for one in results}
    scores = sorted((score for score in order.values() if score is not None), reverse=True)
    first = {score: number for number, score in reversed(list(enumerate(scores, start=1)))}
    return tuple(
        one if (score := order[one.product]) is None else replace(one, rank=first[score]) for one in results
    )


def standing(plan: Plan, grade: str | None, units: int | None) -> tuple[int, int] | None:
    """What places go by: the higher, the better. None without a grade."""
    return None if grade is None or units is None else (-plan.level[grade], units)
