"""Steps 5 and 6 of a product: whether it may have a grade, its weights, its total and the one rounding."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from huaihai.supervision.grading import engine
from huaihai.supervision.grading.linting import early, grades
from huaihai.supervision.grading.linting.stated import Stated, told
from huaihai.supervision.grading.numbers import FULL, ZERO, fixed, rounded
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.shape import as_decimal

type Points = Mapping[str, Fraction | None]
GRADED = ("total_exact", "total", "grade_by_total", "grade", "rank")


def check(plan: Plan, result: Stated) -> None:
    """Note what does not follow. Where an item is missing or has no points, nothing more can be said."""
    if len(result.items) != len(plan.items):
        return
    weights, no_grade = engine.weights_of(plan, {key for key, one in result.items.items() if not one.na})
    if result.held.get("no_grade") != no_grade:
        _wrong(result, "no-grade-word", "no_grade", found=result.held.get("no_grade"), wanted=no_grade)
    if no_grade:
        if any(result.held.get(name) is not None for name in GRADED):
            _wrong(result, "graded-against-rule", "grade")
        return
    if any(result.held.get(name) is None for name in GRADED):
        _wrong(result, "grade-missing", "grade")
        return
    _check_weights(plan, result, weights)
    points = {key: one.points for key, one in result.items.items()}
    if result.exact is not None and not any(
        points[key] is None and not one.na for key, one in result.items.items()
    ):
        _check_total(plan, result, weights, points)
    grades.check(plan, result)


def _check_weights(plan: Plan, result: Stated, right: Mapping[str, Fraction]) -> None:
    for key, weight in right.items():
        said = result.weights.get(key)
        if said != weight:
            code = "na-spread" if any(one.na for one in result.items.values()) else "weights-changed"
            name = plan.item_by_key[key].name
            _wrong(result, code, f"weights.{key}", called=name, found=told(said), wanted=told(weight))
            return


def _check_total(plan: Plan, result: Stated, right: Mapping[str, Fraction], points: Points) -> None:
    """A total may follow from the stated weights and points or from the right ones: an error is named once."""
    stated = result.exact if result.exact is not None else ZERO
    weights = {key: result.weights.get(key, weight) for key, weight in right.items()}
    due = [engine.total_of(own, given) for own in (weights, right) for given in (points, _due(plan, result))]
    if stated not in due:
        is_early = early.is_rounded(stated, due[0]) or stated in set(_early_totals(weights, points))
        code = "rounded-early" if is_early else _why_total(plan, result, points)
        _wrong(result, code, "total_exact", found=told(stated), wanted=told(due[0]))
    wanted = fixed(rounded(stated, plan.digits, plan.mode), plan.digits) if stated >= 0 else ""
    if result.total != wanted:
        said = as_decimal(result.total)
        is_early = said is not None and said in set(_late_roundings(plan, stated, weights, points))
        code = "rounded-early" if is_early else "rounding-wrong"
        _wrong(result, code, "total", found=result.held.get("total"), wanted=wanted)


def _due(plan: Plan, result: Stated) -> Points:
    """The points that follow from the stated values."""
    return {
        key: None if one.value is None or one.na else plan.item_by_key[key].scale.points(one.value)
        for key, one in result.items.items()
    }


def _why_total(plan: Plan, result: Stated, points: Points) -> str:
    some_missing = any(one.na for one in result.items.values())
    return "na-spread" if some_missing and result.exact in set(_other_totals(plan, points)) else "total-wrong"


def _early_totals(weights: Mapping[str, Fraction], points: Points) -> Iterator[Fraction]:
    """Totals of rounded points, and of rounded products of weight and points."""
    parts = [(weight, FULL if (here := points[key]) is None else here) for key, weight in weights.items()]
    for digits in range(early.MOST_DIGITS + 1):
        for mode in early.MODES:
            yield sum((weight * early.at(here, digits, mode) for weight, here in parts), ZERO) / FULL
            yield sum((early.at(weight * here / FULL, digits, mode) for weight, here in parts), ZERO)


def _late_roundings(
    plan: Plan, total: Fraction, weights: Mapping[str, Fraction], points: Points
) -> Iterator[Fraction]:
    """Rounded totals after an early rounding, or after two roundings of the total."""
    for value in (*early.roundings(total), *_early_totals(weights, points)):
        yield early.at(value, plan.digits, plan.mode)


def _other_totals(plan: Plan, points: Points) -> Iterator[Fraction]:
    """Totals by the other rules for what does not apply: weights spread over the rest, full points, or none."""
    own = {item.key: item.weight for item in plan.items}
    left = sum((weight for key, weight in own.items() if points[key] is not None), ZERO)
    counted = sum((weight * (points[key] or ZERO) for key, weight in own.items()), ZERO)
    yield counted / FULL
    yield engine.total_of(own, points)
    if left:
        yield counted / left


def _wrong(result: Stated, code: str, part: str, **facts: object) -> None:
    result.entry.wrong(code, part, product=result.product, **facts)
