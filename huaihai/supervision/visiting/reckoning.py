"""What follows from the published rows: answers, scores, agreement of coders. Anybody can repeat it.

A place is as it should be in an item if every visit that could tell found it so; its share is one of places, so that
two visits to one place do not count as two places. Shares have Wilson's interval (`kit.intervals`); the score of a
city is the mean of its places, with a bootstrap over places whose seed stands in the file.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from huaihai.kit.intervals import wilson
from huaihai.supervision.measures.alpha import Agreement, Level, agreement
from huaihai.supervision.visiting.plan import NOT_SEEN, Item, Plan

type Row = Mapping[str, Any]  # place, city, answers, codes: see docs/guides/visit-file.md
COVER = 0.95


def goodness(plan: Plan, item: Item, row: Row) -> Fraction | None:
    """1 if the visit found it as it should be, 0 if not, between where coders differ and the plan takes their mean;
    None where it cannot be told."""
    if not item.is_coded:
        value = row["answers"].get(item.key, "")
        return None if value in ("", NOT_SEEN) else Fraction(int(item.is_good(value)))
    said = [code for code in row["codes"].get(item.key, ()) if code]
    if len(said) < 2 or (plan.differ == "leave-out" and len(set(said)) > 1):
        return None
    return Fraction(sum(item.is_good(code) for code in said), len(said))


def items(plan: Plan, rows: Sequence[Row], dropped: frozenset[str]) -> list[dict[str, Any]]:
    """The result of each item that counts, over these rows; weak items are named without a result."""
    return [
        {"item": item.key, "dropped": True}
        if item.key in dropped
        else {"item": item.key, "dropped": False, **_share(plan, item, rows)}
        for item in plan.items
        if item.counts
    ]


def answers(plan: Plan, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """How often each answer of an item with fixed answers was noted, and how often it could not be seen."""
    return [
        {"item": item.key, "answers": _counted(item, [row["answers"].get(item.key, "") for row in rows])}
        for item in plan.items
        if item.type in ("yes_no", "choice", "scale") and len(by_place(rows)) >= plan.show_from
    ]


def score(plan: Plan, rows: Sequence[Row], dropped: frozenset[str], *, seed: str) -> dict[str, Any]:
    """The mean score of the places, from 0 to 100, with its interval; held back for few places."""
    held = list(place_scores(plan, rows, dropped).values())
    if len(held) < plan.show_from:
        return {"held_back": True}
    mean = sum(held, Fraction(0)) / len(held)
    low, high = _bootstrap([float(one) for one in held], draws=plan.draws, seed=seed)
    return {
        "held_back": False,
        "places": len(held),
        "score": f"{float(mean):.1f}",
        "low": f"{low:.1f}",
        "high": f"{high:.1f}",
    }


def place_scores(plan: Plan, rows: Sequence[Row], dropped: frozenset[str]) -> dict[str, Fraction]:
    """Each place's score from 0 to 100: the weighted share of what was as it should be, of what could be told."""
    found: dict[str, Fraction] = {}
    for place, visits in by_place(rows).items():
        told = [
            (item.weight, value)
            for item in plan.items
            if item.counts and item.key not in dropped
            for value in [_mean(plan, item, visits)]
            if value is not None
        ]
        weight = sum(weight for weight, _value in told)
        if weight:
            found[place] = 100 * sum((weight * value for weight, value in told), Fraction(0)) / weight
    return found


def by_place(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The visits of each place."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["place"], []).append(row)
    return found


def _share(plan: Plan, item: Item, rows: Sequence[Row]) -> dict[str, Any]:
    values = {
        place: [value for row in visits if (value := goodness(plan, item, row)) is not None]
        for place, visits in by_place(rows).items()
    }
    told = {place: held for place, held in values.items() if held}
    if len(told) < plan.show_from:
        return {"held_back": True}
    good = sum(all(value == 1 for value in held) for held in told.values())
    low, high = wilson(good, len(told))
    visits = [value for held in told.values() for value in held]
    return {
        "held_back": False,
        "places": len(told),
        "good": good,
        "share": f"{good / len(told):.4f}",
        "low": f"{low:.4f}",
        "high": f"{high:.4f}",
        "visits": len(visits),
        "visits_good": sum(value == 1 for value in visits),
    }


def _mean(plan: Plan, item: Item, visits: Sequence[Row]) -> Fraction | None:
    held = [value for row in visits if (value := goodness(plan, item, row)) is not None]
    return sum(held, Fraction(0)) / len(held) if held else None


def _counted(item: Item, values: Sequence[str]) -> dict[str, int]:
    if item.type == "yes_no":
        keys = ["yes", "no"]
    elif item.type == "scale":
        keys = [str(step) for step in range(item.low, item.high + 1)]
    else:
        keys = [option.key for option in item.options]
    return {key: values.count(key) for key in [*keys, NOT_SEEN]}


def _bootstrap(values: Sequence[float], *, draws: int, seed: str) -> tuple[float, float]:
    chance = Random(seed)  # noqa: S311 # repeatable on purpose
    means = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(draws))
    tail = (1 - COVER) / 2
    return means[round((draws - 1) * tail)], means[round((draws - 1) * (1 - tail))]


def between_coders(plan: Plan, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Krippendorff's alpha of each coded item over the visits, whether it is weak by the plan's rule, and dropped."""
    return [_coded(plan, item, rows) for item in plan.coded]


def between_visits(plan: Plan, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Alpha of the other items over places that were visited more than once. Places change; it decides nothing."""
    if plan.visits_per_place < 2:
        return []
    places = by_place(rows)
    return [
        _as_facts(
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
    return _as_facts(item, found) | {"weak": is_weak, "dropped": is_weak and plan.weak == "drop"}


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


def _as_facts(item: Item, found: Agreement) -> dict[str, Any]:
    return {
        "item": item.key,
        "level": found.level,
        "units": found.units,
        "values": found.values,
        "alpha": None if found.alpha is None else f"{float(found.alpha):.4f}",
        "low": None if found.low is None else f"{found.low:.4f}",
        "high": None if found.high is None else f"{found.high:.4f}",
    }
