"""Bookshops of two cities, each visited twice: drawn, visited, coded by two, published."""

import json
from datetime import timedelta
from uuid import UUID, uuid5

from demo.supervision.shops import shop
from demo.supervision.stage import HOUR, Stage, words
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.supervision import verbs
from huaihai.supervision.models import Project, VisitAssignment
from huaihai.supervision.staffing.verbs import give_role
from huaihai.supervision.visiting import sampling
from huaihai.supervision.visiting import verbs as visiting_verbs
from huaihai.supervision.visiting.facts import plan_of, units
from huaihai.supervision.visiting.verbs import Noted, take_visit

SPACE = UUID("0d2f6f83-3f63-7a4e-9a0d-7c4b6c0f2e31")
BEGUN, VISITED, CODED, RELEASED = -32, -27, -22, -18  # days from the demo's day
SHOPS = 8  # in each city; the plan draws fewer


def play(stage: Stage) -> Project:
    """From the plan to the results."""
    said, scene = words()["visits"], stage.scene
    for city in (scene.home, scene.lead):
        for number in range(1, SHOPS + 1):
            shop(stage, said, city, number, days=BEGUN - 2)
    project = stage.open("visits", json.loads(said["plan"]), days=BEGUN - 2)
    sampling.draw(project, by=scene.author, at=scene.at(BEGUN, 10))
    _visit(stage, project)
    verbs.finish(project, by=scene.author, at=scene.at(VISITED + 2))
    _code(stage, project)
    stage.publish(project, scene.at(RELEASED))
    return project


def _visit(stage: Stage, project: Project) -> None:
    """An officer and a head of each city go in turn."""
    scene, number = stage.scene, 0
    for city in (scene.home, scene.lead):
        actors = {
            one.account_id: one for one in (scene.cast.officers[city.code], scene.cast.heads[city.code])
        }
        accounts = list(Account.objects.filter(pk__in=[str(pk) for pk in actors]).order_by("username"))
        for account in accounts:
            give_role(project, "visitor", account, by=scene.author, at=scene.at(BEGUN, 11))
        due_on = scene.at(VISITED + 5).date()
        body, at = scene.body(city), scene.at(BEGUN, 12)
        sampling.share_out(project, body, accounts, due_on=due_on, by=scene.author, at=at)
        for one in _assigned(project, accounts):
            number += 1
            at = scene.at(VISITED, 9 + number % 8)
            noted = Noted(
                key=uuid5(SPACE, f"visit {number}"),
                answers=_answers(number),
                started_at=at,
                ended_at=at + timedelta(minutes=20),
            )
            take_visit(one, noted, by=actors[one.account_id], at=at + HOUR)
    project.refresh_from_db()


def _assigned(project: Project, accounts: list[Account]) -> list[VisitAssignment]:
    rows = VisitAssignment.objects.open().filter(account__in=accounts, sampled__draw__project=project)
    full = rows.select_related("sampled__draw__project__registered", "sampled__draw__city", "sampled__place")
    return list(full.order_by("sampled__rank", "turn"))


def _answers(number: int) -> dict[str, str]:
    """Different ones, so that every item has good and bad ones."""
    said = words()["visits"]["words"]
    return {
        "prices": "no" if number % 5 == 0 else "yes",
        "refund": "a2" if number % 3 == 0 else "a1",
        "staff": str(3 + number % 3),
        "words": said[number % len(said)],
    }


def _code(stage: Stage, project: Project) -> None:
    """Two who visited nothing read the answers; they differ once."""
    coders = _coders(stage)
    at = stage.scene.at(CODED)
    for actor in coders:
        account = Account.objects.get(pk=str(actor.account_id))
        give_role(project, "coder", account, by=stage.scene.author, at=at)
    for place, unit in enumerate(units(project, plan_of(project))):
        clear = "c1" if place % 3 else "c2"
        for actor, code in zip(coders, (clear, "c1" if place == 0 else clear), strict=True):
            visiting_verbs.code(unit.visit, unit.item.key, code=code, by=actor, at=at + HOUR)
    project.refresh_from_db()


def _coders(stage: Stage) -> list[Actor]:
    """The heads of two cities that take no part; where there is one such city alone, its officer too."""
    cast, ours = stage.scene.cast, (stage.scene.home.code, stage.scene.lead.code)
    people = [*cast.heads.items(), *cast.officers.items()]
    return [actor for code, actor in people if code not in ours][:2]
