"""Playing the year by real actions, the same each time: chance begins anew at every complaint and every part."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction

from demo import (
    brands,
    channel,
    consulting,
    handlers,
    hero,
    insight,
    lives,
    machine,
    office,
    plan,
    reminders,
    scenes,
    shape,
    staff,
    supervision,
    vocabulary,
    voice,
)
from demo.course import Course
from huaihai import alliance
from huaihai.cases import messages, numbers
from huaihai.cases.models import Case
from huaihai.front.demo.installing import SUBJECT
from huaihai.kit.clock import local_moment
from huaihai.members.models import Account
from huaihai.record import due, events
from huaihai.record.models import OutboxMessage

STAFF, ROOMS, END = 10_000, 20_000, 30_000  # turns; a complaint's is its number
NIGHTS = 2  # what one run brings to an end makes other things due
SHOWN_STAGES = ("mediating", "fulfilling", "supplementing", "closed", "terminated")


@dataclass(frozen=True)
class Made:
    """How much was made."""

    cases: int
    accounts: int


def play() -> Made:
    """Play the year into a database that knows its alliance, within `machine.standing`."""
    stage = Stage(settings.DEMO_DAY)
    with transaction.atomic(), _without_garbage_collection():
        stage.play()
        return _finish(stage)


class Stage:
    """Where the complaints are played: everybody who acts in them, and their words."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.words, self.ours = vocabulary.read(), alliance.load()
        self.until = scenes.last_evening(today)
        machine.turn(STAFF)
        self.cast = staff.assemble(self.words, at=local_moment(today, time(9)) - office.BEFORE)

    def play(self, *, every: int = 1) -> None:
        """Let the complaints live (of the year: every first, or as few as are asked for), and set the scenes."""
        for told in self._year():
            if told.number % every == 0:
                machine.turn(told.number)
                lives.live(Course(told, self.cast, self.words, until=self.until))
        for scene, told in self._scenes():
            machine.turn(told.number)
            self._show(scene, told)
        machine.turn(plan.HERO)
        hero.play(self.cast, self.words, self.today)

    def _year(self) -> Iterator[plan.Complaint]:
        yield from plan.year(self.ours, self.words, until=self.today)
        yield from plan.wave(self.ours, self.words, until=self.today)

    def _scenes(self) -> Iterator[tuple[scenes.Scene, plan.Complaint]]:
        for scene, where in scenes.places(self.ours, staff.hero_cities(self.ours), today=self.today):
            yield scene, plan.complaint(where, self.words)

    def _show(self, scene: scenes.Scene, told: plan.Complaint) -> None:
        until = local_moment(told.filed_at.date(), time(23, 59))
        course = Course(told, self.cast, self.words, until=until, quick=True)
        course.file()
        scene.play(course)


def _finish(stage: Stage) -> Made:
    """What has fallen due by the demo's morning, the codes that its page shows, and the note that it is done."""
    morning = local_moment(stage.today, time(0, 5))
    for number, room in enumerate((office, channel, voice, supervision, brands, insight, consulting)):
        machine.turn(ROOMS + number)
        room.play(stage.cast, today=stage.today)
    machine.turn(END)
    for _night in range(NIGHTS):
        due.fall_due(at=morning, brake=None)
    handlers.play()
    reminders.play()
    shown = _worth_showing(stage.words.shop["hero_title"])
    for case in shown:
        _show_the_code(case, stage.until)
    _call_messages_sent(morning)
    made = Made(
        cases=Case.objects.filter(is_demo=True).count(), accounts=Account.objects.filter(is_demo=True).count()
    )
    facts = {"shown": [str(case.pk) for case in shown], "seed": shape.SEED, "cases": made.cases}
    events.write(subject=SUBJECT, verb="demo loaded", by=staff.DEMO.key, at=morning, facts=facts)
    return made


def _show_the_code(case: Case, at: datetime) -> None:
    """A fresh receipt code that stands in the outbox, without a line in the timeline of a case to be looked at."""
    code = numbers.new_receipt_code()
    case.receipt_hash = numbers.receipt_fingerprint(code)
    case.save(update_fields=["receipt_hash"])
    messages.send_new_receipt_code(case.complainant, code, at=at)


def _worth_showing(hero_title: str) -> list[Case]:
    """The case of the walk, and one of each stage in which a consumer has something to look at or to do."""
    demo = Case.objects.visible_to(staff.DEMO).filter(is_demo=True).select_related("complainant")
    found = [demo.get(title=hero_title)]
    for stage in SHOWN_STAGES:
        newest = demo.filter(stage=stage).exclude(title__in=[case.title for case in found])
        found += newest.order_by("-submitted_at", "-created_at", "title")[:1]
    return found


def _call_messages_sent(morning: datetime) -> None:
    """The year's messages are history: none of them leaves, whatever sender is set."""
    OutboxMessage.objects.filter(sent_at=None).update(sent_at=morning, attempts=1)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Nothing made here hangs in circles for long, and looking for them costs a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
