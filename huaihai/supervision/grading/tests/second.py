"""A second implementation of docs/guides/test-file.md, from that page alone: it imports nothing of this program.

It counts with decimals of 400 digits where the engine has fractions. Two numbers that come from different ways are
taken for the same when they differ by less than 10⁻²⁰⁰: right as long as all denominators together are shorter.
"""

import hashlib
from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal, localcontext
from math import isqrt
from statistics import NormalDist
from typing import Any

type Json = dict[str, Any]

DIGITS = 400
NEAR = Decimal(10) ** -200
HUNDRED = Decimal(100)
Z = [round(1000 * NormalDist().inv_cdf((k + 0.5) / 4096)) for k in range(4096)]


def recompute(file: Json, *, firm: bool = True) -> list[Json]:
    """Everything that `results` should say, from plan and readings; exact numbers as decimals."""
    with localcontext() as context:
        context.prec = DIGITS
        plan = file["plans"][-1]["plan"]
        products = [product["key"] for product in file["products"]]
        readings = sorted_out(file, products)
        values = {product: values_of(plan, readings[product]) for product in products}
        results = judge_all(plan, values)
        if firm and plan["draws"] and any(item["error"] for item in plan["items"]):
            add_firmness(plan, values, results)
        return results


def number(text: str) -> Decimal:
    """A decimal, or a fraction, of the file."""
    above, _, below = text.partition("/")
    with localcontext() as context:
        context.prec = DIGITS
        return Decimal(above) / Decimal(below) if below else Decimal(above)


def more(a: Decimal, b: Decimal) -> bool:
    """Whether a is really more than b."""
    return a - b > NEAR


# Step 1 and 2: readings that count, and their value


def sorted_out(file: Json, products: list[str]) -> dict[str, dict[str, list[Json]]]:
    replaced = {reading["replaces"] for reading in file["readings"]} - {None}
    owner = {sample["code"]: sample["product"] for sample in file["samples"]}
    found: dict[str, dict[str, list[Json]]] = {product: {} for product in products}
    for round_ in ("first", "retest"):
        fresh: dict[tuple[str, str], list[Json]] = {}
        for reading in file["readings"]:
            if reading["round"] == round_ and reading["id"] not in replaced:
                fresh.setdefault((owner[reading["sample"]], reading["item"]), []).append(reading)
        for (product, item), rows in fresh.items():
            found[product][item] = rows  # a retest stands instead of the first round
    return found


def values_of(plan: Json, readings: dict[str, list[Json]]) -> dict[str, Json]:
    return {item["key"]: value_of(item, readings[item["key"]]) for item in plan["items"]}


def value_of(item: Json, rows: list[Json]) -> Json:
    reasons = [row["na"] for row in rows if row["na"]]
    if reasons:
        return {"value": None, "na": reasons[0], "below": "none", "round": rows[0]["round"], "count": 0}
    numbers, below = [], 0
    for row in rows:
        is_below = row["below"]
        if (
            item["detection"]
            and row["value"] is not None
            and Decimal(row["value"]) < Decimal(item["detection"])
        ):
            is_below = True
        if is_below:
            below += 1
            share = {"zero": "0", "half": "0.5", "limit": "1"}[item["below_detection"]]
            numbers.append(Decimal(item["detection"]) * Decimal(share))
        else:
            numbers.append(Decimal(row["value"]))
    words = "none" if below == 0 else "all" if below == len(rows) else "some"
    value = combine(item, sorted(numbers))
    return {"value": value, "na": "", "below": words, "round": rows[0]["round"], "count": len(rows)}


def combine(item: Json, numbers: list[Decimal]) -> Decimal:
    count = len(numbers)
    if item["combine"] == "mean":
        return sum(numbers) / Decimal(count)
    if item["combine"] == "median":
        middle = numbers[(count - 1) // 2 : count // 2 + 1]
        return sum(middle) / Decimal(len(middle))
    return max(numbers) if item["better"] == "low" else min(numbers)


# Step 3 to 8: one product


def judge(plan: Json, values: dict[str, Json]) -> Json:
    items = [judge_item(item, values[item["key"]]) for item in plan["items"]]
    by_key = {row["item"]: row for row in items}
    result: Json = {"items": items, "weights": {}, "downgrades": [], "no_grade": "", "firmness": None}
    result |= dict.fromkeys(("total_exact", "total", "grade_by_total", "grade", "rank"))
    left = sum(Decimal(item["weight"]) for item in plan["items"] if not by_key[item["key"]]["na"])
    some_missing = any(row["na"] for row in items)
    if left == 0:
        return result | {"no_grade": "nothing-applies"}
    if some_missing and plan["not_applicable"] == "no-grade":
        return result | {"no_grade": "not-applicable"}
    total = Decimal(0)
    for item in plan["items"]:
        row, weight = by_key[item["key"]], Decimal(item["weight"])
        if some_missing and plan["not_applicable"] == "rescale":
            weight = Decimal(0) if row["na"] else weight * HUNDRED / left
        result["weights"][item["key"]] = weight
        total += weight * (HUNDRED if row["na"] else row["points"]) / HUNDRED
    result["total_exact"] = total
    result["total"] = round_once(total, plan["rounding"])
    result["grade_by_total"] = grade = next(
        one["key"] for one in plan["grades"] if Decimal(result["total"]) >= Decimal(one["from"])
    )
    for rule in plan["downgrades"]:
        if holds(plan, rule["when"], by_key):
            lower = lower_grade(plan, grade, rule["at_best"])
            result["downgrades"].append({"key": rule["key"], "from": grade, "to": lower})
            grade = lower
    return result | {"grade": grade}


def judge_item(item: Json, found: Json) -> Json:
    row: Json = {"item": item["key"], **{name: found[name] for name in ("value", "na", "below", "round")}}
    value = found["value"]
    if value is None:
        return row | {"points": None, "failed": False}
    limit = item["limit"] or {}
    failed = (
        ("max" in limit and more(value, Decimal(limit["max"])))
        or ("min" in limit and more(Decimal(limit["min"]), value))
        or (item["scale"]["type"] == "pass" and value == 0)
    )
    return row | {"points": points_of(item, value, failed=failed), "failed": failed}


def points_of(item: Json, value: Decimal, *, failed: bool) -> Decimal:
    scale = item["scale"]
    if scale["type"] in ("limit", "pass"):
        return Decimal(0) if failed else HUNDRED
    if scale["type"] == "steps":
        for bound, points in scale["steps"]:
            a, b = (value, Decimal(bound)) if item["better"] == "low" else (Decimal(bound), value)
            if not more(a, b):
                return Decimal(points)
        return Decimal(scale["else"])
    best, worst = Decimal(scale["best"]), Decimal(scale["worst"])
    return max(Decimal(0), min(HUNDRED, HUNDRED * (value - worst) / (best - worst)))


def round_once(total: Decimal, rule: Json) -> str:
    unit = Decimal(1).scaleb(-rule["digits"])
    down = (total + NEAR).quantize(unit, rounding=ROUND_FLOOR)
    rest = total - down - unit / 2
    is_half = abs(rest) < NEAR
    is_odd = int(down / unit) % 2 == 1
    up = rest > 0 if not is_half else rule["mode"] == "half-up" or is_odd
    return f"{down + unit if up else down:f}"


def holds(plan: Json, when: Json, by_key: dict[str, Json]) -> bool:
    if "group" in when:
        group = [by_key[item["key"]] for item in plan["items"] if item["group"] == when["group"]]
        return len([row for row in group if row["failed"]]) >= int(when["failed_at_least"])
    row = by_key[when["item"]]
    if "is" in when:
        return bool(row["failed"])
    return row["points"] is not None and more(Decimal(when["points_below"]), row["points"])


def lower_grade(plan: Json, a: str, b: str) -> str:
    order: list[str] = [grade["key"] for grade in plan["grades"]]
    return order[max(order.index(a), order.index(b))]


# Step 9: places


def judge_all(plan: Json, values: dict[str, dict[str, Json]]) -> list[Json]:
    results = [{"product": product, **judge(plan, found)} for product, found in values.items()]
    order = [grade["key"] for grade in plan["grades"]]
    for one in results:
        if one["grade"] is not None:
            mine = (order.index(one["grade"]), -Decimal(one["total"]))
            others = [other for other in results if other["grade"] is not None]
            one["rank"] = 1 + sum(
                (order.index(other["grade"]), -Decimal(other["total"])) < mine for other in others
            )
    return results


# How firm


def add_firmness(plan: Json, values: dict[str, dict[str, Json]], results: list[Json]) -> None:
    draws = plan["draws"]
    again = [judge_all(plan, shaken) for shaken in shaken_values(plan, values)]
    for number_, one in enumerate(results):
        if one["rank"] is None:
            continue
        mine = [draw[number_] for draw in again]
        ranks = sorted(draw["rank"] for draw in mine)
        out = draws // 40
        behind = [other for other in results if other["rank"] is not None and other["rank"] > one["rank"]]
        beaten = None
        if behind:
            next_rank = min(other["rank"] for other in behind)
            next_ = next(n for n, other in enumerate(results) if other["rank"] == next_rank)
            beaten = share([draw[next_]["rank"] < draw[number_]["rank"] for draw in again])
        one["firmness"] = {
            "rank_low": min(one["rank"], ranks[out]),
            "rank_high": max(one["rank"], ranks[draws - 1 - out]),
            "grade_share": share([draw["grade"] == one["grade"] for draw in mine]),
            "beaten_share": beaten,
        }


def share(held: list[bool]) -> str:
    part = Decimal(held.count(True)) / Decimal(len(held))
    return round_once(part, {"digits": 3, "mode": "half-up"})


def shaken_values(plan: Json, values: dict[str, dict[str, Json]]) -> Iterator[dict[str, dict[str, Json]]]:
    steps = {
        (product, item["key"]): error_of(item, found[item["key"]])
        for product, found in values.items()
        for item in plan["items"]
    }
    streams = {place: stream(plan, *place) for place, step in steps.items() if step}
    for t in range(plan["draws"]):
        draw = {}
        for product, found in values.items():
            draw[product] = {
                key: {**one, "value": one["value"] + steps[product, key] * streams[product, key][t] / 1000}
                if (product, key) in streams
                else one
                for key, one in found.items()
            }
        yield draw


def stream(plan: Json, product: str, item: str) -> list[int]:
    drawn = hashlib.shake_256("|".join((plan["seed"], product, item)).encode("utf-8")).digest(
        2 * plan["draws"]
    )
    return [Z[(drawn[2 * t] * 256 + drawn[2 * t + 1]) % 4096] for t in range(plan["draws"])]


def error_of(item: Json, found: Json) -> Decimal:
    if not item["error"] or found["value"] is None:
        return Decimal(0)
    u = Decimal(item["error"]["u"])
    if item["error"]["kind"] == "relative":
        u *= abs(found["value"])
    if item["combine"] == "worst":
        return u
    wide = item["combine"] == "median" and found["count"] >= 3
    return u * isqrt((1_570_796 if wide else 1_000_000) // found["count"]) / 1000
