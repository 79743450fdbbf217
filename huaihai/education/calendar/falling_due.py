"""What the season proposes, by itself: two weeks before a month begins."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from huaihai.education.actions import proposing
from huaihai.education.calendar.seasons import Season, in_month
from huaihai.education.models import TopicProposal
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor

Act = Callable[[], None]
AHEAD = timedelta(days=14)
PROGRAM = Actor.system("calendar")


def due_acts(at: datetime) -> Iterator[Act]:
    """One act for each season of the coming month that was not proposed yet; a season's first month counts."""
    month = (at.astimezone(ZONE).date() + AHEAD).replace(day=1)
    wanted = {
        key_of(season, month): season for season in in_month(month.month) if season.months[0] == month.month
    }
    held = set(TopicProposal.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key, season in wanted.items():
        if key not in held:
            yield partial(_propose, key, season, month, at)


def key_of(season: Season, month: date) -> str:
    """The name under which a season is proposed once a year."""
    return f"season:{season.slug}:{month.year}"


def _propose(key: str, season: Season, month: date, at: datetime) -> None:
    proposing.propose(
        key,
        season.zh,
        origin=TopicProposal.Origin.SEASON,
        month=month,
        topics=season.topics,
        by=PROGRAM,
        at=at,
    )
