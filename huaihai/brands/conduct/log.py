"""The public log: one line an event, made from the event alone, in plain words for both forms of the programme.

`LINES` says which events of an entry's chain are read by everybody. The lines are written by reaction, in the
transaction of the event (`reactions.REACTIONS`), so that a list needs a constant number of queries; `rebuild` makes
them again from the chain. Nothing is ever taken out. Reasons that people wrote may speak of the title: in the safe form
a line shows rule, facts and dates, not the reasons; lines that are about the title alone wait until there is one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from huaihai.brands.models import Entry, LogLine, Proceeding
from huaihai.desk.lives import Words
from huaihai.kit import spoken
from huaihai.record import events
from huaihai.record.models import Event
from huaihai.record.verify.findings import line as joined

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
STANDING, STEP, END = "standing", "step", "end"
ENDING = ("brand_leave", "brand_expire")  # what ends every proceeding with the mark
SAFE: Mapping[str, Words] = {  # where there is no title
    "suspend": lazy("A serious matter is being looked into."),
    "restore": lazy("The serious matter is settled."),
    "reinstate": lazy("The removal was set aside: it is back in the directory."),
}


@dataclass(frozen=True)
class Line:
    """Which group a line belongs to, and whether it is about the title alone."""

    group: str
    needs_title: bool = False


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


def of_event(event: Event) -> None:
    """For `reactions.REACTIONS`: one line more."""
    entry = Entry.objects.get(pk=event.subject.removeprefix(KEY))
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
    """What is wrong with the stored lines of an entry, compared with its chain; empty: nothing."""
    held = {line.number: _said(line) for line in LogLine.objects.filter(entry=entry)}
    made = {line.number: _said(line) for line in rebuild(entry)}
    return [
        joined(entry.number, _("public line %(n)d") % {"n": number}, _("is not what the record says"))
        for number in sorted(held.keys() | made.keys())
        if held.get(number) != made.get(number)
    ]


def findings() -> Iterator[str]:
    """What is wrong with the stored lines of all entries."""
    for entry in Entry.objects.order_by("year", "opened_at", "pk").iterator(100):
        yield from misfits(entry)


def _said(line: LogLine) -> tuple[Any, ...]:
    return (line.verb, line.proceeding_id and str(line.proceeding_id), line.facts, line.at)


def line(row: LogLine, *, titled: bool) -> str:
    """The sentence of a line."""
    if row.verb in SPECIAL and (titled or row.verb not in SAFE):
        return SPECIAL[row.verb](row.facts)
    words = SAYS[row.verb] if titled else SAFE.get(row.verb) or SAYS[row.verb]
    return spoken.run_on([str(words), _by_whom(row.facts) if row.verb in DECIDED else ""])


def _day(facts: Mapping[str, Any], name: str) -> str:
    return spoken.full_day(date.fromisoformat(facts[name])) if facts.get(name) else ""


def _by_whom(facts: Mapping[str, Any]) -> str:
    return {
        "pair": _("Two people of two cities decided so."),
        "panel": _("A panel of three people of three cities decided so."),
        "vote": _("The alliance decided so by vote."),
        "rule": _("A written rule says so."),
    }.get(facts.get("who", ""), "")


def _suspended(facts: Mapping[str, Any]) -> str:
    if facts.get("again"):
        return _("The mark is suspended again, because another proceeding is still open.")
    return spoken.run_on([_("The mark was suspended."), _by_whom(facts)])


def _opened(facts: Mapping[str, Any]) -> str:
    kinds = {
        "warn": _("A proceeding about a warning was opened."),
        "suspend": _("A proceeding about a suspension was opened."),
        "remove": _("A proceeding about a removal was opened."),
    }
    return spoken.run_on([kinds[facts["kind"]], _by_whom(facts)])


def _heard(facts: Mapping[str, Any]) -> str:
    return (
        _("The business was heard.") if facts.get("came") else _("The business did not come to its hearing.")
    )


def _closed(facts: Mapping[str, Any]) -> str:
    if facts.get("said"):
        return _("The business has stated its case; the decision is to come.")
    return _("The business said nothing in time; the decision is to come.")


SAYS: Mapping[str, Words] = {
    "admit": lazy("It was given the mark."),
    "renew": lazy("Its mark was renewed."),
    "expire": lazy("Its mark ended with its last day."),
    "restore": lazy("The suspension has ended: the mark is good again."),
    "remove": lazy("It was removed."),
    "reinstate": lazy("The removal was set aside: it has its mark back."),
    "leave": lazy("The business has left of its own will."),
    "statement_made": lazy("The business stated its case."),
    "hearing_asked": lazy("The business stated its case and asked to be heard."),
    "proceeding_overdue": lazy(
        "What should have been done by now was not done. Everything stays as it is until it is done."
    ),
    "removal_drafted": lazy("The alliance votes about the removal."),
    "remedy_handed_in": lazy("The business said what it did to remedy the cause."),
    "appealed": lazy("The business appealed: three people of three cities decide about it."),
    "warned": lazy("The business was warned."),
    "suspension_confirmed": lazy("The suspension goes on."),
    "restoration_refused": lazy("The cause is not remedied: the suspension goes on."),
    "proceeding_dropped": lazy("The proceeding has ended: nothing follows."),
    "removal_rejected": lazy("The alliance voted against the removal."),
    "remedied": lazy("The cause is remedied; another proceeding goes on."),
    "warning_lapsed": lazy("Nobody decided in time, so no warning follows."),
    "appeal_time_over": lazy("No appeal came in time: the decision stands."),
    "not_remedied": lazy("The cause was not remedied in time: a removal is proposed."),
    "ended_with_removal": lazy("The removal stands, so this proceeding ends without a decision."),
    "panel_upheld": lazy("The panel decided: the decision stands."),
    "panel_set_aside": lazy("The panel decided: the decision is set aside."),
}
SPECIAL: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "suspend": _suspended,
    "proceeding_opened": _opened,
    "hearing_set": lambda facts: _("The hearing is on %(day)s.") % {"day": _day(facts, "on")},
    "hearing_held": _heard,
    "statement_closed": _closed,
}
DECIDED = frozenset(  # of which it is said who decided
    {
        "admit",
        "renew",
        "restore",
        "remove",
        "reinstate",
        "warned",
        "suspension_confirmed",
        "restoration_refused",
        "proceeding_dropped",
        "remedied",
    }
)
