"""A programme as pages show it: themes with what is to be done, what is late, topics with their scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.kit import local_words, spoken
from huaihai.supervision.kinds import COUNTED
from huaihai.supervision.models import (
    Programme,
    ProgrammeChange,
    ProgrammeItem,
    ProgrammePart,
    Project,
    Topic,
    TopicScore,
)
from huaihai.supervision.programme import content, criteria
from huaihai.supervision.programme.criteria import Score


@dataclass(frozen=True)
class ShareShown:
    """What one city takes on of an item."""

    city: str
    share: str
    money: str


@dataclass(frozen=True)
class ItemShown:
    """One thing to be done: who leads, who takes part, for how much, and where it stands today."""

    item: ProgrammeItem
    lead: str
    parts: Sequence[ProgrammePart]
    state: str
    tone: str
    score: Score | None

    @property
    def shares(self) -> list[ShareShown]:
        """What each city takes on."""
        counted = str(COUNTED[self.item.kind])
        return [
            ShareShown(
                city=local_words.in_script(part.body.short_name),
                share=counted % {"n": f"{part.share:,}"},
                money=whole_yuan(part.budget_fen),
            )
            for part in self.parts
        ]

    @property
    def money(self) -> str:
        """All cities together, in yuan."""
        return whole_yuan(self.budget_fen)

    @property
    def changes(self) -> list[ProgrammeChange]:
        """What was changed after the adoption, first to last."""
        return list(self.item.changes.all())

    @property
    def budget_fen(self) -> int:
        """All cities together."""
        return sum(part.budget_fen for part in self.parts)


@dataclass(frozen=True)
class ThemeShown:
    """One of the four themes and what is to be done under it."""

    key: str
    label: Promise | str
    items: Sequence[ItemShown]

    @property
    def count(self) -> int:
        """How many are to be done; what was dropped does not count."""
        return sum(not one.item.is_dropped for one in self.items)

    @property
    def is_covered(self) -> bool:
        """Whether anything is to be done under it."""
        return self.count > 0


@dataclass(frozen=True)
class TopicShown:
    """One topic with what the cities gave it; None: nobody has, or it is not shown yet."""

    topic: Topic
    scored_by: int
    score: Score | None


def themes(programme: Programme, today: date) -> list[ThemeShown]:
    """All four, each with its items, in a fixed number of queries."""
    items = content.items_of(programme)
    scores = scores_of(programme, [item.topic_id for item in items])
    rules = criteria.of(programme.criteria)
    made = [
        _item(item, today, criteria.summary(rules, [one.given for one in scores.get(item.topic_id, ())]))
        for item in items
    ]
    return [
        ThemeShown(theme.value, theme.label, [one for one in made if one.item.theme == theme.value])
        for theme in Project.Theme
    ]


def topics(programme: Programme, rows: Sequence[Topic]) -> list[TopicShown]:
    """These topics with their scores, in one query; the scores are told once scoring has ended."""
    scores = scores_of(programme, [row.pk for row in rows])
    rules = criteria.of(programme.criteria)
    is_over = are_scores_shown(programme)
    return [
        TopicShown(
            row,
            len(scores.get(row.pk, ())),
            criteria.summary(rules, [one.given for one in scores.get(row.pk, ())]) if is_over else None,
        )
        for row in rows
    ]


def are_scores_shown(programme: Programme) -> bool:
    """While scoring runs no city sees what the others gave."""
    return programme.stage not in ("collecting", "scoring")


def scores_of(programme: Programme, topics: Iterable[object]) -> dict[object, list[TopicScore]]:
    """What the cities gave these topics (ids), by topic; one query."""
    found: dict[object, list[TopicScore]] = {}
    for row in TopicScore.objects.filter(topic__in=list(topics), topic__programme=programme):
        found.setdefault(row.topic_id, []).append(row)
    return found


def state(item: ProgrammeItem, today: date) -> tuple[str, str]:
    """Where it stands, in words and with its tone; what is late says so."""
    project = item.project
    if item.is_dropped or (project is not None and project.stage == "dropped"):
        return pgettext("programme item", "dropped"), "calm"
    if project is None:
        if item.starts_on < today:
            return _("late: not begun yet"), "late"
        return pgettext("programme item", "planned"), "calm"
    if project.stage == "published":
        return project.stage_label, "ok"
    if item.ends_on < today:
        return _("late: %(stage)s") % {"stage": project.stage_label}, "late"
    return project.stage_label, ""


def whole_yuan(fen: int) -> str:
    """A sum in yuan, without decimals where there are none: 19,500."""
    return spoken.yuan(fen).removesuffix(".00")


def _item(item: ProgrammeItem, today: date, score: Score | None) -> ItemShown:
    words, tone = state(item, today)
    return ItemShown(item, content.leader_words(item.lead), list(item.parts.all()), words, tone, score)
