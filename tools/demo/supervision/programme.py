"""The programme of the demo's year, from topics to the vote; and the next one, open for proposals."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid5

from demo.office import deciding
from demo.office.scene import Scene as Office
from demo.supervision.stage import words
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.models import Programme, Topic
from huaihai.supervision.programme import topics as programme_topics
from huaihai.supervision.programme import verbs
from huaihai.supervision.programme.forms import Proposal, Task

SPACE = UUID("b7d0c1f2-52f4-7c3a-8a55-1d6f2f0e9c31")
# Which topic: its kind, its theme, the first and the last month.
CHOSEN: dict[str, tuple[str, str, int, int]] = {
    "kettles": ("test", "quality", 6, 8),
    "satisfaction": ("survey", "information", 9, 10),
    "sweep": ("sweep", "scientific", 9, 10),
    "visits": ("visit", "information", 10, 11),
    "visitors": ("survey", "quality", 11, 12),
    "green": ("survey", "green", 11, 12),
}
PROPOSED, SCORED, CHOSEN_ON, VOTED = -350, -340, -330, -328  # days from the demo's day


def play(office: Office, lead: Organisation) -> Mapping[str, Topic]:
    """Both programmes; the topics of this year by the name of their words."""
    year = office.today.year
    programme = verbs.open_programme(
        year=year,
        proposals_until=office.at(PROPOSED + 8).date(),
        scores_until=office.at(SCORED + 8).date(),
        by=office.office,
        at=office.at(PROPOSED - 2),
    )
    topics = _topics(office, programme)
    _score(office, programme, list(topics.values()))
    for name, topic in topics.items():
        verbs.choose(topic, _task(name, year, lead), by=office.office, at=office.at(CHOSEN_ON))
    programme.refresh_from_db()
    verbs.fix(programme, by=office.office, at=office.at(CHOSEN_ON, 10))
    motion = verbs.draft_motion(programme, by=office.office, at=office.at(CHOSEN_ON, 11))
    motions_verbs.table(motion, by=office.office, at=office.at(CHOSEN_ON, 12))
    deciding.vote_in_writing(office, motion, VOTED)
    _next_year(office)
    for topic in topics.values():
        topic.refresh_from_db()
    return topics


def _topics(office: Office, programme: Programme) -> dict[str, Topic]:
    """One body after the other proposes."""
    found = {}
    for place, (name, (kind, theme, *_rest)) in enumerate(CHOSEN.items()):
        why = words()[name]["why"] + words()[name].get("question", "")
        said = Proposal(title=words()[name]["title"], why=why, kind=kind, theme=theme)
        body = office.bodies[place % len(office.bodies)]
        found[name] = programme_topics.propose(
            programme, said, key=uuid5(SPACE, name), by=office.voice(body), at=office.at(PROPOSED)
        )
    return found


def _score(office: Office, programme: Programme, topics: list[Topic]) -> None:
    """Every city scores every topic, each a little in its own way."""
    for place, body in enumerate(office.bodies):
        given = {topic: 5 - (place + number) % 3 for number, topic in enumerate(topics)}
        verbs.score(programme, given, by=office.voice(body), at=office.at(SCORED, 10 + place % 6))
    verbs.end_scoring(programme, by=office.office, at=office.at(CHOSEN_ON - 1))


def _task(name: str, year: int, lead: Organisation) -> Task:
    kind, theme, first, last = CHOSEN[name]
    return Task(
        kind=kind, theme=theme, lead=lead, starts_on=date(year, first, 1), ends_on=date(year, last, 28)
    )


def _next_year(office: Office) -> None:
    """Open for proposals: one of a city, one of the public that stands there, one that waits."""
    said = words()["programme"]
    programme = verbs.open_programme(
        year=office.today.year + 1,
        proposals_until=office.at(30).date(),
        scores_until=office.at(45).date(),
        by=office.office,
        at=office.at(-20),
    )
    programme_topics.propose(
        programme,
        Proposal(title=said["next_title"], why=said["next_why"], kind="test", theme="scientific"),
        key=uuid5(SPACE, "next"),
        by=office.voice(office.bodies[-1]),
        at=office.at(-15),
    )
    for name in ("asked", "public"):
        topic = programme_topics.hand_in(
            programme,
            Proposal(title=said[f"{name}_title"], why=said[f"{name}_why"]),
            key=uuid5(SPACE, name),
            by=Actor.public(),
            at=office.at(-10),
        )
        if name == "asked":
            programme_topics.show(topic, by=office.office, at=office.at(-9))
