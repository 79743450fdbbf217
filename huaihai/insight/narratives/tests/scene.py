"""A case that is over, its consumer, and who reads in the tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huaihai.brands.evidence.tests.scene import a_case
from huaihai.brands.tests import people as cast
from huaihai.brands.tests.people import MONDAY, People
from huaihai.cases.models import Case
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import life, protecting, verbs
from huaihai.members.actors import Actor

STORY = (
    "本人李明，电话138-0000-0001，在演示水壶店买了一台电热水壶，花了268元，第三天就漏电。"
    "店员小刘说特价商品不退，后来协会帮我要回了钱，大家买的时候一定要留好小票。"
)
DAY = timedelta(days=1)


@dataclass
class Scene:
    """`li` is the consumer; `home` reads for the home city, `near` is of another one."""

    people: People
    case: Case
    li: Actor

    @property
    def home(self) -> Actor:
        return self.people.home

    @property
    def near(self) -> Actor:
        return self.people.near


def a_scene(number: int = 1, people: People | None = None, **said: Any) -> Scene:
    """The people, and one case that ended well."""
    people = people or cast.assemble()
    case = a_case(people, number, **{"story": STORY, "asked_fen": 26_800, **said})
    return Scene(people, case, Actor.consumer({case.pk}))


def begun(scene: Scene, at: datetime = MONDAY) -> Narrative:
    """The consumer has agreed."""
    return verbs.begin(scene.case, agreed=life.CURRENT, by=scene.li, at=at)


def approved(scene: Scene, at: datetime = MONDAY) -> Narrative:
    """The consumer has approved the proposal as it is."""
    row = begun(scene, at)
    verbs.approve(row, shown=protecting.hash_of(row.text), by=scene.li, at=at, seen=row.version)
    return row


def published(scene: Scene, at: datetime = MONDAY) -> Narrative:
    """Both approved the same."""
    row = approved(scene, at)
    verbs.publish(row, shown=row.approved_hash, by=scene.home, at=at, seen=row.version)
    return row
