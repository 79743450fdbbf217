"""What happened to a fund, in words, the newest first."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huaihai.compensation.actions.watching import LOW
from huaihai.compensation.models import Fund
from huaihai.compensation.pages.claim_words import ENTRIES
from huaihai.kit.spoken import yuan
from huaihai.record import events
from huaihai.record.models import Event

NEWEST = 30
VERBS: dict[str, Promise | str] = {
    "open fund": pgettext_lazy("history of a fund", "Opened"),
    "change fund": pgettext_lazy("history of a fund", "Name or place of the money changed"),
    "propose terms": pgettext_lazy("history of a fund", "Rules proposed"),
    "confirm terms": pgettext_lazy("history of a fund", "Rules confirmed"),
    "drop terms": pgettext_lazy("history of a fund", "Proposed rules dropped"),
    "book": pgettext_lazy("history of a fund", "Written into the books"),
    "read statement": pgettext_lazy("history of a fund", "Bank statement read in"),
    "match": pgettext_lazy("history of a fund", "A line of the bank dealt with"),
    "warn": pgettext_lazy("history of a fund", "Below its minimum"),
    "filled up": pgettext_lazy("history of a fund", "Filled up again"),
    "suspend": pgettext_lazy("history of a fund", "Badge suspended"),
    "resume": pgettext_lazy("history of a fund", "Badge given back"),
    "wind up": pgettext_lazy("history of a fund", "Winding up began"),
    "close": pgettext_lazy("history of a fund", "Closed"),
}


def history(fund: Fund) -> list[dict[str, Any]]:
    """The newest events as a timeline."""
    newest = events.history(fund.record_key).reverse()[:NEWEST]
    return [
        {"at": one.at, "title": VERBS.get(one.verb, one.verb), "text": "\n".join(filter(None, _more(one)))}
        for one in newest
    ]


def _more(event: Event) -> list[str]:
    facts, said = event.facts, [event.text]
    if event.verb == "book" and facts.get("kind") in ENTRIES:
        said.insert(0, f"{ENTRIES[facts['kind']]} · " + _("%(sum)s yuan") % {"sum": yuan(facts["fen"])})
    if "serial" in facts:
        said.append(_("Version %(n)s") % {"n": facts["serial"]})
    if event.verb == "read statement":
        said.append(
            _("new lines: %(added)s, there already: %(known)s, matched: %(matched)s")
            % {name: facts.get(name, 0) for name in ("added", "known", "matched")}
        )
    if event.verb == "suspend" and facts.get("reason", LOW) != LOW:
        said.append(str(facts["reason"]))
    return said
