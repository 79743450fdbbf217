"""What complaints suggest as topics: the trades with most complaints in a year, and those that rose lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import IntegerField, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from huaihai.cases.models import TradeMonth
from huaihai.education.models import TopicProposal
from huaihai.kit import local_words
from huaihai.law import kinds
from huaihai.members.models import Organisation

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


def span(today: date) -> tuple[date, date]:
    """The twelve whole months before this one: the first day, and the day after the last."""
    until = today.replace(day=1)
    return _year_before(until), until


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
