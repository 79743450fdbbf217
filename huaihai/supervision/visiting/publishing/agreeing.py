"""How far coders agree, item by item, and what the plan's rule makes of it."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from huaihai.supervision.measures.alpha import Agreement, Level, agreement
from huaihai.supervision.visiting.plan import NOT_SEEN, Item, Plan
from huaihai.supervision.visiting.publishing.reckoning import Row, by_place


def between_coders(plan: Plan, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Krippendorff's alpha of each coded item over the visits, whether it is weak by the plan's rule, and dropped."""
    return [_coded(plan, item, rows) for item in plan.coded]


def between_visits(plan: Plan, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Alpha of the other items over places that were visited more than once. Places change; it decides nothing."""
    if plan.visits_per_place < 2:
        return []
    places = by_place(rows)
    return [
        _told(
            item, _agreement(plan, item, [_noted(item, visits) for visits in places.values()], _level(item))
        )
        for item in plan.items
        if item.type in ("yes_no", "choice", "scale", "number")
    ]


def dropped(found: Sequence[dict[str, Any]]) -> frozenset[str]:
    """The items that the rule takes out of the results."""
    return frozenset(one["item"] for one in found if one["dropped"])


def _coded(plan: Plan, item: Item, rows: Sequence[Row]) -> dict[str, Any]:
    order = {choice.key: str(place) for place, choice in enumerate(item.codes)}
    units = [[code or None for code in row["codes"].get(item.key, ())] for row in rows]
    if item.level == "ordinal":  # codes rise in the order of the plan
        units = [[order[code] if code else None for code in unit] for unit in units]
    found = _agreement(plan, item, units, item.level)
    is_weak = _is_weak(found, plan.alpha_minimum)
    return _told(item, found) | {"weak": is_weak, "dropped": is_weak and plan.weak == "drop"}


def _agreement(plan: Plan, item: Item, units: Sequence[Sequence[Any]], level: Level) -> Agreement:
    return agreement(units, level, draws=plan.draws, seed=f"{plan.seed}:{item.key}")


def _is_weak(found: Agreement, least: Decimal) -> bool:
    """Too little agreement, or none that can be known. Where all said the same there is nothing to reckon with, and
    nothing against it."""
    if found.alpha is None:
        return found.units == 0
    return found.alpha < Fraction(least)


def _noted(item: Item, visits: Sequence[Row]) -> list[str | None]:
    return [
        value if (value := row["answers"].get(item.key, "")) not in ("", NOT_SEEN) else None for row in visits
    ]


def _level(item: Item) -> Level:
    return "interval" if item.type in ("scale", "number") else "nominal"


def _told(item: Item, found: Agreement) -> dict[str, Any]:
    return {
        "item": item.key,
        "level": found.level,
        "units": found.units,
        "values": found.values,
        "alpha": None if found.alpha is None else f"{float(found.alpha):.4f}",
        "low": None if found.low is None else f"{found.low:.4f}",
        "high": None if found.high is None else f"{found.high:.4f}",
    }
