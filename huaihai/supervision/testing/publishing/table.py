"""The CSV of a test: one row for each product and item, one for each product (docs/guides/test-file.md)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponse

from huaihai.kit.csv_text import csv_file

PRODUCT = ("key", "brand", "model", "maker", "batch", "price_fen", "channel", "city", "bought_on")
ITEM = ("item", "value", "points", "failed", "na", "below", "round")
TOTAL = ("total_exact", "total", "grade_by_total", "grade", "rank", "no_grade")
FIRM = ("rank_low", "rank_high", "grade_share", "beaten_share")
HEAD = (
    "row",
    *(f"product_{name}" for name in PRODUCT),
    *ITEM,
    "item_name",
    "unit",
    "weight",
    *TOTAL,
    "downgrades",
    *FIRM,
)


def csv_of(file: Mapping[str, Any], name: str) -> HttpResponse:
    """The answer that the browser saves under this name."""
    return csv_file(name, HEAD, lines(file))


def lines(file: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Without the head, in the order of the file."""
    items = {item["key"]: item for item in file["plans"][-1]["plan"]["items"]}
    products = {product["key"]: product for product in file["products"]}
    for result in file["results"]:
        told = [products[result["product"]].get(name, "") for name in PRODUCT]
        for one in result["items"]:
            item = items[one["item"]]
            weight = result["weights"].get(one["item"], "")
            own = [_plain(one[name]) for name in ITEM]
            extra = [item["name"], item["unit"], weight]
            yield ["item", *told, *own, *extra, *[""] * (len(TOTAL) + 1 + len(FIRM))]
        firm = result["firmness"] or {}
        steps = ";".join(f"{step['key']}:{step['from']}>{step['to']}" for step in result["downgrades"])
        own = [_plain(result[name]) for name in TOTAL]
        yield [
            "total", *told, *[""] * (len(ITEM) + 3), *own, steps, *[_plain(firm.get(name)) for name in FIRM],
        ]  # fmt: skip


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value
