"""A year's programme at each of its stages, with the ten cities' voices."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from huaihai.governance.models import Resolution
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.governance.tests.deciding import DAY, HOUR, MONDAY, Ten, assemble, carried_in_writing
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme, Topic
from huaihai.supervision.programme import topics as programme_topics
from huaihai.supervision.programme import verbs
from huaihai.supervision.programme.forms import Proposal, Task
from tests.scenes import remembered

__all__ = ["DAY", "HOUR", "MONDAY", "Ten", "assemble"]

YEAR = 2027
SCORES_ON = MONDAY + 20 * DAY
PUBLIC = Actor.public()


@dataclass
class Year:
    """The ten, the programme, its topics."""

    ten: Ten
    programme: Programme
    topics: list[Topic]


@remembered
def collecting() -> Year:
    """The programme is open, and two cities have proposed a topic each."""
    ten = assemble()
    programme = verbs.open_programme(
        year=YEAR,
        proposals_until=(MONDAY + 14 * DAY).date(),
        scores_until=(MONDAY + 28 * DAY).date(),
        by=ten.office,
        at=MONDAY,
    )
    topics = [
        programme_topics.propose(
            programme,
            said(title, kind=kind, theme=theme),
            key=UUID(int=n),
            by=ten.voice(ten.bodies[n]),
            at=MONDAY,
        )
        for n, (title, kind, theme) in enumerate(
            [("电热水壶比较试验", "test", "quality"), ("直播间价格体察", "visit", "information")], start=1
        )
    ]
    programme.refresh_from_db()
    return Year(ten, programme, topics)


def handed_in(
    year: Year, title: str = "充电宝", *, at: datetime = MONDAY, key: UUID | None = None, **more: Any
) -> Topic:
    """A topic of somebody from the public; nobody has looked at it yet."""
    return programme_topics.hand_in(year.programme, said(title, **more), key=key or uuid4(), by=PUBLIC, at=at)


@remembered
def scored() -> Year:
    """All ten cities have scored the first topic with 5 or 4, and scoring has ended."""
    year = collecting()
    for place, body in enumerate(year.ten.bodies):
        given = {year.topics[0]: 5 - place % 2}
        verbs.score(year.programme, given, by=year.ten.voice(body), at=SCORES_ON)
    verbs.end_scoring(year.programme, by=year.ten.office, at=SCORES_ON)
    return year


@remembered
def chosen() -> tuple[Year, Topic]:
    """The first topic is chosen: led by the second city."""
    year = scored()
    return year, verbs.choose(year.topics[0], task(year), by=year.ten.office, at=SCORES_ON)


@remembered
def proposed() -> tuple[Year, Topic]:
    """The list is fixed for the vote."""
    year, topic = chosen()
    year.programme.refresh_from_db()
    verbs.fix(year.programme, by=year.ten.office, at=SCORES_ON)
    return year, topic


@remembered
def adopted() -> tuple[Year, Topic]:
    """All ten have voted for it."""
    year, topic = proposed()
    motion = verbs.draft_motion(year.programme, by=year.ten.office, at=SCORES_ON)
    motions_verbs.table(motion, by=year.ten.office, at=SCORES_ON)
    carried_in_writing(year.ten, motion, at=SCORES_ON)
    year.programme.refresh_from_db()
    topic.refresh_from_db()
    return year, topic


def said(title: str = "充电宝", why: str = "近期多起自燃。", **more: Any) -> Proposal:
    return Proposal(title=title, why=why, **more)


def task(year: Year, **more: Any) -> Task:
    """A test led by the second city, from March to June."""
    facts: dict[str, Any] = {
        "kind": "test",
        "theme": "quality",
        "lead": year.ten.bodies[1],
        "starts_on": date(YEAR, 3, 1),
        "ends_on": date(YEAR, 6, 30),
    }
    return Task(**facts | more)


def resolution() -> Resolution:
    return Resolution.objects.get()


def later(days: int) -> Any:
    return SCORES_ON + timedelta(days=days)
