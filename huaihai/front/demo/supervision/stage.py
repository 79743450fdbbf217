"""What the demo's projects have in common: who leads, who takes part, how a file goes out."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from huaihai.front.demo.voice.scene import Scene
from huaihai.members.models import Organisation
from huaihai.supervision.actions import planning, releasing
from huaihai.supervision.actions.planning import CityPart
from huaihai.supervision.models import Project
from huaihai.supervision.reporting import handing

PATH = Path(__file__).with_name("words.toml")
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Stage:
    """The demo's people; projects are led by the city in which its consumer lives."""

    scene: Scene

    @property
    def bodies(self) -> tuple[Organisation, Organisation]:
        """The body that leads, and the one that takes part."""
        return self.scene.body(self.scene.home), self.scene.body(self.scene.lead)

    def open(
        self, kind: str, words: dict[str, str], *, theme: str, plan: dict[str, Any], share: int, days: int
    ) -> Project:
        """A project of both cities, its plan registered a day later and begun the day after that."""
        lead, partner = self.bodies
        at = self.scene.at(days)
        project = planning.open_project(
            kind=kind,
            title=words["title"],
            theme=theme,
            question=words["question"],
            lead=lead,
            year=at.year,
            starts_on=(at + timedelta(days=2)).date(),
            ends_on=(at + timedelta(days=20)).date(),
            plan=plan,
            cities=[CityPart(lead, share), CityPart(partner, share)],
            by=self.scene.author,
            at=at,
        )
        planning.register(project, by=self.scene.author, at=at + timedelta(days=1))
        planning.start(project, by=self.scene.author, at=at + timedelta(days=2))
        return project

    def publish(self, project: Project, at: datetime) -> None:
        """The file is made, handed to both cities, reviewed and signed."""
        releasing.release(project, by=self.scene.author, at=at)
        edition = handing.hand_over(project, by=self.scene.author, at=at + HOUR)
        self.scene.review(edition, at + HOUR)
        self.scene.sign(edition, self.scene.home, self.scene.lead, at=at + 3 * HOUR)
        project.refresh_from_db()


@cache
def words() -> dict[str, Any]:
    """All words of the demo's projects."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))
