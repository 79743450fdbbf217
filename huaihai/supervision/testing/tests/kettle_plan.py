"""The plan of the demo's test: 24 kettles from 12 made-up makers."""

from typing import Any

from huaihai.supervision.tests.people import LEAD, PARTNER

MAKERS = 12
MODELS = ("A15", "B18")
_NUMBERS = "一二三四五六七八九十"


def maker(number: int) -> str:
    """The name of one of the twelve made-up makers."""
    tens, ones = divmod(number, 10)
    said = ("十" if tens else "") + (_NUMBERS[ones - 1] if ones else "")
    return f"演示电器{said}厂"


def product(number: int) -> dict[str, Any]:
    """Kettle 1 … 24 as planned; odd ones in shops, even ones online; the first twelve for the leading city."""
    made_by, model = (number - 1) // len(MODELS) + 1, MODELS[(number - 1) % len(MODELS)]
    is_online = number % 2 == 0
    return {
        "key": f"p{number:02d}",
        "brand": f"演示{chr(ord('A') + made_by - 1)}牌",
        "model": f"YS-{model}",
        "maker": maker(made_by),
        "maker_code": "",
        "price_fen": 6_900 + number * 700,
        "channel": "online" if is_online else "shop",
        "city": LEAD if number <= MAKERS else PARTNER,
        "where": "演示网店" if is_online else "演示电器商场",
    }


def item(*words: str, **more: Any) -> dict[str, Any]:
    """An item: key, name, group, standard, unit, weight; with the usual answers where nothing else is said."""
    names = ("key", "name", "group", "standard", "unit", "weight")
    return (
        dict(zip(names, words, strict=True))
        | {
            "clause": "",
            "replicates": 3,
            "combine": "mean",
            "better": "low",
            "scale": {"type": "limit"},
            "limit": None,
            "is_safety": False,
            "error": None,
            "detection": None,
            "below_detection": "half",
        }
        | more
    )


SAFETY, PERFORMANCE, EMC = "GB 4706.19-2008", "GB/T 22089-2008", "GB 4343.1-2018"
ITEMS = (
    item(
        *("leakage", "泄漏电流", "electrical", SAFETY, "mA", "20"),
        clause="13",
        combine="worst",
        limit={"max": "0.75"},
        is_safety=True,
        scale={"type": "steps", "steps": [["0.25", "100"], ["0.5", "80"], ["0.75", "60"]], "else": "0"},
        error={"kind": "absolute", "u": "0.02"},
        detection="0.01",
    ),
    item(
        *("earthing", "接地电阻", "electrical", SAFETY, "Ω", "15"),
        clause="27.5",
        combine="worst",
        limit={"max": "0.1"},
        is_safety=True,
        error={"kind": "absolute", "u": "0.003"},
    ),
    item(
        *("dry-boil", "干烧保护", "electrical", SAFETY, "", "15"),
        clause="19",
        combine="worst",
        better="high",
        replicates=1,
        is_safety=True,
        scale={"type": "pass"},
    ),
    item(
        *("boil-time", "煮沸时间", "performance", PERFORMANCE, "s", "15"),
        scale={"type": "linear", "best": "240", "worst": "480"},
        error={"kind": "absolute", "u": "3"},
    ),
    item(
        *("efficiency", "热效率", "performance", PERFORMANCE, "%", "15"),
        better="high",
        limit={"min": "80"},
        scale={"type": "linear", "best": "95", "worst": "75"},
        error={"kind": "relative", "u": "0.01"},
    ),
    item(
        *("volume", "容量偏差", "performance", PERFORMANCE, "%", "5"),
        limit={"max": "5"},
        scale={"type": "steps", "steps": [["1", "100"], ["3", "80"], ["5", "60"]], "else": "0"},
        error={"kind": "absolute", "u": "0.2"},
    ),
    item(
        *("disturbance", "骚扰电压余量", "emc", EMC, "dB", "10"),
        better="high",
        limit={"min": "0"},
        scale={"type": "linear", "best": "20", "worst": "0"},
        error={"kind": "absolute", "u": "0.8"},
    ),
    item(
        *("standby", "保温待机功率", "emc", "企业标准比对", "W", "5"),
        combine="median",
        scale={"type": "linear", "best": "0", "worst": "2"},
        error={"kind": "absolute", "u": "0.02"},
        detection="0.05",
        below_detection="zero",
    ),
)
PLAN: dict[str, Any] = {
    "what": "电热水壶",
    "category": "G01",
    "question": "哪些电热水壶更安全、更省电？",
    "basis": ["GB 4706.1-2005", SAFETY, PERFORMANCE, EMC],
    "samples": {"main": 1, "spare": 1},
    "products": [product(number) for number in range(1, MAKERS * len(MODELS) + 1)],
    "groups": [
        {"key": "electrical", "name": "电气安全"},
        {"key": "performance", "name": "使用性能"},
        {"key": "emc", "name": "电磁兼容与能耗"},
    ],
    "items": [dict(one) for one in ITEMS],
    "not_applicable": "rescale",
    "downgrades": [
        {
            "key": "unsafe",
            "name": "电气安全不合格",
            "when": {"group": "electrical", "failed_at_least": 1},
            "at_best": "E",
        },
        {
            "key": "slow",
            "name": "煮沸过慢",
            "when": {"item": "boil-time", "points_below": "30"},
            "at_best": "C",
        },
    ],
    "rounding": {"digits": 1, "mode": "half-up"},
    "grades": [
        {"key": "A", "name": "优", "from": "90"},
        {"key": "B", "name": "良", "from": "80"},
        {"key": "C", "name": "中", "from": "70"},
        {"key": "D", "name": "及格", "from": "60"},
        {"key": "E", "name": "差", "from": "0"},
    ],
    "clocks": {"reply_working_days": 10},
    "budget_fen": 6_000_000,
    "seed": "2026-kettles",
    "draws": 1000,
}
