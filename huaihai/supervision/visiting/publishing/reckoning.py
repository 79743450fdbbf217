"""What follows from the observations. Plain Python over the rows that are published, so that anybody can repeat it.

A place is as it should be in an item if every visit that could tell found it so; its share is one of places, so that
two visits to one place do not count as two places. Shares have Wilson's interval (`kit.intervals`); the score of a
city is the mean of its places, with a bootstrap over places whose seed stands in the file.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from huaihai.kit.intervals import wilson
from huaihai.supervision.visiting.plan import NOT_SEEN, Item, Plan

type Row = Mapping[str, Any]  # place, city, answers, codes: see docs/guides/visit-file.md
ALL = ""  # stands for all cities
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
