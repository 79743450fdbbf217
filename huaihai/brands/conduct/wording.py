"""A proceeding in plain words: why it was opened, what it waits for, how it ended.

Every sentence has two forms: without a legal basis nothing speaks of title, mark or score (`titled=False`).
"""

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from huaihai.brands.models import Proceeding
from huaihai.kit import local_words, spoken


def cause(facts: Mapping[str, Any], name: Mapping[str, str] | None, *, titled: bool) -> str:
    """The rule and the facts behind it; empty where neither may be named, or there is none."""
    if not name or (not titled and facts.get("measure") == "score"):
        return ""
    rule = _("Rule: %(name)s.") % {"name": in_language(name)}
    return spoken.run_on([part for part in (rule, _found(facts)) if part])


def in_language(name: Mapping[str, str]) -> str:
    """A name that is stored in Chinese and English."""
    return name["en"] if (get_language() or "").startswith("en") else local_words.in_script(name["zh"])


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
    "confirmed_warnings": lambda: pgettext("measure", "warnings that stand"),
}
