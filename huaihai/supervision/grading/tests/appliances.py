"""The shape of a survey of 576 appliances: ten cities, online and shops, three groups of faults. Made up throughout."""

import random
from typing import Any

from huaihai.kit.canonical import digest
from huaihai.supervision.grading import files
from huaihai.supervision.grading import plan as plans
from huaihai.supervision.grading.tests import kettles

CITIES = ("320300", "320700", "320800", "321300", "340300", "340600", "341300", "371300", "370400", "411400")
PRODUCTS = 576


def item(key: str, group: str, weight: str, **more: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "standard": "GB 4706.1",
        "clause": "13",
        "unit": "mA",
        "replicates": 3,
        "combine": "mean",
        "scale": {"type": "linear", "best": "0.1", "worst": "1.1"},
        "limit": {"max": "0.75"},
        "error": {"kind": "absolute", "u": "0.02"},
    }
    return kettles.item(key, group, weight, **({"better": "low"} | usual | more))


ITEMS = (
    item("leakage", "electrical", "15", is_safety=True, detection="0.01", below_detection="half"),
    item(
        "earthing",
        "electrical",
        "10",
        unit="ohm",
        scale={"type": "limit"},
        limit={"max": "0.1"},
        is_safety=True,
        error={"kind": "relative", "u": "0.05"},
    ),
    item(
        "marking",
        "electrical",
        "5",
        unit="",
        replicates=1,
        combine="worst",
        better="high",
        scale={"type": "pass"},
        limit=None,
        error=None,
    ),
    item("heating", "electrical", "10", unit="K", combine="worst", error={"kind": "relative", "u": "0.03"}),
    item(
        "efficiency",
        "performance",
        "20",
        unit="%",
        better="high",
        scale={"type": "linear", "best": "92", "worst": "60"},
        limit={"min": "70"},
        error={"kind": "absolute", "u": "0.8"},
    ),
    item(
        "noise",
        "performance",
        "10",
        unit="dB",
        combine="median",
        scale={"type": "steps", "steps": [["45", "100"], ["55", "70"], ["65", "40"]], "else": "0"},
        limit=None,
        error={"kind": "absolute", "u": "1"},
    ),
    item("standby", "performance", "10", unit="W"),
    item("durability", "performance", "10", unit="x"),
    item("harmonics", "emc", "5", unit="A"),
    item("disturbance", "emc", "5", unit="V"),
)
GRADES = (("A", "85"), ("B", "70"), ("C", "55"), ("D", "40"), ("E", "0"))
DOWNGRADES: tuple[dict[str, Any], ...] = (
    {
        "key": "unsafe",
        "name": "unsafe",
        "when": {"group": "electrical", "failed_at_least": 1},
        "at_best": "E",
    },
    {"key": "weak", "name": "weak", "when": {"item": "efficiency", "points_below": "40"}, "at_best": "C"},
)
SPAN = {
    "leakage": (0.0, 0.9),
    "earthing": (0.02, 0.11),
    "efficiency": (62, 95),
    "noise": (40, 66),
}


def plan(products: int = PRODUCTS, draws: int = 200) -> dict[str, Any]:
    """The plan for so many products."""
    return kettles.PLAN | {
        "what": "家电终端用能产品",
        "basis": ["GB 4706.1"],
        "products": [_product(number) for number in range(1, products + 1)],
        "groups": [{"key": key, "name": key} for key in ("electrical", "performance", "emc")],
        "items": [dict(one) for one in ITEMS],
        "downgrades": [dict(rule) for rule in DOWNGRADES],
        "grades": [{"key": key, "name": key, "from": least} for key, least in GRADES],
        "seed": "appliances",
        "draws": draws,
    }


def _product(number: int) -> dict[str, Any]:
    made = {"brand": f"演示{number % 48:02}", "model": f"M-{number}", "maker": f"演示厂{number % 48:02}"}
    return kettles.product(
        f"p{number:03}",
        **made,
        price_fen=9900 + number,
        channel="online" if number % 2 else "shop",
        city=f"city:{CITIES[number % 10]}",
    )


def found(plan: dict[str, Any], seed: int = 576) -> dict[str, Any]:
    """Products as bought, samples and readings for this plan."""
    chance = random.Random(seed)
    samples = [
        {"code": f"{chance.getrandbits(48):012x}", "product": product["key"], "kind": kind}
        for product in plan["products"]
        for kind in ("main", "spare")
    ]
    readings: list[dict[str, Any]] = []
    for sample in samples[::2]:
        for one in plan["items"]:
            readings += read(sample["code"], one, len(readings), chance)
    bought = ("key", "brand", "model", "maker", "price_fen", "channel", "city")
    return {
        "first_purchase_on": "2026-03-02",
        "products": [
            {**{name: product[name] for name in bought}, "batch": "", "bought_on": f"2026-03-{2 + n % 5:02}"}
            for n, product in enumerate(plan["products"])
        ],
        "samples": samples,
        "labs": [
            {
                "key": "lab",
                "name": "演示检测机构",
                "cma": "",
                "cnas": "",
                "items": [one["key"] for one in ITEMS],
            }
        ],
        "readings": readings,
    }


def read(code: str, one: dict[str, Any], so_far: int, chance: random.Random) -> list[dict[str, Any]]:
    """All readings of an item on a sample."""
    middle = chance.uniform(*SPAN.get(one["key"], (0.1, 0.8)))
    readings = []
    for n in range(1, one["replicates"] + 1):
        value = f"{abs(middle + chance.uniform(-0.01, 0.01)):.3f}"
        if one["scale"]["type"] == "pass":
            value = "1" if chance.random() < 0.97 else "0"
        below = one["detection"] is not None and float(value) < float(one["detection"])
        shown = None if below else value
        readings.append(kettles.reading(f"r{so_far + n}", code, one, n, shown, below=below))
    return readings


def collected(products: int = PRODUCTS) -> dict[str, Any]:
    """The file of a survey of so many products, all but its results."""
    planned = plan(products)
    version = {"number": 1, "registered_at": "2026-02-20T10:00:00+08:00", "reason": "", "plan": planned}
    version["hash"] = digest(planned)
    return {"format": files.FORMAT, "plans": [version], **found(planned)}


def published(data: bytes) -> dict[str, Any]:
    """From the stored file without results, in bytes, to the whole file: loaded, computed, to be written."""
    file = files.read(data)
    keys = [product["key"] for product in file["products"]]
    planned = plans.parse(file["plans"][-1]["plan"])
    return {**file, "results": files.results_of(planned, keys, file["samples"], file["readings"])}
