"""What a list of warnings is narrowed to: a city, a topic, a kind. The page, its feeds and the frame read it alike."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from huaihai import alliance
from huaihai.alliance import City
from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.kit import local_words
from huaihai.law import kinds
from huaihai.law.kinds import Category
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Narrowing:
    """None and "" narrow nothing."""

    city: City | None = None
    topic: Category | None = None
    kind: str = ""

    def rows(self) -> PublicationQuerySet:
        """What went out to all and fits, newest first; withdrawn ones stand in it too."""
        rows = Publication.objects.visible_to(Actor.public()).alerts()
        if self.city:
            rows = rows.for_city(f"city:{self.city.code}")
        if self.topic:
            rows = rows.on_topic(self.topic.code)
        return rows.filter(kind=self.kind) if self.kind else rows

    @property
    def words(self) -> list[str]:
        """The names of city and topic, in the reader's language."""
        city = [local_words.place(self.city.name)] if self.city else []
        return city + ([local_words.said(self.topic)] if self.topic else [])

    @property
    def path(self) -> str:
        """Where its feeds lie, without the ending: of the city, else of the topic, else of all."""
        if self.city:
            return reverse("city-warnings", args=[self.city.code]).rstrip("/")
        if self.topic:
            return reverse("topic-warnings", args=[self.topic.code]).rstrip("/")
        return reverse("warnings").rstrip("/")


def asked(query: Mapping[str, str]) -> Narrowing:
    """What `?city=320300&topic=G04&kind=tip` asks for; what nobody knows narrows nothing."""
    cities = {city.code: city for city in alliance.load().cities}
    topics = {topic.code: topic for topic in kinds.CATEGORIES}
    kind = query.get("kind", "")
    return Narrowing(
        cities.get(query.get("city", "")),
        topics.get(query.get("topic", "")),
        kind if kind in Publication.ALERTS else "",
    )


def named(*, city: str = "", topic: str = "") -> Narrowing:
    """What an address names. Raises Http404 for a city or topic that there is not."""
    found = asked({"city": city, "topic": topic})
    if bool(city) != bool(found.city) or bool(topic) != bool(found.topic):
        raise Http404
    return found
