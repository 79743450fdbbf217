"""The JSON form of results, and reading a file of unknown origin."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from huaihai.kit import strict_json
from huaihai.supervision.grading import engine, readings
from huaihai.supervision.grading.engine import Result
from huaihai.supervision.grading.firmness import Firmness, firmness
from huaihai.supervision.grading.numbers import exact, fixed
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.problems import Problem, problem

FORMAT: Final = "huaihai-supervision-test/1"


class FileError(ValueError):
    """What was given is no JSON object that says each thing once."""


def results_of(
    plan: Plan, products: Sequence[str], samples: Sequence[Any], rows: Sequence[Any]
) -> list[dict[str, Any]]:
    """`results` of the file: of these products, in this order, from its `samples` and `readings` (JSON form).

    Raises ReadingError with all that is missing or wrong.
    """
    judged = engine.grade(plan, products, readings.parse(plan, products, samples, rows))
    firm = firmness(plan, judged)
    return [result_json(plan, one, firm.get(one.product)) for one in judged]


def result_json(plan: Plan, result: Result, firm: Firmness | None) -> dict[str, Any]:
    """One product's result as it stands in the file."""
    return {
        "product": result.product,
        "items": [_item_json(one) for one in result.items],
        "weights": {key: exact(weight) for key, weight in result.weights.items()},
        "total_exact": None if result.exact is None else exact(result.exact),
        "total": None if result.units is None else fixed(result.units, plan.digits),
        "grade_by_total": result.grade_by_total,
        "downgrades": [{"key": one.key, "from": one.before, "to": one.after} for one in result.downgrades],
        "grade": result.grade,
        "rank": result.rank,
        "no_grade": result.no_grade,
        "firmness": None if firm is None else asdict(firm),
    }


def read(data: bytes) -> dict[str, Any]:
    """The file that these bytes are. Raises FileError."""
    try:
        found = strict_json.read(data)
    except ValueError as error:
        raise FileError(str(error)) from error
    if not isinstance(found, dict):
        raise FileError("not a JSON object")
    return found


def other_format(file: Mapping[str, Any]) -> Problem | None:
    """That the file is of another kind; None: it is a test file."""
    found = file.get("format")
    if found == FORMAT:
        return None
    if found is None:
        return problem("no-format", "format", wanted=FORMAT)
    return problem("other-format", "format", found=found, wanted=FORMAT)


def _item_json(one: engine.ItemResult) -> dict[str, Any]:
    value = one.measured.value
    return {
        "item": one.item,
        "value": None if value is None else exact(value),
        "points": None if one.points is None else exact(one.points),
        "failed": one.failed,
        "na": one.measured.na,
        "below": one.measured.below,
        "round": one.measured.round,
    }
