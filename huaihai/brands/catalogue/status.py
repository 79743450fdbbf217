"""How an entry stands today, in words, for the top of its page."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huaihai.brands.lives import DIRECTORY
from huaihai.brands.marks import reasons
from huaihai.brands.models import Entry
from huaihai.kit import local_words, spoken


@dataclass(frozen=True)
class Status:
    """A sentence, its tone ("ok", "warn", "late", ""), what follows from it, and the public reasons."""

    words: str
    tone: str = ""
    more: str = ""
    why: str = ""


def of(entry: Entry, *, on: date, gives_title: bool) -> Status:
    """Without a legal basis an entry is in the directory or not; nothing is said of a mark."""
    if entry.stage in ("removed", "left") or entry.stage not in DIRECTORY:
        return _gone(entry, gives_title=gives_title)
    if gives_title and entry.stage == "suspended":
        return Status(
            _("The mark is suspended for the time being."),
            "late",
            _("Please do not rely on a sign that still hangs there."),
            _why(entry),
        )
    if gives_title and entry.holds_mark(on) and entry.held_since and entry.held_until:
        said = {"since": spoken.full_day(entry.held_since), "until": spoken.full_day(entry.held_until)}
        return Status(_("Holds the mark of the three hearts, from %(since)s to %(until)s.") % said, "ok")
    if gives_title and entry.stage == "held":
        return Status(_("The mark has run out."), "warn")
    since = spoken.full_day(entry.listed_at) if entry.listed_at else ""
    more = _("It does not hold the mark.") if gives_title else ""
    return Status(_("In the directory of pledges since %(since)s.") % {"since": since}, "", more)


def _gone(entry: Entry, *, gives_title: bool) -> Status:
    since = {"since": spoken.full_day(entry.ended_at) if entry.ended_at else ""}
    if entry.stage == "removed" and gives_title:
        words = (
            _("Removed from the register on %(since)s.") % since
            if entry.ended_at
            else _("Removed from the register.")
        )
        return Status(words, "late", _("A sign that still hangs there is not true any more."), _why(entry))
    words = (
        _("Not in the directory any more since %(since)s.") % since
        if entry.ended_at
        else _("Not in the directory any more.")
    )
    return Status(words, "warn", _("This page stays, so that what was said of it can be read."))


def _why(entry: Entry) -> str:
    """The rule that was met, by name, and the reasons as they are public; empty where none are stored."""
    told = reasons.of_entries([entry])[entry.pk]
    name = told.reason_name or {}
    rule = local_words.either(zh=name.get("zh", ""), en=name.get("en", ""))
    return " ".join(filter(None, (rule, local_words.in_script(told.words))))
