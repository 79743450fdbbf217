"""Reading a plan that may still lack anything: every function gives something to work with."""

from collections.abc import Mapping
from typing import Any, Final

type Plan = Mapping[str, Any]
type Row = Mapping[str, Any]
LISTS: Final = ("products", "groups", "items", "downgrades", "grades")
KINDS: Final = ("main", "spare")


def rows_of(plan: Plan, name: str) -> list[Row]:
    """The rows of one of the plan's lists that are rows at all."""
    rows = plan.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def products_of(plan: Plan) -> list[Row]:
    """The products that have a key."""
    return [row for row in rows_of(plan, "products") if isinstance(row.get("key"), str)]


def product_of(plan: Plan, key: str) -> Row | None:
    """The product with this key."""
    return next((row for row in products_of(plan) if row["key"] == key), None)


def samples_of(plan: Plan) -> dict[str, int]:
    """How many main and spare samples are bought of each product."""
    told = plan.get("samples")
    held = told if isinstance(told, Mapping) else {}
    return {kind: held[kind] if isinstance(held.get(kind), int) else 0 for kind in KINDS}


def named(product: Row) -> str:
    """A product as people call it: brand and model."""
    return f"{product.get('brand', '')} {product.get('model', '')}".strip() or str(product.get("key", ""))
