"""Who acts in the office's year, and on which days."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from demo.staff import DEMO, Cast
from huaihai import alliance
from huaihai.governance import membership, secretariat
from huaihai.kit.clock import local_moment
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

PATH = Path(__file__).with_name("texts.toml")
BEFORE = timedelta(days=372)  # the demo begins so long before its day


@dataclass(frozen=True)
class Scene:
    """The member bodies, who speaks for each, and the demo's day."""

    today: date
    bodies: list[Organisation]
    voices: dict[str, Actor]
    following: Organisation  # the body that takes the secretariat over

    @classmethod
    def set_up(cls, cast: Cast, today: date) -> "Scene":
        """The alliance as its folder says, with its founding members."""
        ours, at = alliance.load(), local_moment(today - BEFORE, time(9))
        secretariat.load(ours, by=DEMO, at=at)
        membership.load(ours, by=DEMO, at=at)
        bodies = membership.members_on(today)
        voices = {directory.body_for(code).key: head for code, head in cast.heads.items()}
        office = secretariat.secretariat_on(today) or bodies[0]
        named = ours.raw.get("demo", {}).get("next_secretariat")
        following = directory.body_for(named) if named else next(body for body in bodies if body != office)
        return cls(today, bodies, voices, following)

    @property
    def office(self) -> Actor:
        """Who acts as the secretariat."""
        body = secretariat.secretariat_on(self.today) or self.bodies[0]
        return self.voices[body.key]

    @property
    def office_body(self) -> Organisation:
        """The body that is the secretariat."""
        return secretariat.secretariat_on(self.today) or self.bodies[0]

    def voice(self, body: Organisation) -> Actor:
        """Who speaks for this body."""
        return self.voices[body.key]

    def at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment so many days from the demo's day (before it: negative)."""
        return local_moment(self.today + timedelta(days=days), time(hour, minute))

    def some(self, share: float) -> list[Organisation]:
        """The first bodies, this share of them, rounded down."""
        return self.bodies[: int(len(self.bodies) * share)]


@cache
def texts() -> dict[str, Any]:
    """All words of the scene."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))
