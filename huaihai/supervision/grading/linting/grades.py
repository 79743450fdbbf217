"""Steps 7 and 8 of a product: grade by the stated total, and the downgrades that hold by the stated items."""

from huaihai.supervision.grading import engine
from huaihai.supervision.grading.engine import ItemResult, Step
from huaihai.supervision.grading.linting.stated import Stated
from huaihai.supervision.grading.measuring import Measured
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.shape import as_decimal


def check(plan: Plan, result: Stated) -> None:
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
