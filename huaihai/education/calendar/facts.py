"""The seasons of the year's calendar, and a proposed topic as a page shows it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from huaihai.education.models import TopicProposal
from huaihai.kit import local_words
from huaihai.law import kinds
from huaihai.members.models import Organisation

FILE = Path(__file__).resolve().parent.parent / "data" / "seasons.toml"


@dataclass(frozen=True)
class Season:
    """A topic that comes back every year in the same months."""

    slug: str
    months: tuple[int, ...]
    zh: str
    en: str
    topics: tuple[str, ...]


@cache
def all_seasons() -> tuple[Season, ...]:
    """All of them, as the year goes."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["season"]
    return tuple(
        Season(row["slug"], tuple(row["months"]), row["zh"], row["en"], tuple(row["topics"])) for row in rows
    )


def in_month(month: int) -> list[Season]:
    """Those that a month (1–12) asks for."""
    return [season for season in all_seasons() if month in season.months]


def of_slug(slug: str) -> Season | None:
    """The season of this name; None: there is none any more."""
    return next((season for season in all_seasons() if season.slug == slug), None)


@dataclass(frozen=True)
class Fact:
    """One city's numbers behind a rise."""

    city: str
    last_week: int
    weekly_before: float


@dataclass(frozen=True)
class TopicFacts:
    """One proposal as a page shows it."""

    row: TopicProposal
    title: str
    topics: list[str]
    cities: list[str]
    facts: list[Fact]


def facts_of(rows: Sequence[TopicProposal]) -> list[TopicFacts]:
    """Each row in the reader's language, in one query for the names of all cities."""
    names = dict(Organisation.objects.cities().values_list("key", "place_name"))
    return [_facts_of(row, names) for row in rows]


def title_of(row: TopicProposal) -> str:
    """What the topic is, in the reader's language."""
    if row.origin == TopicProposal.Origin.RISING:
        words = "、".join(_topic(code) for code in row.topics)
        return _("More complaints: %(topic)s") % {"topic": words}
    if row.origin == TopicProposal.Origin.SEASON and (season := of_slug(row.key.split(":")[1])):
        return local_words.said(season)
    return row.title


def _facts_of(row: TopicProposal, names: dict[str, str]) -> TopicFacts:
    facts = [Fact(_city(names, fact["city"]), fact["last_week"], fact["weekly_before"]) for fact in row.facts]
    return TopicFacts(
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
