"""Loading the demo: everything in one transaction, so that a load that was stopped leaves nothing behind.

Loading again changes nothing: an event says that it was done. The same things happen each time, in the same
words; only identifiers, file numbers and codes differ, for they are secrets.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction

from huaihai import alliance
from huaihai.businesses.actions.register import find_or_write_down
from huaihai.cases import messages, numbers
from huaihai.cases.models import Case
from huaihai.front.demo import (
    brands,
    channel,
    hero,
    insight,
    lives,
    office,
    parts,
    plan,
    scenes,
    shape,
    staff,
    supervision,
    vocabulary,
    voice,
)
from huaihai.front.demo.course import Course
from huaihai.kit.clock import ZONE
from huaihai.members.models import Account
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
    stage = _Stage(settings.DEMO_DAY, parts.number_of_parts())
    if stage.parts == 1:
        with transaction.atomic(), _without_garbage_collection():
            stage.prepare()
            stage.play(0)
            return _finish(stage)
    with parts.played(stage.parts, stage.prepare, stage.play) as copies, transaction.atomic():
        parts.put_together(copies)
        with _without_garbage_collection():
            return _finish(stage)


def shown_cases() -> list[str]:
    """The cases whose numbers and codes the demo's page shows, the one it walks through first."""
    event = Event.objects.filter(subject=SUBJECT).first()
    return list(event.facts["shown"]) if event else []


class _Stage:
    """Where the year is played: everything made beforehand, and who plays which part of it."""

    cast: staff.Cast

    def __init__(self, today: date, count: int) -> None:
        self.today, self.parts = today, count
        self.words, self.ours = vocabulary.read(), alliance.load()
        self.until = scenes.last_evening(today)

    def prepare(self) -> None:
        """Open the accounts, and write down the businesses that more than one part will meet."""
        with transaction.atomic():
            begins = datetime.combine(self.today, time(9), ZONE) - office.BEFORE
            self.cast = staff.assemble(self.words, at=begins)
            everything = [*self._year(), *(told for _scene, told in self._scenes())]
            for told in _met_in_several_parts(everything, self.part_of):
                find_or_write_down(told.stated, by=staff.DEMO, at=told.filed_at, is_demo=True)

    def play(self, part: int) -> None:
        """Let the complaints live whose home city belongs to this part."""
        with transaction.atomic(), _without_garbage_collection():
            for told in self._year():
                if self.part_of(told.home) == part:
                    lives.live(Course(told, self.cast, self.words, until=self.until))
            for scene, told in self._scenes():
                if self.part_of(told.home) == part:
                    self._show(scene, told)
            if part == 0:
                hero.play(self.cast, self.words, self.today)

    def part_of(self, city: str) -> int:
        return self.ours.city_codes.index(city) % self.parts

    def _year(self) -> Iterator[plan.Complaint]:
        yield from plan.year(self.ours, self.words, until=self.today)
        yield from plan.wave(self.ours, self.words, until=self.today)

    def _scenes(self) -> Iterator[tuple[scenes.Scene, plan.Complaint]]:
        for scene, where in scenes.places(self.ours, staff.hero_cities(self.ours), today=self.today):
            yield scene, plan.complaint(where, self.words)

    def _show(self, scene: scenes.Scene, told: plan.Complaint) -> None:
        until = datetime.combine(told.filed_at.date(), time(23, 59), ZONE)
        course = Course(told, self.cast, self.words, until=until, quick=True)
        course.file()
        scene.play(course)


def _met_in_several_parts(
    everything: list[plan.Complaint], part_of: Callable[[str], int]
) -> Iterator[plan.Complaint]:
    """The first complaint against each business that consumers of different parts complain of."""
    met: dict[str, set[int]] = {}
    for told in everything:
        met.setdefault(told.stated.code, set()).add(part_of(told.home))
    for told in everything:
        if told.stated.code and len(met.pop(told.stated.code, ())) > 1:
            yield told


def _finish(stage: _Stage) -> Made:
    """What has fallen due by the demo's morning, the codes that its page shows, and the note that it is done."""
    morning = datetime.combine(stage.today, time(0, 5), ZONE)
    office.play(stage.cast, today=stage.today)
    channel.play(stage.cast, today=stage.today)
    voice.play(stage.cast, today=stage.today)
    supervision.play(stage.cast, today=stage.today)
    brands.play(stage.cast, today=stage.today)
    insight.play(stage.cast, today=stage.today)
    due.fall_due(at=morning, brake=None)
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
