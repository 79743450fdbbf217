"""Three kettles, computed by hand: the example of docs/guides/test-file.md. Makers and models are made up."""

import hashlib
import json
from typing import Any

from huaihai.supervision.grading import files, plan

type Json = dict[str, Any]


def item(key: str, group: str, weight: str, better: str, **more: Any) -> Json:
    """An item of a plan; what is not said is the usual."""
    plain = {"standard": "GB 4706.19", "clause": "", "unit": "", "limit": None, "is_safety": False}
    none = {"error": None, "detection": None, "below_detection": "zero"}
    said = {"key": key, "name": key, "group": group, "weight": weight, "better": better}
    return {**said, **plain, **none, **more}


def product(key: str, **more: Any) -> Json:
    """A product of a plan."""
    made = {"brand": "One", "model": "K1", "maker": "demo maker", "maker_code": "", "price_fen": 9900}
    return {"key": key, **made, "channel": "shop", "city": "city:320300", "where": "", **more}


def reading(id_: str, sample: str, item: Json, n: int, value: str | None, **more: Any) -> Json:
    """A reading of the first round, as the file holds it."""
    said = {"id": id_, "sample": sample, "item": item["key"], "n": n, "value": value, "unit": item["unit"]}
    return said | {"below": False, "na": "", "round": "first", "replaces": None} | more


PLAN: Json = {
    "what": "kettles",
    "category": "G01",
    "basis": ["GB 4706.19"],
    "samples": {"main": 1, "spare": 1},
    "products": [product("p01"), product("p02", brand="Two"), product("p03", brand="Three")],
    "groups": [{"key": "safe", "name": "safety"}, {"key": "use", "name": "use"}],
    "items": [
        item(
            "boil",
            "use",
            "40",
            "low",
            unit="s",
            replicates=3,
            combine="mean",
            scale={"type": "linear", "best": "240", "worst": "360"},
            error={"kind": "absolute", "u": "3"},
        ),
        item(
            "nickel",
            "safe",
            "25",
            "low",
            unit="mg/kg",
            replicates=2,
            combine="mean",
            scale={"type": "steps", "steps": [["0.02", "100"], ["0.1", "60"]], "else": "0"},
            limit={"max": "0.14"},
            is_safety=True,
            error={"kind": "relative", "u": "0.1"},
            detection="0.01",
            below_detection="half",
        ),
        item(
            "leakage",
            "safe",
            "25",
            "low",
            unit="mA",
            replicates=2,
            combine="worst",
            scale={"type": "limit"},
            limit={"max": "0.75"},
            is_safety=True,
            error={"kind": "absolute", "u": "0.02"},
        ),
        item("warm", "use", "10", "high", replicates=1, combine="worst", scale={"type": "pass"}),
    ],
    "not_applicable": "rescale",
    "downgrades": [
        {"key": "unsafe", "name": "unsafe", "when": {"group": "safe", "failed_at_least": 1}, "at_best": "E"},
        {"key": "slow", "name": "slow", "when": {"item": "boil", "points_below": "50"}, "at_best": "C"},
    ],
    "rounding": {"digits": 1, "mode": "half-up"},
    "grades": [
        {"key": key, "name": key, "from": least}
        for key, least in (("A", "90"), ("B", "75"), ("C", "60"), ("D", "40"), ("E", "0"))
    ],
    "clocks": {"reply_working_days": 10},
    "seed": "2026-1",
    "draws": 200,
}
READ: dict[
    str, dict[str, list[str]]
] = {  # "<": below the detection limit; "-": the kettle has no such function
    "p01": {
        "boil": ["270", "276", "282"],
        "nickel": ["<", "0.02"],
        "leakage": ["0.25", "0.31"],
        "warm": ["1"],
    },
    "p02": {
        "boil": ["250", "251", "250"],
        "nickel": ["0.03", "0.05"],
        "leakage": ["0.7", "0.8"],
        "warm": ["1"],
    },
    "p03": {"boil": ["318", "318", "321"], "nickel": ["<", "<"], "leakage": ["0.1", "0.1"], "warm": ["-"]},
}


def file(planned: Json = PLAN) -> Json:
    """The whole published file, fresh each time."""
    items = {one["key"]: one for one in planned["items"]}
    readings = [
        _read(product, items[key], n, said)
        for product, read in READ.items()
        for key, row in read.items()
        for n, said in enumerate(row, start=1)
    ]
    products = [
        {"key": key, "brand": key, "model": "K1", "price_fen": 9900, "bought_on": f"2026-03-0{n}"}
        for n, key in enumerate(READ, start=2)
    ]
    samples = [
        {"code": f"{kind[0]}-{key}", "product": key, "kind": kind}
        for key in READ
        for kind in ("spare", "main")
    ]
    for sample in samples:
        sample["code"] = (
            f"s-{sample['product']}" if sample["kind"] == "main" else f"spare-{sample['product']}"
        )
    held = {
        "format": files.FORMAT,
        "plans": [{"number": 1, "registered_at": "2026-02-20T10:00:00+08:00", "reason": "", "plan": planned}],
        "first_purchase_on": "2026-03-02",
        "products": products,
        "samples": samples,
        "readings": readings,
        "results": files.results_of(plan.parse(planned), list(READ), samples, readings),
    }
    fresh: Json = json.loads(json.dumps(held))
    return sealed(fresh)


def sealed(file: Json) -> Json:
    """With the hashes of its plans as they are now."""
    for version in file["plans"]:
        text = json.dumps(version["plan"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        version["hash"] = hashlib.sha256(text.encode()).hexdigest()
    return file


def _read(product: str, item: Json, n: int, said: str) -> Json:
    na = "no such function" if said == "-" else ""
    value = None if said in "<-" else said
    key = f"s-{product}-{item['key']}-{n}"
    return reading(key, f"s-{product}", item, n, value, below=said == "<", na=na)
