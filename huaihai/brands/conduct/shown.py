"""Lines of the log and proceedings as pages and feeds show them, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from huaihai.brands.conduct import log, log_words, wording
from huaihai.brands.models import Entry, LogLine, Proceeding
from huaihai.kit import spoken
from huaihai.kit.clock import local_day

HIDDEN_BARE = tuple(verb for verb, line in log.LINES.items() if line.needs_title)
TONES = {
    "suspend": "late",
    "remove": "late",
    "suspension_confirmed": "late",
    "restoration_refused": "late",
    "warned": "warn",
    "proceeding_overdue": "warn",
    "proceeding_opened": "warn",
    "admit": "ok",
    "renew": "ok",
    "restore": "ok",
    "reinstate": "ok",
    "panel_set_aside": "ok",
}


@dataclass(frozen=True)
class Shown:
    """One line: when, about whom, what happened, by which rule and facts, with what reasons or minutes."""

    row: LogLine
    on: date
    words: str
    cause: str
    reasons: str
    minutes: str
    until: str
    tone: str
    url: str

    @property
    def key(self) -> str:
        """Its place on the page, which lasts: the entry's number and the number of the event."""
        return f"{self.row.entry.number}-{self.row.number}"


def lines(*, titled: bool) -> "QuerySet[LogLine, Any]":
    """All lines of this form of the programme, newest first, with what pages need."""
    rows = LogLine.objects.select_related("entry", "body", "proceeding").order_by("-at", "-number", "pk")
    return rows if titled else rows.exclude(verb__in=HIDDEN_BARE)


def shown(row: LogLine, *, titled: bool) -> Shown:
    """A line in words."""
    facts = row.facts
    opens = row.verb in ("suspend", "proceeding_opened")
    return Shown(
        row=row,
        on=local_day(row.at),
        words=log_words.line(row, titled=titled),
        cause=wording.cause(facts.get("facts", {}), facts.get("name"), titled=titled) if opens else "",
        reasons=_reasons(facts) if titled else "",
        minutes=str(facts.get("minutes", "")) if titled else "",
        until=spoken.full_day(date.fromisoformat(facts["due_on"])) if facts.get("due_on") else "",
        tone=TONES.get(row.verb, "calm"),
        url=reverse("brand", args=[row.entry.number]),
    )


def all_shown(rows: Iterable[LogLine], *, titled: bool) -> list[Shown]:
    """These lines in words."""
    return [shown(row, titled=titled) for row in rows]


@dataclass(frozen=True)
class Open:
    """A proceeding in words: why it was opened, what it waits for, how it was decided."""

    row: Proceeding
    kind: str
    cause: str
    waits: str
    outcome: str


def proceedings(entry: Entry, *, titled: bool, only_open: bool = False) -> list[Open]:
    """The proceedings of an entry, newest first; at most fifty. One query."""
    rows = Proceeding.objects.filter(entry=entry).select_related("entry").order_by("-serial")
    rows = rows.exclude(stage="ended") if only_open else rows
    return [as_open(row, titled=titled) for row in rows[:50]]


def as_open(row: Proceeding, *, titled: bool) -> Open:
    """One proceeding in words."""
    return Open(
        row=row,
        kind=str(row.get_kind_display()),
        cause=wording.cause(row.facts, row.trigger_name, titled=titled),
        waits=wording.waits_for(row, titled=titled),
        outcome=wording.outcome(row, titled=titled) if row.outcome else "",
    )


def _reasons(facts: dict[str, Any]) -> str:
    found = facts.get("reasons") or facts.get("facts", {}).get("reasons", "")
    return str(found)
