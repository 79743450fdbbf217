"""Where an entry is, in plain words for its business: what holds now, what comes next, and until when.

On days without a legal basis nobody holds a title: then all that stands in the directory is told of as that alone.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.brands import standing
from huaihai.brands.entering.actions.answering import word_until
from huaihai.brands.entering.known import back_from
from huaihai.brands.lives import DIRECTORY
from huaihai.brands.models import Entry
from huaihai.kit import spoken

# Stage → for a tag; its tone; what holds now; what comes next.
WORDS = {
    "nominated": (
        _("your word is waited for"),
        "warn",
        _("Somebody recommends you. Nobody outside reads it before you agree."),
        _("Say whether you want to take part. If you say nothing, it ends by itself."),
    ),
    "accepted": (
        _("facts being checked"),
        "info",
        _("You take part. Two people of two other cities check the facts."),
        _("You need do nothing. We tell you what was found."),
    ),
    "declined": (_("ended"), "calm", _("This went no further."), _("You can apply again at any time.")),
    "listed": (
        _("in the directory"),
        "ok",
        _("You are in the directory. Everybody can read your pledges and how complaints were settled."),
        _("Keep what you promise, and answer in time: that is all that counts here."),
    ),
    "assessing": (
        _("being assessed"),
        "info",
        _("Two assessors of two cities assess you, each without knowing what the other found."),
        _("You need do nothing. You are told the result with its reasons."),
    ),
    "notice": (
        _("public notice"),
        "warn",
        _("Everybody can read that you are to be admitted, and can object with reasons."),
        _("If somebody objects, you are heard. Then the alliance votes."),
    ),
    "voting": (
        _("before the alliance"),
        "warn",
        _("The cities of the alliance vote."),
        _("You are told how they decided."),
    ),
    "held": (
        _("you hold the mark"),
        "ok",
        _("You hold the mark, for the place that it names."),
        _("It is good until %(day)s and follows your conduct. Before that day the alliance decides again."),
    ),
    "suspended": (
        _("mark suspended"),
        "late",
        _("You may not use the mark for now. Take it down where customers see it."),
        _("The proceeding below says why, what you can do, and until when."),
    ),
    "removed": (
        _("removed"),
        "late",
        _("The entry was removed by a vote of the alliance."),
        _("The proceeding below says whether and until when you can appeal."),
    ),
    "left": (
        _("you have left"),
        "calm",
        _("The entry has left the directory."),
        _("You can apply again at any time."),
    ),
}


@dataclass(frozen=True)
class StageWords:
    """`short` for a tag, `now` and `next` as sentences, `until` a day or None."""

    short: str
    tone: str
    now: str
    next: str
    until: date | None


def told(entry: Entry, today: date) -> StageWords:
    """What the business reads of its entry on this day."""
    short, tone, now, after = WORDS[_stage(entry, gives_title=standing.gives_title(today))]
    sentences = [str(after) % {"day": spoken.full_day(entry.held_until) if entry.held_until else ""}]
    if entry.stage == "removed" and (again_on := back_from(entry)) is not None:
        sentences.append(_t("The same can come back from %(day)s on.") % {"day": spoken.full_day(again_on)})
    until = word_until(entry) if entry.stage == "nominated" else None
    return StageWords(str(short), tone, str(now), spoken.run_on(sentences), until)


def short(entry: Entry, *, gives_title: bool) -> str:
    """The same for a tag in a list, whose form of the programme is known."""
    return str(WORDS[_stage(entry, gives_title=gives_title)][0])


def _stage(entry: Entry, *, gives_title: bool) -> str:
    return "listed" if entry.stage in DIRECTORY and not gives_title else entry.stage
