"""What pages show of a programme: themes, what is late, topics with their scores, what complaints suggest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, IntegerField, Max, Min, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.cases.models import TradeMonth
from huaihai.education.models import TopicProposal
from huaihai.kit import local_words
from huaihai.law import kinds
from huaihai.members.models import Organisation
from huaihai.supervision.models import Programme, Project, Topic, TopicScore
from huaihai.supervision.programme import content


@dataclass(frozen=True)
class Score:
    """What the cities gave one topic, on the scale from 1 to 5."""

    cities: int
    mean: Decimal
    lowest: int
    highest: int


@dataclass(frozen=True)
class Chosen:
    """One chosen topic: who leads, and where it stands today."""

    topic: Topic
    lead: str
    state: str
    tone: str
    score: Score | None


@dataclass(frozen=True)
class Theme:
    """One of the four themes and what is chosen under it."""

    key: str
    label: Promise | str
    items: Sequence[Chosen]


def themes(programme: Programme, today: date) -> list[Theme]:
    """All four, each with its topics, in two queries."""
    topics = content.chosen(programme)
    scores = scores_of(topics)
    made = [
        Chosen(one, content.leader_words(one.lead), *state(one, today), scores.get(one.pk)) for one in topics
    ]
    return [
        Theme(theme.value, theme.label, [one for one in made if one.topic.theme == theme.value])
        for theme in Project.Theme
    ]


def scores_of(topics: Iterable[Topic]) -> dict[object, Score]:
    """What the cities gave these topics, by topic; one query."""
    rows = TopicScore.objects.filter(topic__in=[one.pk for one in topics]).order_by().values("topic")
    counted = rows.annotate(n=Count("pk"), sum=Sum("points"), low=Min("points"), high=Max("points"))
    return {
        row["topic"]: Score(row["n"], Decimal(row["sum"]) / row["n"], row["low"], row["high"])
        for row in counted
    }


def are_scores_shown(programme: Programme) -> bool:
    """While scores come in no city sees what the others gave."""
    return programme.stage != "collecting"


def state(topic: Topic, today: date) -> tuple[str, str]:
    """Where a chosen topic stands, in words and with its tone; what is late says so."""
    project = topic.project
    if project is None:
        if topic.starts_on and topic.starts_on < today:
            return _("late: not begun yet"), "late"
        return pgettext("programme item", "planned"), "calm"
    if project.stage == "dropped":
        return pgettext("programme item", "dropped"), "calm"
    if project.stage == "published":
        return project.stage_label, "ok"
    if topic.ends_on and topic.ends_on < today:
        return _("late: %(stage)s") % {"stage": project.stage_label}, "late"
    return project.stage_label, ""


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


def programme_or_404(year: str) -> Programme:
    """The programme of a year. Raises Http404."""
    return get_object_or_404(Programme.objects.select_related("resolution"), year=int(year))
