"""A proposed topic in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huaihai.education.calendar import seasons
from huaihai.education.models import TopicProposal
from huaihai.kit import local_words
from huaihai.law import kinds
from huaihai.members.models import Organisation


@dataclass(frozen=True)
class Fact:
    """One city's numbers behind a rise."""

    city: str
    last_week: int
    weekly_before: float


@dataclass(frozen=True)
class Told:
    """One proposal as a page shows it."""

    row: TopicProposal
    title: str
    topics: list[str]
    cities: list[str]
    facts: list[Fact]


def told(rows: Sequence[TopicProposal]) -> list[Told]:
    """Each row in the reader's language, in one query for the names of all cities."""
    names = dict(Organisation.objects.cities().values_list("key", "place_name"))
    return [_told(row, names) for row in rows]


def title_of(row: TopicProposal) -> str:
    """What the topic is, in the reader's language."""
    if row.origin == TopicProposal.Origin.RISING:
        words = "、".join(_topic(code) for code in row.topics)
        return _("More complaints: %(topic)s") % {"topic": words}
    if row.origin == TopicProposal.Origin.SEASON and (season := seasons.of_slug(row.key.split(":")[1])):
        return local_words.said(season)
    return row.title


def _told(row: TopicProposal, names: dict[str, str]) -> Told:
    facts = [Fact(_city(names, fact["city"]), fact["last_week"], fact["weekly_before"]) for fact in row.facts]
    return Told(
        row,
        title_of(row),
        [_topic(code) for code in row.topics],
        [_city(names, key) for key in row.cities],
        facts,
    )


def _topic(code: str) -> str:
    return local_words.said(kinds.BY_CODE[code]) if code in kinds.BY_CODE else code


def _city(names: dict[str, str], key: str) -> str:
    return local_words.place(names.get(key, key))
