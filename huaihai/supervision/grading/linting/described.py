"""Products called by the brand and model of another one of the plan; laboratories of items that the plan has not."""

from typing import Any

from huaihai.supervision.grading.plan import Plan
from huaihai.supervision.grading.shape import Entry

type Label = tuple[str, str]  # brand and model


def check(file: Entry, counting: Entry, plan: Plan) -> None:
    """Note both. A product may be called otherwise than planned (a new model), but not as another one is."""
    _products(file, counting)
    if isinstance(file.held.get("labs"), list):
        for lab in file.entries("labs"):
            items: Any = lab.held.get("items")
            for key in items if isinstance(items, list) else []:
                if not isinstance(key, str) or key not in plan.item_by_key:
                    lab.wrong("unknown-item", "items", found=key)


def _products(file: Entry, counting: Entry) -> None:
    rows: Any = counting.held.get("products")
    planned = {row["key"]: _label(row) for row in rows if isinstance(row.get("key"), str)}
    for row in file.entries("products"):
        key, label = row.held.get("key"), _label(row.held)
        own = planned.get(key) if isinstance(key, str) else None
        if own is None or own == label:
            continue
        others = [label for other, label in planned.items() if other != key]
        if label in others or (label[0] != own[0] and label[0] in {brand for brand, _model in others}):
            row.wrong("called-as-another", "brand", found=" ".join(label), wanted=" ".join(own))


def _label(row: Any) -> Label:
    return str(row.get("brand") or ""), str(row.get("model") or "")
