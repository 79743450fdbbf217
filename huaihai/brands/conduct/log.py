"""The public log: one line an event, made from the event alone, in plain words for both forms of the programme.

`LINES` says which events of an entry's chain are read by everybody. The lines are written by reaction, in the
transaction of the event (`reactions.REACTIONS`), so that a list needs a constant number of queries; `rebuild` makes
them again from the chain. Nothing is ever taken out. Reasons that people wrote may speak of the title: in the safe form
a line shows rule, facts and dates, not the reasons; lines that are about the title alone wait until there is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huaihai.brands.models import Entry, LogLine, Proceeding
from huaihai.record import events
from huaihai.record.models import Event

KEY = "brand:"
KEPT = (
    "number",
    "kind",
    "trigger",
    "name",
    "facts",
    "due_on",
    "on",
    "came",
    "minutes",
    "said",
    "reasons",
    "resolution",
    "motion",
    "votes",
    "origin",
    "again",
    "rejected",
    "who",
    "before",
    "after",
    "since",
    "until",
    "criteria",
)


@dataclass(frozen=True)
class Line:
    """Which group a line belongs to, and whether it is about the title alone."""

    group: str
    needs_title: bool = False


STANDING, STEP, END = "standing", "step", "end"
LINES: Mapping[str, Line] = {
    "admit": Line(STANDING, needs_title=True),
    "renew": Line(STANDING, needs_title=True),
    "expire": Line(STANDING, needs_title=True),
    "suspend": Line(STANDING),
    "restore": Line(STANDING),
    "remove": Line(STANDING),
    "reinstate": Line(STANDING),
    "leave": Line(STANDING),
    "proceeding_opened": Line(STEP),
    "statement_made": Line(STEP),
    "hearing_asked": Line(STEP),
    "hearing_set": Line(STEP),
    "hearing_held": Line(STEP),
    "statement_closed": Line(STEP),
    "proceeding_overdue": Line(STEP),
    "removal_drafted": Line(STEP),
    "remedy_handed_in": Line(STEP),
    "appealed": Line(STEP),
    "warned": Line(STANDING),
    "suspension_confirmed": Line(STANDING),
    "restoration_refused": Line(STANDING),
    "proceeding_dropped": Line(END),
    "removal_rejected": Line(END),
    "remedied": Line(END),
    "warning_lapsed": Line(END),
    "appeal_time_over": Line(STEP),
    "not_remedied": Line(END),
    "ended_with_removal": Line(END),
    "panel_upheld": Line(STANDING),
    "panel_set_aside": Line(STANDING),
}
VERBS = tuple(f"brand_{verb}" for verb in LINES)  # of events, for `reactions.REACTIONS`
ENDING = ("brand_leave", "brand_expire")  # what ends every proceeding with the mark


def of_event(event: Event) -> None:
    """For `reactions.REACTIONS`: one line more."""
    entry = _entry(event)
    if entry is not None:
        line_of(event, entry).save(force_insert=True)


def of_ending(event: Event) -> None:
    """For `reactions.REACTIONS`: the business left, or the mark expired; its open proceedings have no object any more.

    The event itself is their record.
    """
    rows = Proceeding.objects.filter(entry=UUID(event.subject.removeprefix(KEY))).exclude(stage="ended")
    rows.update(
        stage="ended",
        outcome=Proceeding.Outcome.WITHOUT_OBJECT,
        ended_at=event.at,
        due_on=None,
        overdue_on=None,
    )


def line_of(event: Event, entry: Entry) -> LogLine:
    """The line that this event makes, not stored."""
    facts = {name: event.facts[name] for name in KEPT if name in event.facts}
    if isinstance(facts.get("facts"), dict):
        facts["facts"] = {name: value for name, value in facts["facts"].items() if name != "behind"}
    return LogLine(
        entry=entry,
        proceeding_id=event.facts.get("proceeding"),
        number=event.number,
        verb=event.verb.removeprefix("brand_"),
        body_id=entry.body_id,
        kind=entry.kind,
        facts=facts,
        at=event.at,
    )


def rebuild(entry: Entry) -> list[LogLine]:
    """The lines of an entry as its chain says them, oldest first, not stored."""
    rows = events.history(entry.record_key).filter(verb__in=VERBS)
    return [line_of(event, entry) for event in rows]


def misfits(entry: Entry) -> list[str]:
    """What is wrong with the stored lines of an entry, compared with its chain (English); empty: nothing."""
    held = {line.number: _said(line) for line in LogLine.objects.filter(entry=entry)}
    made = {line.number: _said(line) for line in rebuild(entry)}
    return [
        f"{entry.number}: log line {number} is not what the record says"
        for number in sorted(held.keys() | made.keys())
        if held.get(number) != made.get(number)
    ]


def _entry(event: Event) -> Entry | None:
    if not event.subject.startswith(KEY):
        return None
    found: Entry | None = Entry.objects.filter(pk=event.subject.removeprefix(KEY)).first()
    return found


def _said(line: LogLine) -> tuple[Any, ...]:
    return (line.verb, line.proceeding_id and str(line.proceeding_id), line.facts, line.at)
