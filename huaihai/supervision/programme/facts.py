"""What pages show of a programme: themes with what is chosen under each, what is late, topics with their scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

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
