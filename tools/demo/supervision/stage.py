"""What the demo's projects have in common: who leads, who takes part, how a file goes out."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from demo.voice.scene import Scene
from huaihai.members.models import Organisation
from huaihai.supervision import cities, releasing, verbs
from huaihai.supervision.forms import CityPart
from huaihai.supervision.models import Project, Topic
from huaihai.supervision.programme import verbs as programme_verbs
from huaihai.supervision.reporting import verbs as reporting_verbs

PATH = Path(__file__).with_name("words.toml")
HOUR = timedelta(hours=1)
SHARES = {  # of each city: how many, and its money in fen
    "kettles": (12, 3_000_000),
    "satisfaction": (300, 400_000),
    "sweep": (6, 200_000),
    "visits": (6, 150_000),
    "visitors": (200, 50_000),
}


@dataclass(frozen=True)
class Stage:
    """The demo's people; projects are led by the city in which its consumer lives."""

    scene: Scene
    topics: Mapping[str, Topic]

    @property
    def bodies(self) -> tuple[Organisation, Organisation]:
        """The body that leads, and the one that takes part."""
        return self.scene.body(self.scene.home), self.scene.body(self.scene.lead)

    def open(self, name: str, plan: dict[str, Any], *, days: int) -> Project:
        """The project of a chosen topic, its plan registered a day later and begun the day after that."""
        at = self.scene.at(days)
        project = programme_verbs.open_project(self.topics[name], by=self.scene.author, at=at)
        parts = [CityPart(body, *SHARES[name]) for body in self.bodies]
        cities.change_cities(project, parts, by=self.scene.author, at=at)
        partner = self.scene.cast.officers[self.scene.lead.code]
        cities.answer(project, agrees=True, by=partner, at=at + HOUR)
        verbs.write_plan(project, plan, by=self.scene.author, at=at)
        verbs.register(project, by=self.scene.author, at=at + timedelta(days=1))
        verbs.start(project, by=self.scene.author, at=at + timedelta(days=2))
        return project

    def publish(self, project: Project, at: datetime) -> None:
        """The file is made, handed to both cities, reviewed and signed."""
        releasing.release(project, by=self.scene.author, at=at)
        edition = reporting_verbs.hand_over(project, by=self.scene.author, at=at + HOUR)
        self.scene.review(edition, at + HOUR)
        self.scene.sign(edition, self.scene.home, self.scene.lead, at=at + 3 * HOUR)
        project.refresh_from_db()


@cache
def words() -> dict[str, Any]:
    """All words of the demo's projects."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))
