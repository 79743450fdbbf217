"""What stands open on the demo's day: every open stage, with time left, with today as the last day, and over.

A scene's steps are all played on one working day, so many before the demo's day, and then nobody moves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from demo import lives
from demo.course import Course
from demo.days import OPENS, working_days_after, working_days_before
from demo.plan import FIRST_SCENE, Where
from huaihai.alliance import Alliance, City
from huaihai.kit.clock import local_moment


@dataclass(frozen=True)
class Scene:
    """A stage, how to get there, and since how many working days cases stand in it on the demo's day."""

    stage: str
    play: Callable[[Course], None]
    ages: tuple[int, ...]


def _received(course: Course) -> None:
    """Nothing has happened yet."""


def _supplementing(course: Course) -> None:
    course.wait(0)
    course.ask_for_more()


def _forwarded(course: Course) -> None:
    course.wait(0)
    course.forward()


def _deciding(course: Course) -> None:
    lives.to_decision(course)


def _clarifying(course: Course) -> None:
    lives.to_decision(course)
    course.wait(0)
    course.ask_for_more()


def _inviting(course: Course) -> None:
    lives.to_negotiation(course, serve=False)


def _negotiating(course: Course) -> None:
    lives.to_negotiation(course)


def _offered(course: Course) -> None:
    lives.to_negotiation(course)
    course.wait(0)
    course.offer()


def _mediating(course: Course) -> None:
    lives.to_mediation(course)
    course.wait(0)
    course.hold_session()


def _paused(course: Course) -> None:
    lives.to_mediation(course)
    course.wait(0)
    course.pause()


def _fulfilling(course: Course) -> None:
    lives.to_negotiation(course)
    course.wait(0)
    course.accept_after(course.offer(do_by=working_days_after(course.at.date(), 4)))
    course.wait(0)
    course.claim_done()


def _breached(course: Course) -> None:
    lives.to_negotiation(course)
    course.wait(0)
    course.accept_after(course.offer(do_by=course.at.date()))
    course.wait(0)
    course.report_breach()


SCENES = (
    Scene("received", _received, (1, 3, 5, 6)),
    Scene("supplementing", _supplementing, (1, 6, 10)),
    Scene("forwarded", _forwarded, (1, 2, 3)),
    Scene("deciding", _deciding, (1, 5, 7, 9)),
    Scene("clarifying", _clarifying, (2, 10)),
    Scene("inviting", _inviting, (1, 5, 7)),
    Scene("negotiating", _negotiating, (1, 5, 10)),
    Scene("negotiating", _offered, (1, 2)),
    Scene("mediating", _mediating, (3, 20, 36)),
    Scene("paused", _paused, (4, 15, 17)),
    Scene("fulfilling", _fulfilling, (2, 4, 6)),
    Scene("breached", _breached, (3, 11, 13)),
)


def places(ours: Alliance, hero: tuple[City, City], *, today: date) -> Iterator[tuple[Scene, Where]]:
    """Every scene twice: between the two cities of the walk through the demo, and between two others in turn."""
    number = FIRST_SCENE
    for scene in SCENES:
        for age in scene.ages:
            cities = ours.cities
            pairs = [hero, (cities[number % len(cities)], cities[(number + 3) % len(cities)])]
            for home, lead in pairs:
                filed_at = local_moment(working_days_before(today, age), time(OPENS, number % 50))
                way_in = ("online", "phone", "visit")[number % 3]
                yield scene, Where(number, filed_at, home, _other(lead, home, ours), "", way_in)
                number += 1


def _other(lead: City, home: City, ours: Alliance) -> City:
    """A scene between two cities needs two; an alliance may have few."""
    if lead is not home or len(ours.cities) == 1:
        return lead
    return next(city for city in ours.cities if city is not home)


def last_evening(today: date) -> datetime:
    """The end of the year that is played: the evening before the demo's day."""
    return local_moment(today - timedelta(days=1), time(18))
