"""The lines of the public log in plain words, in both forms of the programme."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from huaihai.brands.models import LogLine
from huaihai.kit import spoken

type Words = Promise | str


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
SAFE: Mapping[str, Words] = {  # where there is no title
    "suspend": lazy("A serious matter is being looked into."),
    "restore": lazy("The serious matter is settled."),
    "reinstate": lazy("The removal was set aside: it is back in the directory."),
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
