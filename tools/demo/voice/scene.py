"""Who speaks in the demo, on which days, and the way of a text through its reviews and signatures."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from demo.staff import Cast
from huaihai.alliance import City
from huaihai.education.content import Content, Product
from huaihai.education.models import Edition
from huaihai.education.publications import procedure
from huaihai.education.sending import verbs as sending_verbs
from huaihai.kit.clock import local_moment
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

PATH = Path(__file__).with_name("texts.toml")
PARTS = ("title", "summary", "what", "harms", "to_do", "to_turn", "evidence", "body")
PRODUCT = ("name", "brand", "model", "barcode", "batches", "maker")
HALF_AN_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Scene:
    """The demo's day, its people, and the two cities that it walks between."""

    today: date
    cast: Cast
    home: City
    lead: City

    def at(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment so many days from the demo's day (before it: negative)."""
        return local_moment(self.today + timedelta(days=days), time(hour, minute))

    def body(self, city: City) -> Organisation:
        """The city's body."""
        return self.cast.bodies[city.code]

    @property
    def author(self) -> Actor:
        """An officer of the city that publishes."""
        return self.cast.officers[self.home.code]

    @property
    def reviewers(self) -> tuple[Actor, Actor, Actor]:
        """Three who did not write it."""
        home, lead = self.home.code, self.lead.code
        return self.cast.heads[home], self.cast.officers[lead], self.cast.heads[lead]

    def content(self, name: str, *cities: City, severity: str = "", **changed: str) -> Content:
        """A text of the demo about these cities."""
        words = texts()[name] | changed
        return Content(
            **{part: words.get(part, "") for part in PARTS},
            cities=tuple(self.body(city).key for city in cities),
            topics=tuple(words["topics"]),
            severity=severity,
            basis=tuple(words.get("basis", ())),
            products=(Product(**{part: words.get(part, "") for part in PRODUCT}),)
            if "barcode" in words
            else (),
        )

    def review(self, edition: Edition, at: datetime) -> None:
        """Handed in, and passed by as many as it needs."""
        procedure.submit(edition, by=self.author, at=at)
        self.pass_reviews(edition, at)

    def pass_reviews(self, edition: Edition, at: datetime) -> None:
        """Passed by as many as it needs."""
        for reviewer in self.reviewers:
            if edition.stage != "signing":
                procedure.pass_review(edition, by=reviewer, at=at + HALF_AN_HOUR)

    def sign(self, edition: Edition, *cities: City, at: datetime) -> None:
        """Signed by the heads of these cities until it is out; then everybody is told."""
        for city in cities:
            if edition.stage == "signing":
                procedure.sign(edition, by=self.cast.heads[city.code], at=at)
        while sending_verbs.send_due(at=at + HALF_AN_HOUR):
            pass


@cache
def texts() -> dict[str, Any]:
    """All words of the scene."""
    return tomllib.loads(PATH.read_text(encoding="utf-8"))
