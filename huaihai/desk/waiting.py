"""What waits for somebody of staff: rows that rooms hand in (`reactions.OFFICE_WAITING`).

The first page, the counts of the menu and the messages to staff all read `of`: nothing stands on one of them alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext, ngettext

from huaihai import reactions
from huaihai.desk.lives import Words
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor


class Whose(StrEnum):
    """On which list a row stands."""

    MINE = "mine"
    NOBODY = "nobody"  # somebody of the person's body can take it
    OTHERS = "others"  # the person waits for it; the button reminds whoever has it


@dataclass(frozen=True)
class Waiting:
    """One thing to do, or with `count` that many equal small ones behind one link.

    `key` stays the same as long as the same thing waits, and is another once it waits anew. `kind` is one short word,
    `note` is a few words: of whom, how it stands. `on` is its last day or its own day (None: no day); `at` is
    the moment, where an hour counts. `take` is where a POST makes it one's own, with the version `seen`.
    """

    key: str
    kind: Words
    title: str
    url: str
    button: Words
    note: str = ""
    on: date | None = None
    at: datetime | None = None
    is_urgent: bool = False
    whose: Whose = Whose.MINE
    take: str = ""
    seen: int = 0
    count: int = 1
    days: tuple[date | None, ...] = ()  # of a row for many: the day of each, where these are known

    def days_left(self, today: date) -> int | None:
        """Below nothing: so many days late. None: it has no day."""
        return (self.on - today).days if self.on else None

    @property
    def each_on(self) -> tuple[date | None, ...]:
        """The day of every single thing that it stands for."""
        return self.days or (self.on,) * self.count


@dataclass(frozen=True)
class Lists:
    """The three lists of one person, each with what comes next first."""

    mine: list[Waiting]
    nobodys: list[Waiting]
    others: list[Waiting]

    @property
    def to_do(self) -> list[Waiting]:
        """What the person can do now: the own and what nobody has."""
        return in_order([*self.mine, *self.nobodys])


def of(actor: Actor, now: datetime) -> Lists:
    """Everything that waits for somebody of staff; a fixed number of queries a room."""
    found: list[Waiting] = []
    if actor.kind == "officer":
        for name in reactions.OFFICE_WAITING:
            found += import_string(name)(actor, now)
    return Lists(*(in_order(one for one in found if one.whose == whose) for whose in Whose))


def in_order(rows: Iterable[Waiting]) -> list[Waiting]:
    """The next first, by day and hour; what has no day comes last, but first where it is urgent."""
    return sorted(rows, key=_order)


def _order(one: Waiting) -> tuple[date, bool, bool, float]:
    day = one.on or (date.min if one.is_urgent else date.max)
    return day, not one.is_urgent, one.at is None, one.at.timestamp() if one.at else 0.0


def day_of(moment: datetime | None) -> date | None:
    """The day of a moment here."""
    return local_day(moment) if moment else None


def in_words(one: Waiting, today: date) -> str:
    """The one day of a row: 2 days late; today; by 15:30; Thursday 3 December."""
    left = one.days_left(today)
    if one.on is None or left is None:
        return ""
    if left < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}
    if one.at is not None and left <= 1:
        return spoken.moment(one.at, today=today)
    return gettext("today") if left == 0 else spoken.day(one.on, today=today)


def counted(rows: QuerySet[Any, Any], moment: str) -> tuple[int, str]:
    """How many they are, and what is another once a newer one is there: for the key of one row for all of them."""
    found = rows.order_by().aggregate(n=Count("pk", distinct=True), newest=Max(moment))
    return found["n"], f"{found['newest']:%Y%m%d%H%M%S}" if found["newest"] else ""
