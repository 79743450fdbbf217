"""What complaints suggest as topics: the trades with most complaints in a year, and those that rose lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, IntegerField, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from huaihai.cases.models import Case, TradeMonth
from huaihai.education.models import TopicProposal
from huaihai.kit import local_words
from huaihai.kit.clock import ZONE
from huaihai.law import kinds
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

PROGRAM = Actor.system("programme")
MOST_RISES = 200


@dataclass(frozen=True)
class Suggestion:
    """One trade: complaints of twelve whole months, of the twelve before, and the cities in which it rose lately."""

    category: str
    cases: int
    before: int
    cities: tuple[str, ...]

    @property
    def label(self) -> str:
        """What the trade is called."""
        return local_words.said(kinds.BY_CODE[self.category])

    @property
    def change(self) -> int | None:
        """By how many percent it went up or down; None: there was nothing to compare with."""
        return round(100 * (self.cases - self.before) / self.before) if self.before else None


def suggestions(today: date) -> list[Suggestion]:
    """All trades that were complained of, most first: from the stored counts of months, in three queries."""
    since, until = span(today)
    cases = Cast(KeyTextTransform("cases", "counts"), IntegerField())
    rows = TradeMonth.objects.filter(month__gte=_year_before(since), month__lt=until, category__in=_trades())
    counted = rows.values("category").annotate(
        now=Coalesce(Sum(cases, filter=Q(month__gte=since)), 0),
        before=Coalesce(Sum(cases, filter=Q(month__lt=since)), 0),
    )
    risen = _risen(since)
    found = [
        Suggestion(row["category"], row["now"], row["before"], tuple(risen.get(row["category"], ())))
        for row in counted.order_by("category")
        if row["now"]
    ]
    return sorted(found, key=lambda one: -one.cases)


def facts_of(category: str, today: date) -> dict[str, Any]:
    """The numbers that a topic made of a suggestion keeps: both years, and this one by city. For the staff."""
    since, until = span(today)
    found = next((one for one in suggestions(today) if one.category == category), None)
    return {
        "since": since.isoformat(),
        "until": (until - timedelta(days=1)).isoformat(),
        "cases": found.cases if found else 0,
        "before": found.before if found else 0,
        "cities": _by_city(category, since, until),
    }


def span(today: date) -> tuple[date, date]:
    """The twelve whole months before this one: the first day, and the day after the last."""
    until = today.replace(day=1)
    return _year_before(until), until


def _by_city(category: str, since: date, until: date) -> dict[str, int]:
    """Complaints of one trade by the city in which they were filed; one query over its index of months."""
    rows = (
        Case.objects.visible_to(PROGRAM)
        .filter(category=category, submitted_at__gte=_midnight(since), submitted_at__lt=_midnight(until))
        .filter(home__isnull=False)
        .order_by()
        .values_list("home__path")
        .annotate(n=Count("pk"))
    )
    cities = {city.path: city.key for city in Organisation.objects.cities()}
    found = dict.fromkeys(cities.values(), 0)
    for path, n in rows:
        key = next((key for above, key in cities.items() if path.startswith(above)), None)
        if key is not None:
            found[key] += n
    return {key: n for key, n in found.items() if n}


def _risen(since: date) -> Mapping[str, list[str]]:
    """Trade → the places where a rise was proposed to education since then, each once."""
    names = dict(Organisation.objects.cities().values_list("key", "place_name"))
    rows = TopicProposal.objects.filter(origin=TopicProposal.Origin.RISING, month__gte=since)
    found: dict[str, list[str]] = {}
    for topics, cities in rows.order_by("-month", "-pk").values_list("topics", "cities")[:MOST_RISES]:
        for topic in topics:
            held = found.setdefault(topic, [])
            held += [local_words.place(names[key]) for key in cities if key in names]
    return {topic: list(dict.fromkeys(held)) for topic, held in found.items()}


def _trades() -> list[str]:
    return [one.code for one in kinds.CATEGORIES]


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
