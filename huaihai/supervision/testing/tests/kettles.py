"""The demo's test of 24 kettles from 12 makers: the plan, and the scene up to the day when all are bought."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid5

from django.core.files.base import ContentFile
from PIL import Image

from huaihai.kit import filestore
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.supervision.actions import planning
from huaihai.supervision.models import Project, Purchase
from huaihai.supervision.testing.buying.actions import confirm_purchase, record_purchase
from huaihai.supervision.testing.buying.bought import GOODS, RECEIPT, SEAL, Bought, Picture, Piece
from huaihai.supervision.tests.people import LEAD, MONDAY, PARTNER, People, assemble, opened
from tests.scenes import remembered

MAKERS = 12
MODELS = ("A15", "B18")
SPACE = UUID("6c1f0d0e-5d1b-7f5c-8e55-2f5f3f6b7a10")  # from which the scene's own keys are made
PLANNED, REGISTERED, STARTED = MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
BOUGHT = MONDAY + timedelta(days=3)
_NUMBERS = "一二三四五六七八九十"


@dataclass
class Kettles:
    """The scene: who takes part, and the project as far as it has come."""

    people: People
    project: Project


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


def planned() -> Kettles:
    """The plan is written."""
    people = assemble()
    project = opened(people, Project.Kind.TEST, PLAN, at=PLANNED, title="电热水壶比较试验（演示）")
    return Kettles(people, project)


@remembered
def registered() -> Kettles:
    """The plan is registered, and buying has begun."""
    kettles = planned()
    planning.register(kettles.project, by=kettles.people.leader, at=REGISTERED)
    planning.start(kettles.project, by=kettles.people.leader, at=STARTED)
    return kettles


def bought(stored: Stored | None = None) -> Kettles:
    """All 24 are bought by two, sealed, each with a spare. Photos are real files only if one is given."""
    return _bought(stored or UNSTORED)


@remembered
def _bought(stored: Stored) -> Kettles:
    kettles = registered()
    for number in range(1, len(PLAN["products"]) + 1):
        buy(kettles, number, stored)
    kettles.project.refresh_from_db()
    return kettles


def buy(kettles: Kettles, number: int, stored: Stored | None = None, at: datetime = BOUGHT) -> Purchase:
    """Kettle `number` is bought, and the second buyer agrees."""
    people = kettles.people
    is_lead = product(number)["city"] == LEAD
    first, second = (people.leader, people.helper) if is_lead else (people.partner, people.partner2)
    made = record_purchase(
        kettles.project,
        as_bought(number, at),
        pieces(number),
        pictures(number, stored or UNSTORED, at),
        key=uuid5(SPACE, f"purchase-{number}"),
        by=first,
        at=at,
    )
    confirm_purchase(made, agrees=True, by=second, at=at + timedelta(minutes=5))
    return made


def as_bought(number: int, at: datetime = BOUGHT) -> Bought:
    """What the first buyer reports of kettle `number`."""
    planned_one = product(number)
    facts = {name: planned_one[name] for name in ("brand", "model", "maker", "channel", "city", "price_fen")}
    return Bought(
        product=planned_one["key"],
        shop=planned_one["where"],
        bought_on=local_day(at),
        place="演示路1号",
        batch=f"2026{number:02d}",
        **facts,
    )


def pieces(number: int) -> list[Piece]:
    """One main and one spare piece, each under its seal."""
    return [
        Piece("main", f"F{number:03d}1", serial=f"SN{number:03d}1"),
        Piece("spare", f"F{number:03d}2", serial=f"SN{number:03d}2"),
    ]


def pictures(number: int, stored: Stored, at: datetime = BOUGHT) -> list[Picture]:
    """Receipt, goods, seals."""
    return [
        Picture(stored, uuid5(SPACE, f"picture-{number}-{what}"), what, at) for what in (RECEIPT, GOODS, SEAL)
    ]


def picture() -> Stored:
    """A small picture, really stored."""
    drawn = BytesIO()
    Image.new("RGB", (320, 240), (200, 210, 220)).save(drawn, "PNG")
    return filestore.store(ContentFile(drawn.getvalue(), "receipt.png"))


UNSTORED = Stored(hashlib.sha256(b"a receipt").hexdigest(), "image/png", 9, "")
