"""What a reminder says: how much waits, what comes next, until when, and the link. Never a person or a complaint."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.desk import waiting
from huaihai.desk.waiting import Waiting

# What the alliance itself wrote or decides may be named in a message; of anything else its kind alone.
NAMED = ("publication", "motion", "meeting", "agreement", "duty", "plan", "programme", "project", "hand-over")
LONGEST_TITLE = 30
LANGUAGE = "zh-hans"
SOON = 3  # days


def subject() -> str:
    """Of a mail."""
    with translation.override(LANGUAGE):
        return _("What waits for you")


def at_once(row: Waiting, today: date) -> str:
    """One thing that cannot wait."""
    with translation.override(LANGUAGE):
        return _("[%(platform)s] Waits for you: %(what)s. %(link)s") % {
            "platform": alliance.load().platform_name,
            "what": _with_day(row, today),
            "link": _link(row.url),
        }


def digest(rows: list[Waiting], today: date) -> str:
    """Everything that waits, as numbers, and what comes next."""
    with translation.override(LANGUAGE):
        return _(
            "[%(platform)s] %(n)s things wait for you: %(late)s late, %(today)s today, %(soon)s within three days. "
            "First: %(what)s. %(link)s"
        ) % {
            "platform": alliance.load().platform_name,
            "n": len(rows),  # as the first page counts them
            "late": _due_in(rows, today, None, -1),
            "today": _due_in(rows, today, 0, 0),
            "soon": _due_in(rows, today, 1, SOON),
            "what": _with_day(rows[0], today),
            "link": _link(reverse("office")),
        }


def _due_in(rows: list[Waiting], today: date, first: int | None, last: int) -> int:
    """How many things are due from the first to the last of these days from today; None: from ever."""
    left = [(on - today).days for row in rows for on in row.each_on if on]
    return sum((first is None or first <= days) and days <= last for days in left)


def _with_day(row: Waiting, today: date) -> str:
    what, day = _name(row), waiting.in_words(row, today)
    return _("%(what)s (%(day)s)") % {"what": what, "day": day} if day else what


def _name(row: Waiting) -> str:
    if row.key.partition(":")[0] not in NAMED:
        return str(row.kind)
    title = row.title if len(row.title) <= LONGEST_TITLE else f"{row.title[: LONGEST_TITLE - 1]}…"
    return _("%(kind)s “%(title)s”") % {"kind": row.kind, "title": title}


def _link(url: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{url}"
