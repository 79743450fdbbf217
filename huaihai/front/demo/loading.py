"""Loading the demo: everything in one transaction, so that a load that was stopped leaves nothing behind.

Loading again changes nothing: an event says that it was done. The same things happen each time, in the same
words; only identifiers, file numbers and codes differ, for they are secrets.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from huaihai import alliance
from huaihai.cases.actions import contact
from huaihai.cases.models import Case
from huaihai.front.demo import hero, lives, plan, scenes, shape, staff, vocabulary
from huaihai.front.demo.course import Course
from huaihai.kit.clock import ZONE
from huaihai.record import due, events
from huaihai.record.models import Event, OutboxMessage

SUBJECT = "demo"
SHOWN_STAGES = ("mediating", "fulfilling", "supplementing", "closed", "terminated")


@dataclass(frozen=True)
class Made:
    """How much was made."""

    cases: int
    accounts: int


def load() -> Made | None:
    """Make the demo; None if it is there already. Raises RuntimeError outside the demo."""
    if not settings.DEMO:
        raise RuntimeError("the demo is loaded only where HUAIHAI_DEMO=1")
    if Event.objects.filter(subject=SUBJECT).exists():
        return None
    with transaction.atomic(), _without_garbage_collection():
        return _make(settings.DEMO_DAY)


def shown_cases() -> list[str]:
    """The cases whose numbers and codes the demo's page shows, the one it walks through first."""
    event = Event.objects.filter(subject=SUBJECT).first()
    return list(event.facts["shown"]) if event else []


def _make(today: date) -> Made:
    words, until = vocabulary.read(), scenes.last_evening(today)
    begins = datetime.combine(today - timedelta(days=372), time(9), ZONE)
    cast = staff.assemble(words, at=begins)
    courses = [*_year(cast, words, today, until), *_scenes(cast, words, today)]
    shown = [hero.play(cast, words, today), *_some_of(courses)]
    morning = datetime.combine(today, time(0, 5), ZONE)
    due.fall_due(at=morning, brake=None)
    for case in shown:
        person = case.complainant
        contact.replace_receipt_code(case.number or "", person.phone, by=staff.DEMO, at=until)
    _call_messages_sent(morning)
    made = Made(cases=len(courses) + 1, accounts=cast.accounts)
    facts = {"shown": [str(case.pk) for case in shown], "seed": shape.SEED, "cases": made.cases}
    events.write(subject=SUBJECT, verb="demo loaded", by=staff.DEMO.key, at=morning, facts=facts)
    return made


def _year(cast: staff.Cast, words: vocabulary.Vocabulary, today: date, until: datetime) -> list[Course]:
    courses = []
    for complaint in plan.year(alliance.load(), words, until=today):
        course = Course(complaint, cast, words, until=until)
        lives.live(course)
        courses.append(course)
    return courses


def _scenes(cast: staff.Cast, words: vocabulary.Vocabulary, today: date) -> list[Course]:
    ours = alliance.load()
    courses = []
    for scene, where in scenes.places(ours, staff.hero_cities(ours), today=today):
        until = datetime.combine(where.filed_at.date(), time(23, 59), ZONE)
        course = Course(plan.complaint(where, words), cast, words, until=until, quick=True)
        course.file()
        scene.play(course)
        courses.append(course)
    return courses


def _some_of(courses: list[Course]) -> list[Case]:
    """One case of each of the stages in which a consumer has something to look at or to do."""
    found: dict[str, Case] = {}
    titles: set[str] = set()
    for case in (course.case for course in reversed(courses)):
        if case.stage in SHOWN_STAGES and case.stage not in found and case.title not in titles:
            found[case.stage] = case
            titles.add(case.title)
    return [found[stage] for stage in SHOWN_STAGES if stage in found]


def _call_messages_sent(morning: datetime) -> None:
    """The year's messages are history: none of them leaves, whatever sender is set."""
    OutboxMessage.objects.filter(sent_at=None).update(sent_at=morning, attempts=1)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Nothing made here hangs in circles for long, and looking for them costs a tenth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
