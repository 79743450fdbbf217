"""Where an entry is, in plain words for its business: what holds now, what comes next, and until when.

On days without a legal basis nobody holds a title: then all that stands in the directory is told of as that alone.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from huaihai.brands import standing
from huaihai.brands.entering.actions.answering import word_until
from huaihai.brands.entering.known import back_from
from huaihai.brands.lives import DIRECTORY
from huaihai.brands.models import Entry
from huaihai.kit import spoken


@dataclass(frozen=True)
class Told:
    """`short` for a tag, `now` and `next` as sentences, `until` a day or None."""

    short: str
    tone: str
    now: str
    next: str = ""
    until: date | None = None


def told(entry: Entry, today: date) -> Told:
    """What the business reads of its entry on this day."""
    stage = entry.stage
    if stage in DIRECTORY and not standing.gives_title(today):
        stage = "listed"
    found = _WORDS[stage](entry)
    waits = back_from(entry) if stage == "removed" else None
    if waits is None:
        return found
    comes = _("The same can come back from %(day)s on.") % {"day": spoken.full_day(waits)}
    return replace(found, next=spoken.run_on([found.next, comes]))


def short(entry: Entry, *, gives_title: bool) -> str:
    """The same for a tag in a list, whose form of the programme is known."""
    stage = "listed" if entry.stage in DIRECTORY and not gives_title else entry.stage
    return _WORDS[stage](entry).short


def _nominated(entry: Entry) -> Told:
    return Told(
        _("your word is waited for"),
        "warn",
        _("Somebody recommends you. Nobody outside reads it before you agree."),
        _("Say whether you want to take part. If you say nothing, it ends by itself."),
        word_until(entry),
    )


def _accepted(_entry: Entry) -> Told:
    return Told(
        _("facts being checked"),
        "info",
        _("You take part. Two people of two other cities check the facts."),
        _("You need do nothing. We tell you what was found."),
    )


def _declined(_entry: Entry) -> Told:
    return Told(_("ended"), "calm", _("This went no further."), _("You can apply again at any time."))


def _listed(_entry: Entry) -> Told:
    return Told(
        _("in the directory"),
        "ok",
        _("You are in the directory. Everybody can read your pledges and how complaints were settled."),
        _("Keep what you promise, and answer in time: that is all that counts here."),
    )


def _assessing(_entry: Entry) -> Told:
    return Told(
        _("being assessed"),
        "info",
        _("Two assessors of two cities assess you, each without knowing what the other found."),
        _("You need do nothing. You are told the result with its reasons."),
    )


def _notice(_entry: Entry) -> Told:
    return Told(
        _("public notice"),
        "warn",
        _("Everybody can read that you are to be admitted, and can object with reasons."),
        _("If somebody objects, you are heard. Then the alliance votes."),
    )


def _voting(_entry: Entry) -> Told:
    return Told(
        _("before the alliance"),
        "warn",
        _("The cities of the alliance vote."),
        _("You are told how they decided."),
    )


def _held(entry: Entry) -> Told:
    last = spoken.full_day(entry.held_until) if entry.held_until is not None else ""
    return Told(
        _("you hold the mark"),
        "ok",
        _("You hold the mark, for the place that it names."),
        _("It is good until %(day)s and follows your conduct. Before that day the alliance decides again.")
        % {"day": last},
    )


def _suspended(_entry: Entry) -> Told:
    return Told(
        _("mark suspended"),
        "late",
        _("You may not use the mark for now. Take it down where customers see it."),
        _("The proceeding below says why, what you can do, and until when."),
    )


def _removed(_entry: Entry) -> Told:
    return Told(
        _("removed"),
        "late",
        _("The entry was removed by a vote of the alliance."),
        _("The proceeding below says whether and until when you can appeal."),
    )


def _left(_entry: Entry) -> Told:
    return Told(
        _("you have left"),
        "calm",
        _("The entry has left the directory."),
        _("You can apply again at any time."),
    )


_WORDS = {
    "nominated": _nominated,
    "accepted": _accepted,
    "declined": _declined,
    "listed": _listed,
    "assessing": _assessing,
    "notice": _notice,
    "voting": _voting,
    "held": _held,
    "suspended": _suspended,
    "removed": _removed,
    "left": _left,
}
