"""Results as JSON and as a table, a file of unknown origin read, and every result of a file computed again."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from huaihai.kit import strict_json
from huaihai.kit.cells import cell
from huaihai.supervision.grading import engine, numbers, plan, readings
from huaihai.supervision.grading.engine import Result
from huaihai.supervision.grading.firmness import Firmness, firmness
from huaihai.supervision.grading.numbers import exact, fixed
from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.shape import Entry, Notes, PlanError, Problem, problem

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


@dataclass(frozen=True)
class Compared:
    """One product: the result as it comes out, as the file has it (empty: not at all), and the names that differ."""

    product: str
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    differing: tuple[str, ...]


def recompute(file: Mapping[str, Any]) -> list[Compared]:
    """All products again, from plan and readings alone. Raises PlanError, ReadingError where that cannot be done."""
    if (stranger := other_format(file)) is not None:
        raise PlanError([stranger])
    entry = Entry(file, "", Notes())
    versions = entry.entries("plans")
    if not versions or not isinstance(versions[-1].held.get("plan"), dict):
        raise PlanError([problem("no-plan", "plans")])
    products = [row.word("key") for row in entry.entries("products")]
    samples, readings = entry.held.get("samples"), entry.held.get("readings")
    ours = results_of(
        plan.parse(versions[-1].held["plan"]),
        products,
        samples if isinstance(samples, list) else [],
        readings if isinstance(readings, list) else [],
    )
    theirs = {row.word("product"): row.held for row in entry.entries("results")}
    return [_compared(one, theirs.get(one["product"], {})) for one in ours]


def _compared(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Compared:
    differing = tuple(name for name, value in ours.items() if theirs.get(name) != value)
    return Compared(ours["product"], ours, theirs, differing)


PRODUCT: Final = ("product", "brand", "model", "maker", "batch", "channel", "city", "bought_on", "price_fen")
ITEM: Final = (
    *(
        "item",
        "name",
        "group",
        "unit",
        "value",
        "below",
        "na",
        "limit",
        "failed",
        "points",
        "weight",
        "round",
    ),
)
TOTAL: Final = ("total_exact", "total", "grade_by_total", "downgrades", "grade", "rank", "no_grade")
FIRM: Final = ("rank_low", "rank_high", "grade_share", "beaten_share")
NUMBER: Final = re.compile(r"-?[0-9]+([./][0-9]+)?")
DECIMALS: Final = 10
EXACT: Final = {
    "value",
    "points",
    "weight",
    "total_exact",
}  # only there is "5/6" a number: a batch may read so
HEAD: Final = ("row", *PRODUCT, *ITEM, *TOTAL, *FIRM)


def text(file: Mapping[str, Any]) -> str:
    """The CSV of a file that has its results; with the mark of UTF-8, and no cell that would run as a formula."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, HEAD, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows(file):
        writer.writerow({name: _cell(name, value) for name, value in row.items()})
    return "\ufeff" + written.getvalue()


def rows(file: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows, in the order of the results: the items of a product, then its total."""
    items = {item["key"]: item for item in file["plans"][-1]["plan"]["items"]}
    products = {product["key"]: product for product in file["products"]}
    for result in file["results"]:
        bought = {name: products[result["product"]].get(name, "") for name in PRODUCT[1:]}
        whose = {"product": result["product"], **bought}
        for one in result["items"]:
            planned = items[one["item"]]
            yield {
                "row": "item",
                **whose,
                **{name: planned[name] for name in ("name", "group", "unit")},
                **{name: one[name] for name in ("item", "value", "below", "na", "failed", "points")},
                "limit": " ".join((planned["limit"] or {}).values()),
                "weight": result["weights"].get(one["item"], ""),
                "round": one.get("round", ""),
            }
        steps = " ".join(step["key"] for step in result["downgrades"])
        totals = {name: result[name] for name in TOTAL} | {"downgrades": steps}
        yield {"row": "total", **whose, **totals, **(result["firmness"] or {})}


def _cell(column: str, value: Any) -> str:
    """A fraction as a decimal, for a spreadsheet would take it for a day; text that it cannot run."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str) or NUMBER.fullmatch(value) is None:
        return cell(value)
    is_fraction = column in EXACT and "/" in value
    return f"{numbers.parse_exact(value):.{DECIMALS}f}" if is_fraction else value
