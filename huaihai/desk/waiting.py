"""What waits for somebody of staff: rows that rooms hand in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai import reactions
from huaihai.kit import spoken
from huaihai.members.actors import Actor

FAR = date.max


@dataclass(frozen=True)
class Waiting:
    """One thing to do. `on` is its last day or its own day (None: no day); `tone` colours it."""

    title: str
    text: str
    url: str
    button: Promise | str
    on: date | None = None
    days_left: int | None = None
    tone: str = ""
    is_grave: bool = False  # the button of the page that counts most


def of_other_rooms(actor: Actor, now: datetime) -> list[Waiting]:
    """What upper rooms ask of the person (`reactions.OFFICE_WAITING`), the next first."""
    found: list[Waiting] = []
    for name in reactions.OFFICE_WAITING:
        found += import_string(name)(actor, now)
    return in_order(found)


def in_order(found: list[Waiting]) -> list[Waiting]:
    """The next first; what has no day comes last."""
    return sorted(found, key=lambda one: one.on or FAR)


def in_words(one: Waiting, today: date) -> str:
    """3 days left; today; 2 days late."""
    left = one.days_left
    if one.on is None:
        return ""
    if left is None:
        return spoken.day(one.on, today=today)
    if left < 0:
        return _("%(days)s days late") % {"days": -left}
    return _("today") if left == 0 else _("%(days)s days left") % {"days": left}
