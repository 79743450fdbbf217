"""Random designs: plan and readings of a comparative test, made so that bounds, ties and halves are met often."""

import random
from typing import Any

from huaihai.supervision.grading.tests import kettles

type Json = dict[str, Any]

GRID = [f"{n / 20:.2f}".rstrip("0").rstrip(".") for n in range(21)]  # 0, 0.05 … 1


def design(chance: random.Random, *, draws: int = 0) -> Json:
    """A file without its results: `plans` and everything found."""
    products = [f"p{number}" for number in range(1, chance.randint(2, 5))]
    groups = ["safety", "use"][: chance.randint(1, 2)]
    items = _items(chance, groups)
    grades = _grades(chance)
    plan: Json = {
        "what": "kettles",
        "category": "G01",
        "basis": ["GB 4706.19"],
        "samples": {"main": chance.choice((1, 1, 2)), "spare": 1},
        "products": [kettles.product(key) for key in products],
        "groups": [{"key": key, "name": key} for key in groups],
        "items": items,
        "not_applicable": chance.choice(("rescale", "full", "no-grade")),
        "downgrades": _downgrades(chance, items, groups, [grade["key"] for grade in grades]),
        "rounding": {"digits": chance.choice((0, 1, 1, 2)), "mode": chance.choice(("half-up", "half-even"))},
        "grades": grades,
        "clocks": {"reply_working_days": 10},
        "seed": f"seed {chance.randint(0, 99)}",
        "draws": draws,
    }
    samples = [
        {"code": f"{product}-{kind}{number}", "product": product, "kind": kind}
        for product in products
        for kind in ("main", "spare")
        for number in range(plan["samples"][kind])
    ]
    return {
        "plans": [{"number": 1, "plan": plan}],
        "products": [{"key": key} for key in products],
        "samples": samples,
        "readings": _readings(chance, plan, samples),
    }


def _grades(chance: random.Random) -> list[Json]:
    least = sorted(chance.sample(range(1, 100), chance.randint(1, 4)), reverse=True)
    return [{"key": "ABCDE"[n], "name": "ABCDE"[n], "from": str(at)} for n, at in enumerate([*least, 0])]


def _items(chance: random.Random, groups: list[str]) -> list[Json]:
    count = chance.randint(1, 5)
    cuts = sorted(chance.randint(0, 200) for _ in range(count - 1))
    halves = [b - a for a, b in zip([0, *cuts], [*cuts, 200], strict=True)]
    return [_item(chance, f"i{n}", chance.choice(groups), half) for n, half in enumerate(halves)]


def _item(chance: random.Random, key: str, group: str, half_weight: int) -> Json:
    low = chance.random() < 0.5
    kind = chance.choice(("limit", "pass", "steps", "linear", "linear"))
    is_pass = kind == "pass"
    limit = {"max" if low else "min": chance.choice(GRID[4:])}
    has_detection = not is_pass and chance.random() < 0.3
    error = {"kind": chance.choice(("absolute", "relative")), "u": chance.choice(("0.02", "0.1"))}
    return {
        "key": key,
        "name": key,
        "group": group,
        "standard": "GB",
        "clause": "1",
        "unit": "" if is_pass else chance.choice(("", "mg/L")),
        "replicates": chance.randint(1, 4),
        "combine": "worst" if is_pass else chance.choice(("mean", "median", "worst")),
        "better": "low" if low and not is_pass else "high",
        "weight": f"{half_weight / 2:g}",
        "scale": _scale(chance, kind, low=low),
        "limit": None if is_pass or (kind != "limit" and chance.random() < 0.3) else limit,
        "is_safety": False,
        "error": None if is_pass or chance.random() < 0.3 else error,
        "detection": chance.choice(GRID[1:4]) if has_detection else None,
        "below_detection": chance.choice(("zero", "half", "limit")),
    }


def _scale(chance: random.Random, kind: str, *, low: bool) -> Json:
    if kind == "linear":
        best, worst = sorted(chance.sample(range(21), 2), reverse=not low)
        return {"type": kind, "best": GRID[best], "worst": GRID[worst]}
    if kind == "steps":
        count = chance.randint(1, 4)
        bounds = sorted(chance.sample(range(21), count), reverse=not low)
        points = sorted(chance.sample(range(101), count + 1), reverse=True)
        steps = [[GRID[bound], str(point)] for bound, point in zip(bounds, points, strict=False)]
        return {"type": kind, "steps": steps, "else": str(points[-1])}
    return {"type": kind}


def _downgrades(chance: random.Random, items: list[Json], groups: list[str], grades: list[str]) -> list[Json]:
    rules = []
    for item in items:
        can_fail = item["limit"] is not None or item["scale"]["type"] == "pass"
        if can_fail and chance.random() < 0.4:
            rules.append({"item": item["key"], "is": "failed"})
        if item["scale"]["type"] == "linear" and chance.random() < 0.4:
            rules.append({"item": item["key"], "points_below": chance.choice(("20", "50", "100"))})
    for group in groups:
        failing = [item for item in items if item["group"] == group and (item["limit"] or _is_pass(item))]
        if failing and chance.random() < 0.5:
            rules.append({"group": group, "failed_at_least": chance.randint(1, len(failing))})
    chance.shuffle(rules)
    return [
        {"key": f"d{n}", "name": f"d{n}", "when": when, "at_best": chance.choice(grades[1:])}
        for n, when in enumerate(rules)
    ]


def _is_pass(item: Json) -> bool:
    return bool(item["scale"]["type"] == "pass")


def _readings(chance: random.Random, plan: Json, samples: list[Json]) -> list[Json]:
    rows: list[Json] = []
    for product in plan["products"]:
        own = [sample for sample in samples if sample["product"] == product["key"]]
        for item in plan["items"]:
            reason = "no such part" if chance.random() < 0.1 else ""
            for sample in own:
                if sample["kind"] == "main":
                    rows += _read(chance, item, sample["code"], "first", reason=reason, so_far=len(rows))
                elif chance.random() < 0.15:
                    rows += _read(chance, item, sample["code"], "retest", reason="", so_far=len(rows))
    chance.shuffle(rows)
    return rows


def _read(
    chance: random.Random, item: Json, code: str, round_: str, *, reason: str, so_far: int
) -> list[Json]:
    rows: list[Json] = []
    for n in range(1, item["replicates"] + 1):
        times = 2 if chance.random() < 0.05 else 1  # the second corrects the first
        for again in range(times):
            value = None if reason else chance.choice(GRID if not _is_pass(item) else ("0", "1", "1"))
            below = (
                value is not None
                and item["detection"] is not None
                and float(value) < float(item["detection"])
            )
            shown = None if below and chance.random() < 0.7 else value
            is_below, replaces = below and chance.random() < 0.7, rows[-1]["id"] if again else None
            said = {"below": is_below, "na": reason, "round": round_, "replaces": replaces}
            rows.append(kettles.reading(f"r{so_far + len(rows)}", code, item, n, shown, **said))
            rows[-1]["below"] = rows[-1]["below"] or (below and rows[-1]["value"] is None)
    return rows
