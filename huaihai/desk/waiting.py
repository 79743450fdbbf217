"""What waits for somebody of staff: rows that rooms hand in (`reactions.OFFICE_WAITING`).

The first page, the counts of the menu and the messages to staff all read `of`: nothing stands on one of them alone.
"""

import sys
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import CodeType
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Max, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext, ngettext

from huaihai import reactions
from huaihai.desk.lives import Words
from huaihai.kit import spoken, versions
from huaihai.kit.clock import local_day
from huaihai.kit.pool import planned_once
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


type Rows = QuerySet[Any, Any]
type Source = Generator[Rows | Waiting | None]


class Room:
    """What one room hands in: its sources for a person. Called, it says all that waits there.

    A source gives first the rows without which it says nothing (None: it is always asked), then what waits. These rows
    follow from the person, from the day and from what is held by version (`kit.versions`); what hangs on the hour is
    for afterwards. So the question whether there are any is put together once a day, and asked for all sources at once.
    """

    def __init__(self, sources: Callable[[Actor, datetime], Iterable[Source]]) -> None:
        self.sources = sources

    def __call__(self, actor: Actor, now: datetime) -> Iterator[Waiting]:
        """All of it, asked source by source."""
        for source in self.sources(actor, now):
            yield from _said(source)


def alone(source: Callable[[Actor, datetime], Source]) -> Room:
    """A room with one source."""
    return Room(lambda actor, now: [source(actor, now)])


def of(actor: Actor, now: datetime) -> Lists:
    """Everything that waits for somebody of staff. One statement says which sources have rows; only these are asked."""
    found: list[Waiting] = []
    if actor.kind == "officer":
        sources = sources_of(actor, now)
        for source, has_rows in zip(sources, have_rows(actor, now, sources), strict=True):
            if has_rows:
                found += _said(source)
    return Lists(*(in_order(one for one in found if one.whose == whose) for whose in Whose))


def sources_of(actor: Actor, now: datetime) -> list[Source]:
    """Those of all rooms."""
    rooms = [import_string(name) for name in reactions.OFFICE_WAITING]
    return [source for room in rooms for source in room.sources(actor, now)]


def _said(source: Source) -> Iterator[Waiting]:
    return (one for one in source if isinstance(one, Waiting))


KEPT = 500  # people; what is kept of one is a few kilobytes, its SQL is shared
_questions: dict[Hashable, "Question"] = {}


@dataclass(frozen=True)
class Question:
    """One SELECT with a column for each source that has to be asked about; `columns` says which one, or the answer."""

    sql: str
    params: tuple[Any, ...]
    columns: tuple[int | bool, ...]

    def answers(self) -> list[bool]:
        if not self.sql:
            return [bool(column) for column in self.columns]
        with planned_once(), connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            row = cursor.fetchone() or ()
        return [column if isinstance(column, bool) else bool(row[column]) for column in self.columns]


def have_rows(actor: Actor, now: datetime, sources: Sequence[Source]) -> list[bool]:
    """For each source whether it has to be asked."""
    version = versions.version()
    key = actor, local_day(now), version, tuple(_name_of(source) for source in sources)
    question = _questions.get(key)
    if question is None:
        question = question_of(sources)
        if version:
            if len(_questions) >= KEPT:
                _questions.clear()
            _questions[key] = question
    return question.answers()


_NOTHING = object()  # a source that ended before it gave rows


def question_of(sources: Iterable[Source]) -> Question:
    """The question whether these have any rows; they begin with it."""
    parts: list[str] = []
    params: list[Any] = []
    columns: list[int | bool] = []
    for one in (next(source, _NOTHING) for source in sources):
        compiled = _exists(one) if isinstance(one, QuerySet) else None
        if compiled is None:
            columns.append(one is None)
            continue
        columns.append(len(parts))
        parts.append(f"EXISTS ({compiled[0]})")
        params += compiled[1]
    sql = f"SELECT {', '.join(parts)}" if parts else ""
    values = tuple(
        sys.intern(one) if type(one) is str else one for one in params
    )  # keys of bodies, many times
    return Question(sys.intern(sql), values, tuple(columns))


def _exists(rows: Rows) -> tuple[str, Sequence[Any]] | None:
    query: Any = rows.query.exists()
    try:
        sql, params = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return sql, params


def _name_of(source: Source) -> tuple[str, str]:
    code: CodeType = source.gi_code  # type: ignore[attr-defined] # the stubs leave it out
    return code.co_filename, code.co_qualname


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
    """The day of a row: 2 days late; today; by 15:30; Thursday 3 December. Of a row for many: the earliest."""
    words = _day_in_words(one, today)
    if words and one.count > 1 and len({*one.days}) != 1:
        return gettext("the earliest: %(day)s") % {"day": words}
    return words


def _day_in_words(one: Waiting, today: date) -> str:
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
