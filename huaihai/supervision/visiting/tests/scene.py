"""A project of visits: bookshops of two cities, four visitors, two coders."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from huaihai.businesses.models import Business, Place
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.supervision import cities as supervision_cities
from huaihai.supervision import verbs
from huaihai.supervision.models import Project, VisitAssignment
from huaihai.supervision.staffing.verbs import give_role
from huaihai.supervision.tests import people as staff
from huaihai.supervision.tests.people import LEAD, MONDAY, PARTNER, People
from huaihai.supervision.visiting import sampling
from huaihai.supervision.visiting import verbs as visiting_verbs
from huaihai.supervision.visiting.facts import plan_of, units
from huaihai.supervision.visiting.verbs import Noted, take_visit
from tests.posts import post_at
from tests.scenes import remembered

PLAN: dict[str, Any] = {
    "what": "书店",
    "script": ["像普通顾客一样进店。", "问：“这本书能退吗？”", "离店后马上填表。"],
    "items": [
        {"key": "prices", "name": "价格都标出来了", "type": "yes_no", "good": ["yes"], "weight": 2,
         "photo": "may", "guidance": "看三个书架。"},
        {"key": "refund", "name": "关于退书怎么答复", "type": "choice", "good": ["a1"],
         "options": [{"key": "a1", "name": "七天可退"}, {"key": "a2", "name": "不退"}]},
        {"key": "staff", "name": "店员态度", "type": "scale", "low": 1, "high": 5, "good": {"min": "4"}},
        {"key": "wait", "name": "等了多久", "type": "number", "unit": "分钟", "required": False},
        {"key": "words", "name": "店员怎么说", "type": "text", "coded": True, "required": False,
         "level": "nominal", "good": ["c1"],
         "codes": [{"key": "c1", "name": "说清楚"}, {"key": "c2", "name": "没说清楚"}]},
        {"key": "door", "name": "门口的公示", "type": "photo", "required": False},
    ],
    "frame": {"words": ["书店"], "category": ""},
    "places_per_city": 6,
    "visits_per_place": 2,
    "seed": "体彩 2026-11-01 0412",
    "alpha": {"minimum": "0.667", "weak": "drop", "differ": "leave-out"},
    "show_from": 5,
    "names": "none",
    "draws": 200,
}  # fmt: skip


@dataclass
class Scene:
    """The project is running; `visitors` and `coders` have their parts."""

    people: People
    project: Project
    visitors: list[Account]
    coders: list[Actor]


def shops(number: int, *, at: datetime = MONDAY) -> None:
    """So many bookshops in each of the two cities, and a shop of another trade."""
    for city in (LEAD, PARTNER):
        code = city.rpartition(":")[2]
        for n in range(number):
            _shop(f"演示书店{code}-{n:02d}", code, at=at)
        _shop(f"演示粮店{code}", code, at=at)


@remembered
def running(*, shops_a_city: int = 8, at: datetime = MONDAY, **changed: Any) -> Scene:
    """Registered and begun, places not drawn."""
    held = staff.assemble(at)
    shops(shops_a_city, at=at)
    project = staff.opened(held, Project.Kind.VISIT, {**PLAN, **changed}, at=at)
    cities = [supervision_cities.CityPart(held.lead_body), supervision_cities.CityPart(held.partner_body)]
    supervision_cities.change_cities(project, cities, by=held.leader, at=at)
    verbs.register(project, by=held.leader, at=at)
    verbs.start(project, by=held.leader, at=at)
    visitors = [
        post_at(city, username=f"visitor{n}").account for n, city in enumerate((LEAD, LEAD, PARTNER, PARTNER))
    ]
    for visitor in visitors:
        give_role(project, "visitor", visitor, by=held.leader, at=at)
    coders = [post_at(LEAD, username=f"coder{n}") for n in range(2)]
    for coder in coders:
        give_role(project, "coder", coder.account, by=held.leader, at=at)
    return Scene(held, project, visitors, [Actor.officer(post) for post in coders])


@remembered
def given(*, at: datetime = MONDAY, **changed: Any) -> Scene:
    """The places are drawn and all visits given out."""
    scene = running(at=at, **changed)
    sampling.draw(scene.project, by=scene.people.leader, at=at)
    for body, people in (
        (scene.people.lead_body, scene.visitors[:2]),
        (scene.people.partner_body, scene.visitors[2:]),
    ):
        sampling.share_out(
            scene.project, body, people, due_on=date(2026, 12, 20), by=scene.people.leader, at=at
        )
    return scene


def visits_of(scene: Scene, visitor: int) -> list[VisitAssignment]:
    """What this visitor has to do, place by place."""
    rows = VisitAssignment.objects.open().filter(
        account=scene.visitors[visitor], sampled__draw__project=scene.project
    )
    full = rows.select_related("sampled__draw__project__registered", "sampled__draw__city", "sampled__place")
    return list(full.order_by("sampled__rank", "turn"))


def actor_of(account: Account) -> Actor:
    return Actor.officer(account.posts.select_related("organisation", "account").get())


def _shop(name: str, code: str, *, at: datetime) -> Place:
    business = Business.objects.create(
        pk=new_id(), name=name, kind=Business.Kind.UNIDENTIFIED, words=name, is_demo=True, created_at=at
    )
    return Place.objects.create(business=business, sign=name, region_code=code, address="演示路 1 号")


def answered(n: int) -> dict[str, str]:
    """Different answers, so that every item has good and bad ones."""
    return {
        "prices": "no" if n % 4 == 0 else "yes",
        "refund": "a2" if n % 3 == 0 else "a1",
        "staff": str(1 + n % 5),
        "wait": str(n),
        "words": f"演示回答 {n}",
    }


@remembered
def visited(*, at: datetime = MONDAY, agreeing: bool = True, **changed: Any) -> Scene:
    """All visits are made and coded, collecting has ended. Unless the coders agree, they do so by chance only."""
    scene = given(at=at, **changed)
    later = at + timedelta(hours=3)
    number = 0
    for visitor in range(4):
        for one in visits_of(scene, visitor):
            number += 1
            noted = Noted(key=new_id(), answers=answered(number), started_at=at, ended_at=later)
            take_visit(one, noted, by=actor_of(scene.visitors[visitor]), at=later)
    scene.project.refresh_from_db()
    verbs.finish(scene.project, by=scene.people.leader, at=later)
    for place, unit in enumerate(units(scene.project, plan_of(scene.project))):
        first = "c1" if place % 2 else "c2"
        second = first if agreeing else ("c1" if place % 4 < 2 else "c2")
        for coder, code in zip(scene.coders, (first, second), strict=True):
            visiting_verbs.code(unit.visit, unit.item.key, code=code, by=coder, at=later)
    scene.project.refresh_from_db()
    return scene
