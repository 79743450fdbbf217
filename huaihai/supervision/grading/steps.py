"""The steps of the results, each checked against the step before it: values, points, totals, grades, places."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction

from huaihai.supervision.grading import engine
from huaihai.supervision.grading import stated as grading_stated
from huaihai.supervision.grading.engine import ItemResult, Step, judge_item
from huaihai.supervision.grading.firmness import firmness
from huaihai.supervision.grading.items import SUBSTITUTES, Item
from huaihai.supervision.grading.numbers import FULL, ZERO, fixed, rounded
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.readings import Counted, Measured, Reading, combined, is_below, measure
from huaihai.supervision.grading.shape import as_decimal
from huaihai.supervision.grading.stated import Stated, StatedItem, as_text


def check_items(plan: Plan, result: Stated, readings: Mapping[str, Sequence[Reading]]) -> None:
    """Note every value, failing and number of points that does not follow."""
    for key, stated in result.items.items():
        item = plan.item_by_key[key]
        if key in readings:
            _check_value(result.product, item, stated, readings[key])
        _check_points(result.product, item, stated)


def _check_value(product: str, item: Item, stated: StatedItem, readings: Sequence[Reading]) -> None:
    right = measure(item, readings)
    facts = {"product": product, "called": item.name}
    if bool(stated.na) != bool(right.na):
        stated.entry.wrong("na-not-as-read", "na", **facts)
    elif stated.value != right.value:
        numbers = {"found": as_text(stated.value), "wanted": as_text(right.value)}
        stated.entry.wrong(_why(item, stated, right, readings), "value", **numbers, **facts)
    for name in ("na", "below", "round"):
        said = stated.entry.held.get(name)
        if bool(stated.na) == bool(right.na) and said != getattr(right, name):
            stated.entry.wrong("word-not-as-read", name, found=said, wanted=getattr(right, name), **facts)


def _why(item: Item, stated: StatedItem, right: Measured, readings: Sequence[Reading]) -> str:
    if stated.value is None or right.value is None:
        return "value-wrong"
    if stated.value in set(_other_substitutes(item, readings)):
        return "detection-rule"
    return "rounded-early" if grading_stated.is_rounded(stated.value, right.value) else "value-wrong"


def _other_substitutes(item: Item, readings: Sequence[Reading]) -> Iterator[Fraction]:
    """The values that come out if another rule is followed below the detection limit, or none."""
    if item.detection is None or not any(is_below(item, reading) for reading in readings):
        return
    for share in SUBSTITUTES.values():
        yield combined(
            item,
            [
                item.detection * share if is_below(item, reading) else reading.value or Fraction(0)
                for reading in readings
            ],
        )
    kept = [reading.value for reading in readings if reading.value is not None]
    if kept:
        yield combined(item, kept)
    seen = [
        reading.value for reading in readings if reading.value is not None and not is_below(item, reading)
    ]
    if seen:
        yield combined(item, seen)


def _check_points(product: str, item: Item, stated: StatedItem) -> None:
    facts = {"product": product, "called": item.name}
    right = judge_item(item, Measured(None if stated.na else stated.value))
    if stated.failed != right.failed:
        stated.entry.wrong("limit-not-kept" if right.failed else "limit-was-kept", "failed", **facts)
    if stated.points == right.points:
        return
    is_early = (
        stated.points is not None and right.points is not None and _is_early(item, stated, right.points)
    )
    stated.entry.wrong(
        "rounded-early" if is_early else "points-wrong",
        "points",
        found=as_text(stated.points),
        wanted=as_text(right.points),
        **facts,
    )


def _is_early(item: Item, stated: StatedItem, right: Fraction) -> bool:
    if stated.points is None or stated.value is None:
        return False
    from_rounded = {item.scale.points(value) for value in grading_stated.roundings(stated.value)}
    return grading_stated.is_rounded(stated.points, right) or stated.points in from_rounded


def check_grade(plan: Plan, result: Stated) -> None:
    """Note a grade that does not follow from the total, and downgrades that are lost, made up or not carried out."""
    by_total = _by_total(plan, result)
    if by_total is None:
        return
    due = engine.downgrades(plan, _items(plan, result), by_total)
    said = [
        Step(row.word("key"), row.word("from"), row.word("to")) for row in result.entry.entries("downgrades")
    ]
    _check_list(plan, result, due, said)
    grade = result.entry.word("grade")
    if grade not in plan.level:
        _wrong(result, "unknown-grade", "grade", found=grade)
        return
    last = said[-1].after if said else by_total
    if grade == last:
        return
    is_lost = last in plan.level and plan.level[grade] < plan.level[last]
    _wrong(
        result,
        "downgrade-not-carried-out" if said and is_lost else "grade-wrong",
        "grade",
        found=grade,
        wanted=last,
    )


def _by_total(plan: Plan, result: Stated) -> str | None:
    """The stated grade by total; the right one if that is none of the plan's, None without a total."""
    total = as_decimal(result.total)
    if total is None or total < 0:
        _wrong(result, "not-number", "total", found=result.held.get("total"))
        return None
    right = next(grade.key for grade in plan.grades if total >= grade.least)
    said = result.entry.word("grade_by_total")
    if said != right:
        _wrong(result, "grade-not-from-total", "grade_by_total", found=said, wanted=right, total=result.total)
    return said if said in plan.level else right


def _items(plan: Plan, result: Stated) -> list[ItemResult]:
    stated = [(item.key, result.items[item.key]) for item in plan.items]
    return [ItemResult(key, Measured(one.value), one.points, one.failed) for key, one in stated]


def _check_list(plan: Plan, result: Stated, due: tuple[Step, ...], said: list[Step]) -> None:
    names = {rule.key: rule.name for rule in plan.downgrades}
    due_keys, said_keys = [step.key for step in due], [step.key for step in said]
    for key in due_keys:
        if key not in said_keys:
            _wrong(result, "downgrade-lost", "downgrades", rule=names[key], found=result.held.get("grade"))
    for key in said_keys:
        if key not in due_keys:
            _wrong(result, "downgrade-not-due", "downgrades", rule=names.get(key, key))
    if sorted(due_keys) == sorted(said_keys) and list(due) != said:
        _wrong(result, "downgrade-steps", "downgrades")


def _wrong(result: Stated, code: str, part: str, **facts: object) -> None:
    result.entry.wrong(code, part, product=result.product, **facts)


type Points = Mapping[str, Fraction | None]
GRADED = ("total_exact", "total", "grade_by_total", "grade", "rank")


def check_total(plan: Plan, result: Stated) -> None:
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
    check_grade(plan, result)


def _check_weights(plan: Plan, result: Stated, right: Mapping[str, Fraction]) -> None:
    for key, weight in right.items():
        said = result.weights.get(key)
        if said != weight:
            code = "na-spread" if any(one.na for one in result.items.values()) else "weights-changed"
            name = plan.item_by_key[key].name
            _wrong(result, code, f"weights.{key}", called=name, found=as_text(said), wanted=as_text(weight))
            return


def _check_total(plan: Plan, result: Stated, right: Mapping[str, Fraction], points: Points) -> None:
    """A total may follow from the stated weights and points or from the right ones: an error is named once."""
    stated = result.exact if result.exact is not None else ZERO
    weights = {key: result.weights.get(key, weight) for key, weight in right.items()}
    due = [engine.total_of(own, given) for own in (weights, right) for given in (points, _due(plan, result))]
    if stated not in due:
        is_early = grading_stated.is_rounded(stated, due[0]) or stated in set(_early_totals(weights, points))
        code = "rounded-early" if is_early else _why_total(plan, result, points)
        _wrong(result, code, "total_exact", found=as_text(stated), wanted=as_text(due[0]))
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
    for digits in range(grading_stated.MOST_DIGITS + 1):
        for mode in grading_stated.MODES:
            yield sum((weight * grading_stated.at(here, digits, mode) for weight, here in parts), ZERO) / FULL
            yield sum((grading_stated.at(weight * here / FULL, digits, mode) for weight, here in parts), ZERO)


def _late_roundings(
    plan: Plan, total: Fraction, weights: Mapping[str, Fraction], points: Points
) -> Iterator[Fraction]:
    """Rounded totals after an early rounding, or after two roundings of the total."""
    for value in (*grading_stated.roundings(total), *_early_totals(weights, points)):
        yield grading_stated.at(value, plan.digits, plan.mode)


def _other_totals(plan: Plan, points: Points) -> Iterator[Fraction]:
    """Totals by the other rules for what does not apply: weights spread over the rest, full points, or none."""
    own = {item.key: item.weight for item in plan.items}
    left = sum((weight for key, weight in own.items() if points[key] is not None), ZERO)
    counted = sum((weight * (points[key] or ZERO) for key, weight in own.items()), ZERO)
    yield counted / FULL
    yield engine.total_of(own, points)
    if left:
        yield counted / left


def check_places(plan: Plan, results: Sequence[Stated]) -> None:
    """Note every place that does not follow. `results` are those of all products."""
    standings = {one.product: _standing(plan, one) for one in results}
    for one in results:
        mine = standings[one.product]
        if mine is None:
            continue
        rank = 1 + sum(other is not None and other > mine for other in standings.values())
        said = one.held.get("rank")
        if said != rank or isinstance(said, bool):
            one.entry.wrong("rank-wrong", "rank", product=one.product, found=said, wanted=rank)


def check_firmness(plan: Plan, results: Sequence[Stated], counted: Counted) -> None:
    """Note what differs from a new computation. To be asked only where everything before is right."""
    firm = firmness(plan, engine.grade(plan, [one.product for one in results], counted))
    for one in results:
        right = firm.get(one.product)
        wanted = None if right is None else asdict(right)
        said = one.held.get("firmness")
        if said != wanted:
            one.entry.wrong("firmness-wrong", "firmness", product=one.product, **_first(said, wanted))


def _standing(plan: Plan, result: Stated) -> tuple[int, Fraction] | None:
    grade, total = result.entry.word("grade"), as_decimal(result.total)
    if result.held.get("no_grade") or grade not in plan.level or total is None:
        return None
    return -plan.level[grade], total


def _first(said: object, wanted: Mapping[str, object] | None) -> dict[str, object]:
    """The first part that differs."""
    stated, right = said if isinstance(said, Mapping) else {}, wanted or {}
    for name in ("rank_low", "rank_high", "grade_share", "beaten_share"):
        if stated.get(name) != right.get(name):
            return {"found": stated.get(name, "–"), "wanted": right.get(name, "–")}
    return {"found": "–", "wanted": "–"}
