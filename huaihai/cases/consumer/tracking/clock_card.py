"""Until when, and what happens then: the card at the top of a case, in words for its consumer."""

from dataclasses import replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases import turns
from huaihai.cases.models import Case
from huaihai.cases.pages import turn_clock
from huaihai.cases.pages.clock_words import ShownClock
from huaihai.cases.pages.turn_clock import LATE
from huaihai.cases.turns import Turn
from huaihai.record import clocks

BY_THEN: dict[str, Promise | str] = {  # who does what by then, and what happens if not, by what is waited for
    "received": _("%(body)s checks your complaint by then and takes it or forwards it."),
    "supplementing": _("Please add by then what is missing. After that %(body)s goes on with what it has."),
    "forwarded": _("%(body)s takes your complaint and decides by then what comes next."),
    "deciding": _(
        "%(body)s decides by then: it invites the business, admits the complaint or tells you why not."
    ),
    "clarifying": _("Please add by then what is missing. After that %(body)s goes on with what it has."),
    "inviting": _("%(body)s brings the invitation to the business by then."),
    turns.OFFER: _("Please answer the offer of the business by then. After that it lapses."),
    turns.COUNTER: _("The business can accept your offer until then. After that it lapses."),
    turns.FIRST_REPLY: _("The business gives its first reply by then."),
    turns.SILENCE: _(
        "The business answers by then. If it says nothing, that counts as a refusal, and %(body)s decides what "
        "comes next."
    ),
    "negotiating": _(
        "The business has until then to settle with you; otherwise %(body)s decides whether to admit the complaint."
    ),
    "mediating": _("%(body)s finishes the mediation by then."),
    "paused": _("The time for mediation stands still. %(body)s looks again by %(day)s whether it can go on."),
    "fulfilling": _("By then the business does what was agreed. Please tell us when it is done."),
    turns.PART: "",  # said by the part itself
    LATE + "fulfilling": _("The agreed day has passed. Please tell us whether it was done."),
    turns.CLAIM: _(
        "The business says that it is done. Please tell us by then whether it has come; after that %(body)s may "
        "close the file without your word."
    ),
    LATE + turns.CLAIM: _(
        "The business says that it is done, and the agreed day has passed. Please tell us whether it has come; "
        "%(body)s may close the file without your word."
    ),
    "breached": _("The business has until then to make good. %(body)s follows it up."),
}


def of(case: Case, turn: Turn, *, today: date) -> ShownClock | None:
    """The card; None where no clock runs."""
    if case.stage == "paused":  # the consumer waits for the mediation, not for the body's own look back
        turn = replace(turn, clock=clocks.running(case.record_key).get("mediate", turn.clock))
    return turn_clock.shown(turn, case, BY_THEN, today=today)
