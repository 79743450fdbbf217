"""The file as a table: one row for each product and item, one for each product's total (docs/guides/test-file.md)."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from huaihai.kit.cells import cell
from huaihai.supervision.grading import numbers

PRODUCT: Final = ("product", "brand", "model", "batch", "channel", "city", "bought_on", "price_fen")
ITEM: Final = ("item", "name", "group", "unit", "value", "below", "na", "limit", "failed", "points", "weight")
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
