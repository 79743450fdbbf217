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
from huaihai.supervision.actions import planning, releasing
from huaihai.supervision.models import ProgrammeItem, Project
from huaihai.supervision.programme.actions import adopting
from huaihai.supervision.reporting import handing

PATH = Path(__file__).with_name("words.toml")
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Stage:
    """The demo's people; projects are led by the city in which its consumer lives."""

    scene: Scene
    items: Mapping[str, ProgrammeItem]

    @property
    def bodies(self) -> tuple[Organisation, Organisation]:
        """The body that leads, and the one that takes part."""
        return self.scene.body(self.scene.home), self.scene.body(self.scene.lead)

    def open(self, name: str, plan: dict[str, Any], *, days: int) -> Project:
        """The project of a chosen topic, its plan registered a day later and begun the day after that."""
        at = self.scene.at(days)
        project = adopting.open_project(self.items[name], by=self.scene.author, at=at)
        planning.write_plan(project, plan, by=self.scene.author, at=at)
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
