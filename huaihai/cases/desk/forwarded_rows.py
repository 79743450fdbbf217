"""One row of the list of forwarded cases: cities, days and clocks, and no word about the consumer or the business."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.cases import figures, life
from huaihai.cases.desk.lists import city_name
from huaihai.cases.models import Case, Forwarding
from huaihai.cases.situation import READING
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.compiled import Compiled, padded
from huaihai.kit.paging import PER_PAGE
from huaihai.members.actors import Actor
from huaihai.members.models.organisation import tree
from huaihai.record.models import Clock

SHOWN = (  # all that is read of a case and its clocks
    "forwarded_at",
    "case__number",
    "case__stage",
    "from_city_id",
    "to_city_id",
    "forward_clock__due_on",
    *(
        f"{clock}__{name}"
        for clock in ("take_clock", "decide_clock")
        for name in ("due_on", "ended_at", "ended_by", "paused_on")
    ),
)
FLAGS = (figures.SENT_LATE, figures.TAKEN_LATE, figures.WAITING_LATE, figures.ANSWER_LATE)


def to_show(rows: QuerySet[Forwarding, Any], today: date) -> QuerySet[Forwarding, Any]:
    """With what a row shows and nothing else, in one query; what is late is asked as the numbers ask it."""
    related = ("case", "forward_clock", "take_clock", "decide_clock")
    late = {
        f"is_{column.name}": ExpressionWrapper(column.where(today), output_field=BooleanField())
        for column in FLAGS
    }
    return rows.select_related(*related).only(*SHOWN).annotate(**late)


def of_page(keys: Sequence[UUID], today: date) -> list[Forwarding]:
    """Those with these keys, of one page, in their order."""
    held = {row.pk: row for row in _with_keys(keys=padded(keys, PER_PAGE), today=today)}
    return [held[key] for key in keys if key in held]


_with_keys: Compiled[Forwarding] = Compiled(
    lambda keys, today: to_show(Forwarding.objects.filter(pk__in=keys), today),
    keys=Forwarding._meta.pk,
    today=Clock._meta.get_field("due_on"),
)


def may_open(actor: Actor, case_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Of these cases those whose file the actor may open."""
    if not actor.roles & set(READING):
        return frozenset()
    return frozenset(Case.objects.visible_to(actor).filter(pk__in=case_ids).values_list("pk", flat=True))


@dataclass(frozen=True)
class Mark:
    """How one clock stands: a word, its colour, and the days."""

    word: str
    tone: str
    note: str


@dataclass(frozen=True)
class Row:
    """One forwarded case as the list tells it on a day."""

    held: Any
    today: date
    is_open: bool = False  # whether the reader may open the file

    @property
    def sender(self) -> str:
        return city_name(tree().by_pk[self.held.from_city_id])

    @property
    def receiver(self) -> str:
        return city_name(tree().by_pk[self.held.to_city_id])

    @property
    def stage(self) -> Promise | str:
        return life.STAGES[self.held.case.stage].desk

    @cached_property
    def sent(self) -> Mark:
        """Whether the home body forwarded within its limit."""
        held = self.held
        note = self._days(held.forwarded_at, held.forward_clock.due_on)
        return _late(note) if held.is_sent_late else _in_time(note)

    @cached_property
    def taken(self) -> Mark:
        """Whether and when the other city took it."""
        clock: Clock = self.held.take_clock
        if clock.ended_at is None:
            return self._waiting(clock, is_late=self.held.is_waiting_late)
        if clock.ended_by != "take":
            return self._other_end(clock)
        note = self._days(clock.ended_at, clock.due_on)
        return _late(note) if self.held.is_taken_late else _in_time(note)

    @cached_property
    def answered(self) -> Mark:
        """Whether and how the other city decided, which the home body is told."""
        clock: Clock = self.held.decide_clock
        if clock.ended_at is None:
            if clock.paused_on is not None:
                return Mark(_("Clock stopped"), "", _("since %(day)s") % {"day": self._day(clock.paused_on)})
            return self._waiting(clock, is_late=self.held.is_answer_late)
        if clock.ended_by not in figures.ANSWERS:
            return self._other_end(clock)
        note = f"{_done(clock)} · {self._days(clock.ended_at, clock.due_on)}"
        return _late(note) if self.held.is_answer_late else _in_time(note)

    def _waiting(self, clock: Clock, *, is_late: bool) -> Mark:
        due = _("due %(day)s") % {"day": self._day(clock.due_on)}
        if not is_late:
            return Mark(pgettext("clock", "Waiting"), "", due)
        days = (self.today - clock.due_on).days
        return Mark(ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}, "late", due)

    def _other_end(self, clock: Clock) -> Mark:
        """Something else ended the clock: nobody was late."""
        return Mark(_("No longer needed"), "calm", f"{_done(clock)} · {self._day(clock.ended_at)}")

    def _days(self, on: datetime, due_on: date) -> str:
        return _("%(day)s, due %(due)s") % {"day": self._day(on), "due": self._day(due_on)}

    def _day(self, when: date | datetime | None) -> str:
        return spoken.day(when, today=self.today) if when else ""


def _in_time(note: str) -> Mark:
    return Mark(pgettext("clock", "In time"), "ok", note)


def _late(note: str) -> Mark:
    return Mark(pgettext("clock", "Late"), "late", note)


def _done(clock: Clock) -> str:
    return str(life.VERBS[clock.ended_by].done)


type Cell = Callable[[Row], Any]


def table() -> tuple[tuple[str, Cell], ...]:
    """The columns of the list as a file, in the reader's language: heading, and what stands in a row."""
    return (
        (_("File number"), lambda row: row.held.case.number),
        (_("From city"), lambda row: row.sender),
        (_("To city"), lambda row: row.receiver),
        (_("Forwarded on"), lambda row: _on(row.held.forwarded_at)),
        (_("Forwarding due on"), lambda row: row.held.forward_clock.due_on),
        (_("Forwarded in time?"), lambda row: row.sent.word),
        (_("Taken on"), lambda row: _on(row.held.take_clock.ended_at, row.held.take_clock, "take")),
        (_("Taking due on"), lambda row: row.held.take_clock.due_on),
        (_("Taken in time?"), lambda row: row.taken.word),
        (
            _("Answered on"),
            lambda row: _on(row.held.decide_clock.ended_at, row.held.decide_clock, *figures.ANSWERS),
        ),
        (_("Answer due on"), lambda row: row.held.decide_clock.due_on),
        (_("Answered in time?"), lambda row: row.answered.word),
        (
            _("How it was answered"),
            lambda row: _done(row.held.decide_clock) if row.held.decide_clock.ended_by else "",
        ),
        (_("Stage now"), lambda row: row.stage),
    )


def _on(at: datetime | None, clock: Clock | None = None, *by: str) -> date | str:
    """The day, if the clock was ended by one of these verbs."""
    if at is None or (clock is not None and clock.ended_by not in by):
        return ""
    return local_day(at)
