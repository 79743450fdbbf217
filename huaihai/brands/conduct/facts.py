"""Proceedings and lines of the public log in plain words, as pages and feeds show them.

Every sentence has two forms: without a legal basis nothing speaks of title, mark or score (`titled=False`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.brands.conduct import log
from huaihai.brands.models import ConductReport, Entry, LogLine, Proceeding, StatementFile
from huaihai.desk.frame import actor_of
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import local_day


def cause(facts: Mapping[str, Any], name: Mapping[str, str] | None, *, titled: bool) -> str:
    """The rule and the facts behind it; empty where neither may be named, or there is none."""
    if not name or (not titled and facts.get("measure") == "score"):
        return ""
    rule = _("Rule: %(name)s.") % {"name": in_language(name)}
    return spoken.run_on([part for part in (rule, _found(facts)) if part])


def in_language(name: Mapping[str, str]) -> str:
    """A name that is stored in Chinese and English."""
    return name["en"] if local_words.is_foreign() else local_words.in_script(name["zh"])


def waits_for(row: Proceeding, *, titled: bool) -> str:
    """What the proceeding waits for, and until when."""
    if not row.is_open:
        return outcome(row, titled=titled)
    until = spoken.full_day(row.due_on) if row.due_on else ""
    said = WAITS[row.stage]() % {"until": until}
    late = _("This is overdue; it stays as it is until it is done.") if row.overdue_on else ""
    return spoken.run_on([said, late] if late else [said])


def outcome(row: Proceeding, *, titled: bool) -> str:
    """How it ended or was decided, in a word or two."""
    if not titled and row.outcome == Proceeding.Outcome.WITHOUT_OBJECT:
        return pgettext("proceeding outcome", "ended without a decision")
    return str(row.get_outcome_display())


def number(value: str, measure: str) -> str:
    """A measured value as people read it."""
    exact = Fraction(value)
    if measure == "unsolved_share_low":
        return f"{float(exact * 100):.1f}%"
    return str(exact) if exact.denominator == 1 else f"{float(exact):.1f}"


def _found(facts: Mapping[str, Any]) -> str:
    measure = facts.get("measure", "")
    if measure not in MEASURES:
        return (
            _("It follows from proceeding %(number)s.") % {"number": facts["follows"]}
            if "follows" in facts
            else ""
        )
    told = {
        "what": MEASURES[measure](),
        "value": number(facts["value"], measure),
        "limit": number(facts["threshold"], measure),
        "months": facts["within_months"],
        "day": spoken.full_day(date.fromisoformat(facts["as_of"])),
    }
    if facts.get("is_below"):
        return _("Found on %(day)s: %(what)s %(value)s; the rule speaks of less than %(limit)s.") % told
    return (
        _("Found on %(day)s, within %(months)s months: %(what)s %(value)s; the rule begins with %(limit)s.")
        % told
    )


WAITS: Mapping[str, Callable[[], str]] = {
    "opened": lambda: _("The business is being told."),
    "statement": lambda: _("The business may state its case until %(until)s."),
    "hearing": lambda: _("The business is to be heard by %(until)s."),
    "deciding": lambda: _("It is to be decided by %(until)s."),
    "decided": lambda: _("The business may appeal until %(until)s."),
    "appealed": lambda: _("The panel decides by %(until)s."),
    "remedy": lambda: _("The cause is to be remedied by %(until)s."),
}
MEASURES: Mapping[str, Callable[[], str]] = {
    "serious_cases": lambda: pgettext("measure", "serious cases"),
    "broken_promises": lambda: pgettext("measure", "broken promises"),
    "unsafe_tests": lambda: pgettext("measure", "tests that found it unsafe"),
    "serious_penalties": lambda: pgettext("measure", "serious penalties"),
    "unsolved_share_low": lambda: pgettext("measure", "share of complaints unsolved, at least"),
    "refused_mediation": lambda: pgettext("measure", "refusals of mediation, or of what was agreed in it"),
    "closed_or_moved": lambda: pgettext("measure", "times found closed or moved"),
    "false_statements": lambda: pgettext("measure", "false statements"),
    "failed_revisits": lambda: pgettext("measure", "re-visits that failed"),
    "score": lambda: pgettext("measure", "score"),
    "broken_guarantees": lambda: pgettext("measure", "pledges for prepaid cards that were not kept"),
    "confirmed_warnings": lambda: pgettext("measure", "warnings that stand"),
}


STAGE_TONES = {
    "opened": "info",
    "statement": "info",
    "hearing": "info",
    "deciding": "warn",
    "decided": "calm",
    "appealed": "warn",
    "remedy": "warn",
    "ended": "calm",
}


def tone_of(row: Proceeding, today: date) -> str:
    """Late where something is overdue."""
    return "late" if row.overdue_on is not None or row.is_overdue(today) else STAGE_TONES[row.stage]


HIDDEN_BARE = tuple(verb for verb, line in log.LINES.items() if line.needs_title)
LINE_TONES = {
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
class LineInWords:
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


def line_in_words(row: LogLine, *, titled: bool) -> LineInWords:
    """A line in words."""
    facts = row.facts
    opens = row.verb in ("suspend", "proceeding_opened")
    return LineInWords(
        row=row,
        on=local_day(row.at),
        words=log.line(row, titled=titled),
        cause=cause(facts.get("facts", {}), facts.get("name"), titled=titled) if opens else "",
        reasons=_reasons(facts) if titled else "",
        minutes=str(facts.get("minutes", "")) if titled else "",
        until=spoken.full_day(date.fromisoformat(facts["due_on"])) if facts.get("due_on") else "",
        tone=LINE_TONES.get(row.verb, "calm"),
        url=reverse("brand", args=[row.entry.number]),
    )


def lines_in_words(rows: Iterable[LogLine], *, titled: bool) -> list[LineInWords]:
    """These lines in words."""
    return [line_in_words(row, titled=titled) for row in rows]


@dataclass(frozen=True)
class ProceedingInWords:
    """A proceeding in words: why it was opened, what it waits for, how it was decided."""

    row: Proceeding
    kind: str
    cause: str
    waits: str
    outcome: str


def proceedings(entry: Entry, *, titled: bool, only_open: bool = False) -> list[ProceedingInWords]:
    """The proceedings of an entry, newest first; at most fifty. One query."""
    rows = Proceeding.objects.filter(entry=entry).select_related("entry").order_by("-serial")
    rows = rows.exclude(stage="ended") if only_open else rows
    return [proceeding_in_words(row, titled=titled) for row in rows[:50]]


def proceeding_in_words(row: Proceeding, *, titled: bool) -> ProceedingInWords:
    """One proceeding in words."""
    return ProceedingInWords(
        row=row,
        kind=str(row.get_kind_display()),
        cause=cause(row.facts, row.trigger_name, titled=titled),
        waits=waits_for(row, titled=titled),
        outcome=outcome(row, titled=titled) if row.outcome else "",
    )


def _reasons(facts: dict[str, Any]) -> str:
    found = facts.get("reasons") or facts.get("facts", {}).get("reasons", "")
    return str(found)


def proceeding_or_404(request: HttpRequest, pk: UUID, *, own: bool = False) -> Proceeding:
    """The proceeding; `own`: of a business that the reader answers for. Raises Http404."""
    entries = Entry.objects.visible_to(actor_of(request))
    if own:
        entries = entries.filter(business__in=list(actor_of(request).business_ids))
    parts = ("entry__body", "entry__business", "entry__place", "entry__criteria", "motion")
    rows = Proceeding.objects.filter(entry__in=entries).select_related(*parts)
    row: Proceeding = get_object_or_404(rows, pk=pk)
    return row


def report_or_404(request: HttpRequest, pk: UUID) -> ConductReport:
    """The report, for staff. Raises Http404."""
    rows = ConductReport.objects.filter(entry__in=Entry.objects.visible_to(actor_of(request)))
    parts = ("entry__body", "entry__business", "entry__place")
    row: ConductReport = get_object_or_404(rows.select_related(*parts), pk=pk)
    return row


def file_or_404(request: HttpRequest, pk: UUID, *, own: bool = False) -> StatementFile:
    """A file of a statement. Raises Http404."""
    row: StatementFile = get_object_or_404(StatementFile.objects.select_related("statement"), pk=pk)
    proceeding_or_404(request, row.statement.proceeding_id, own=own)
    return row
