"""A sweep of gyms in two cities, for the tests: its plan, places, and what was found there."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from huaihai.businesses.models import Place
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.kit.clock import ZONE
from huaihai.law.credit_code import check_character
from huaihai.members.actors import Actor
from huaihai.supervision import cities, verbs
from huaihai.supervision.models import Finding, Inspection, Project
from huaihai.supervision.sweeping import verbs as sweeping_verbs
from huaihai.supervision.sweeping.verbs import Marked
from huaihai.supervision.tests.people import People, opened
from tests.posts import PROGRAM
from tests.scenes import remembered

MONDAY = datetime(2026, 12, 7, 9, 30, tzinfo=ZONE)  # the first day of the week
DAY = timedelta(days=1)
KEYS = UUID("5b0c2d43-7c47-4c5e-9d5e-000000000000")
PLAN: dict[str, Any] = {
    "trade": "S06",
    "what": "健身房",
    "week": ["2026-12-07", "2026-12-13"],
    "target": 2,
    "cure_days": {"minor": 15, "serious": 7, "grave": 3},
    "follow": {"minor": ["advice"], "serious": ["advice", "promise"], "grave": ["talk", "promise"]},
    "items": [
        {
            "key": "price",
            "name": "明码标价",
            "severity": "minor",
            "finding": "价目没有写在顾客看得到的地方。",
            "guidance": "把价目表贴在柜台上。",
            "basis": ["《消费者权益保护法》第二十条"],
            "photo": True,
        },
        {
            "key": "refund",
            "name": "预付款退款",
            "severity": "serious",
            "finding": "合同里写着“概不退款”。",
            "guidance": "删去这一条，按约定退。",
            "basis": ["《消费者权益保护法》第五十三条"],
            "photo": True,
        },
        {
            "key": "exit",
            "name": "安全出口",
            "severity": "grave",
            "finding": "安全出口被锁住或者堵住。",
            "guidance": "马上打开并保持畅通。",
            "basis": ["《消费者权益保护法》第十八条"],
            "photo": True,
        },
    ],
}


def running(people: People, *, at: datetime = MONDAY, plan: dict[str, Any] | None = None) -> Project:
    """A sweep under way."""
    return _running(people, plan or PLAN, at=at)


@remembered
def _running(people: People, plan: dict[str, Any], *, at: datetime) -> Project:
    project = opened(people, "sweep", plan, at=at - DAY, title="演示健身房联合行动")
    parts = [cities.CityPart(people.lead_body), cities.CityPart(people.partner_body, share=1)]
    cities.change_cities(project, parts, by=people.leader, at=at - DAY)
    verbs.register(project, by=people.leader, at=at - DAY)
    return verbs.start(project, by=people.leader, at=at)


def gym(
    name: str = "演示健身房", *, region: str = "320302", digit: str = "7", at: datetime = MONDAY
) -> Place:
    """A business with one place, identified by a made-up code with a right check digit."""
    body = f"91{region}MA1NABCD{digit}"
    _business, place = find_or_write_down(
        Stated(
            name=f"{name}（测试）",
            code=body + check_character(body),
            sign=name,
            address="中山路1号",
            region_code=region,
        ),
        by=PROGRAM,
        at=at,
    )
    assert place is not None
    return place


def elsewhere(project: Project, people: People, *, number: int = 2) -> Inspection:
    """In the other city, too, an exit is locked."""
    place = gym("演示商丘", region="411402", digit="9")
    return inspected(project, place, "exit", by=people.partner, number=number)


def marks(*found: str) -> list[Marked]:
    """The whole checklist: these items are findings, the others in order."""
    return [
        Marked(item["key"], "found", words=f"看到：{item['finding']}")
        if item["key"] in found
        else Marked(item["key"], "ok")
        for item in PLAN["items"]
    ]


def key(number: int = 1) -> UUID:
    """A key as a form makes it."""
    return uuid5(KEYS, str(number))


def inspected(
    project: Project, place: Place, *found: str, by: Actor, at: datetime = MONDAY, number: int = 1
) -> Inspection:
    """A place that was checked."""
    return sweeping_verbs.inspect(project, place, marks(*found), client_key=key(number), by=by, at=at)


def finding(inspection: Inspection, item: str) -> Finding:
    """What was found there about this item."""
    found: Finding = inspection.findings.select_related("project", "city", "business", "clock").get(item=item)
    return found
