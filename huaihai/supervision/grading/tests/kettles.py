"""Three kettles, computed by hand: the example of docs/guides/test-file.md. Makers and models are made up."""

import hashlib
import json
from typing import Any

from huaihai.supervision.grading import files, plan

type Json = dict[str, Any]


def _item(key: str, group: str, weight: str, better: str, **more: Any) -> Json:
    plain = {
        "standard": "GB 4706.19",
        "clause": "",
        "unit": "",
        "limit": None,
        "is_safety": False,
        "error": None,
    }
    none = {"detection": None, "below_detection": "zero"}
    return {
        "key": key,
        "name": key,
        "group": group,
        "weight": weight,
        "better": better,
        **plain,
        **none,
        **more,
    }


PLAN: Json = {
    "what": "kettles",
    "category": "G01",
    "basis": ["GB 4706.19"],
    "samples": {"main": 1, "spare": 1},
    "products": [
        {
            "key": key,
            "brand": brand,
            "model": "K1",
            "maker": "demo maker",
            "maker_code": "",
            "price_fen": 9900,
            "channel": "shop",
            "city": "city:320300",
            "where": "",
        }
        for key, brand in (("p01", "One"), ("p02", "Two"), ("p03", "Three"))
    ],
    "groups": [{"key": "safe", "name": "safety"}, {"key": "use", "name": "use"}],
    "items": [
        _item(
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
        _item(
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
        _item(
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
        _item("warm", "use", "10", "high", replicates=1, combine="worst", scale={"type": "pass"}),
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
    units = {item["key"]: item["unit"] for item in planned["items"]}
    readings = [
        _reading(f"s-{product}", item, n, said, units[item])
        for product, items in READ.items()
        for item, row in items.items()
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


def _reading(sample: str, item: str, n: int, said: str, unit: str) -> Json:
    return {
        "id": f"{sample}-{item}-{n}",
        "sample": sample,
        "item": item,
        "n": n,
        "value": None if said in "<-" else said,
        "below": said == "<",
        "na": "no such function" if said == "-" else "",
        "unit": unit,
        "round": "first",
        "replaces": None,
    }
