"""A business that is gone: what was checked before it was said, and what its consumer reads of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.kit import local_words, spoken
from huaihai.law import pointers
from huaihai.record.models import Event

VERB, AT_LEAST = "lose_business", 2
BACK = ("correct_business", "invite", "offer", "reply", "agree")  # it is there again, or it is another one
HOUSE = "zh-hans"  # the language of what the record keeps
CHECKS: dict[str, Promise | str] = {
    "address": gettext_lazy("Went to the registered address"),
    "other": gettext_lazy("Went to another address of it"),
    "phone": gettext_lazy("Called its telephones"),
    "landlord": gettext_lazy("Asked the landlord, mall or market"),
    "sisters": gettext_lazy("Asked its other shops or its head office"),
    "guarantee": gettext_lazy("Looked for a deposit, a guarantee or a fund"),
    "register": gettext_lazy("Looked it up in the business register"),
}


@dataclass(frozen=True)
class Check:
    """One of them: on which day, and what was found."""

    what: str
    on: date
    found: str


@dataclass(frozen=True)
class Gone:
    """For the consumer: what was checked when, and what can be done, with the article of each."""

    checked: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]


def in_words(checks: Sequence[Check], text: str) -> str:
    """As the record keeps it: a line each, then what else was said."""
    with translation.override(HOUSE):
        line = _("%(what)s, %(day)s: %(found)s")
        lines = [
            line % {"what": CHECKS[one.what], "day": one.on.isoformat(), "found": one.found.strip()}
            for one in checks
        ]
    return "\n".join(filter(None, (*lines, text.strip())))


def of(history: Iterable[Event], *, today: date) -> Gone | None:
    """None where the business is there, or another one was named since."""
    lost: Event | None = None
    for event in history:
        if event.verb == VERB:
            lost = event
        elif event.verb in BACK:
            lost = None
    if lost is None:
        return None
    days: dict[str, str] = lost.facts.get("checks", {})
    checked = tuple(
        f"{CHECKS[what]}{_(': ')}{spoken.day(date.fromisoformat(day), today=today)}"
        for what, day in days.items()
        if what in CHECKS
    )
    in_force = (one for one in pointers.GONE if one.in_force_from is None or one.in_force_from <= today)
    return Gone(checked, tuple((local_words.said(one), one.article) for one in in_force))
