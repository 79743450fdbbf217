"""A week in gyms of two cities: findings, advice, promises, re-checks, the closing report."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from demo.supervision.shops import shop
from demo.supervision.stage import Stage, words
from huaihai.members.actors import Actor
from huaihai.supervision import verbs
from huaihai.supervision.models import Finding, Inspection, Project
from huaihai.supervision.sweeping import measures
from huaihai.supervision.sweeping import verbs as sweeping_verbs
from huaihai.supervision.sweeping.verbs import Marked

SPACE = UUID("6f4c3c54-2a0f-7b0e-8a55-8f0c3a1b7d11")
WEEK, RECHECKED, RELEASED = -58, -40, -34  # days from the demo's day
PLACES = 6  # in each city
FOUND: dict[int, tuple[str, ...]] = {1: ("price",), 2: ("refund",), 4: ("price", "refund"), 5: ("exit",)}


def play(stage: Stage) -> Project:
    """From the plan to the report."""
    said, scene = words()["sweep"], stage.scene
    plan = json.loads(said["plan"])
    plan["week"] = [scene.at(WEEK).date().isoformat(), scene.at(WEEK + 6).date().isoformat()]
    project = stage.open("sweep", plan, days=WEEK - 2)
    for city in (scene.home, scene.lead):
        officer = scene.cast.officers[city.code]
        for number in range(1, PLACES + 1):
            place = shop(stage, said, city, number, days=WEEK)
            at = scene.at(WEEK + number % 5, 9 + number)
            marks = _marks(plan, FOUND.get(number, ()))
            key = uuid5(SPACE, f"{city.code} {number}")
            made = sweeping_verbs.inspect(project, place, marks, client_key=key, by=officer, at=at)
            _follow_up(stage, made, plan, officer)
    verbs.finish(project, by=scene.author, at=scene.at(WEEK + 8))
    _recheck(stage, project)
    stage.publish(project, scene.at(RELEASED))
    return project


def _marks(plan: dict[str, Any], found: tuple[str, ...]) -> list[Marked]:
    seen = words()["sweep"]["found"]
    return [
        Marked(item["key"], "found", words=seen.format(finding=item["finding"]))
        if item["key"] in found
        else Marked(item["key"], "ok")
        for item in plan["items"]
    ]


def _follow_up(stage: Stage, made: Inspection, plan: dict[str, Any], officer: Actor) -> None:
    """Advice at once, and a promise where something serious was found."""
    said, at = words()["sweep"], made.at + timedelta(hours=1)
    items = {item["key"]: item for item in plan["items"]}
    for finding in made.findings.order_by("item"):
        text = said["advice"].format(finding=items[finding.item]["finding"])
        letter = measures.advise([finding], text=text, by=officer, at=at)
        measures.serve(letter, way="hand", by=officer, at=at)
        if items[finding.item]["severity"] != "minor":
            by_on = (at + timedelta(days=7)).date()
            measures.promise([finding], text=said["promise"], by_on=by_on, by=officer, at=at)


def _recheck(stage: Stage, project: Project) -> None:
    """All are looked at again; one of seven has cured only a part."""
    at = stage.scene.at(RECHECKED, 10)
    officers = {
        stage.scene.body(city).pk: stage.scene.cast.officers[city.code]
        for city in (stage.scene.home, stage.scene.lead)
    }
    for number, finding in enumerate(
        Finding.objects.filter(project=project).order_by("found_at", "item", "pk")
    ):
        is_cured = number % 7 != 6
        sweeping_verbs.recheck(
            finding,
            result="cured" if is_cured else "partly",
            words="" if is_cured else words()["sweep"]["partly"],
            client_key=uuid5(SPACE, f"again {finding.pk}"),
            by=officers[finding.city_id],
            at=at,
        )
