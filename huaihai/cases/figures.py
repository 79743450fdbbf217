"""The numbers about cases that a report of the alliance asks for, and the rows behind each by one condition.

Nothing is stored here: a row of the list names its clocks, and what was in time, late or waiting is asked of them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases import life, rights
from huaihai.cases.models import Agreement, Case, Forwarding
from huaihai.cases.models.case import CaseQuerySet
from huaihai.cases.models.forwarding import ForwardingQuerySet
from huaihai.cases.periods import Period
from huaihai.kit.compiled import Compiled
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.members.models.organisation import tree
from huaihai.record.figures import Figure
from huaihai.record.models import Clock

ANSWERS = (
    "admit",
    "decline",
    "refer_out",
    "hand_over",
    "link",
    "send_back",
)  # what tells the home body how it was decided
ENDED = tuple(name for name, stage in life.STAGES.items() if stage.is_final)
EVERY = "all"

_TAKEN = Q(take_clock__ended_by="take")
_WAITING = Q(take_clock__ended_at=None)
_CAME_BACK = Q(take_clock__ended_by__in=("send_back", "recall")) | Q(decide_clock__ended_by="send_back")


@dataclass(frozen=True)
class Column:
    """Something that is counted: its name in an address, its heading, and which rows count on a given day."""

    name: str
    label: Promise | str
    where: Callable[[date], Q]


def _ended_in_time(clock: str) -> Q:
    return Q(**{f"{clock}__ended_at__date__lte": F(f"{clock}__due_on")})


def _ended_late(clock: str) -> Q:
    return Q(**{f"{clock}__ended_at__date__gt": F(f"{clock}__due_on")})


def _answer_late(today: date) -> Q:
    open_and_late = Q(
        decide_clock__ended_at=None, decide_clock__paused_on=None, decide_clock__due_on__lt=today
    )
    return open_and_late | (Q(decide_clock__ended_by__in=ANSWERS) & _ended_late("decide_clock"))


FORWARDED = Column(EVERY, pgettext_lazy("column", "Forwarded"), lambda today: Q())
TAKEN_IN_TIME = Column(
    "taken_in_time", _("Taken in time"), lambda today: _TAKEN & _ended_in_time("take_clock")
)
TAKEN_LATE = Column("taken_late", _("Taken late"), lambda today: _TAKEN & _ended_late("take_clock"))
WAITING_LATE = Column(
    "waiting_late", _("Waiting, late"), lambda today: _WAITING & Q(take_clock__due_on__lt=today)
)
ANSWER_LATE = Column("answer_late", _("Answer late"), _answer_late)
SENT_LATE = Column("sent_late", _("Forwarded late"), lambda today: _ended_late("forward_clock"))

OF_RECEIVER = (
    FORWARDED,
    TAKEN_IN_TIME,
    TAKEN_LATE,
    Column("waiting", _("Not taken yet"), lambda today: _WAITING),
    WAITING_LATE,
    ANSWER_LATE,
    Column("came_back", _("Came back"), lambda today: _CAME_BACK),
    Column("ended", pgettext_lazy("column", "Ended"), lambda today: Q(case__stage__in=ENDED) & ~_CAME_BACK),
)
OF_SENDER = (
    FORWARDED,
    Column("sent_in_time", _("Forwarded in time"), lambda today: _ended_in_time("forward_clock")),
    SENT_LATE,
)
BY_NAME = {column.name: column for column in (*OF_RECEIVER, *OF_SENDER)}


@dataclass(frozen=True)
class Part:
    """Which part of the list: a span of days, one column, the receiving city, the sending city (region codes)."""

    period: Period
    what: str = EVERY
    to: str = ""
    sender: str = ""

    @property
    def named(self) -> dict[str, str]:
        """What is asked, by name, for the record."""
        since, until = self.period.since.isoformat(), self.period.until.isoformat()
        return {"since": since, "until": until, "what": self.what, "to": self.to, "from": self.sender}

    def url(self, name: str = "desk-forwarded", **changed: Any) -> str:
        """The address of exactly these rows, with something changed."""
        asked = {"what": self.what, "to": self.to, "from": self.sender} | changed
        kept = {key: value for key, value in asked.items() if value and value != EVERY}
        return f"{_address(name)}?{urlencode(self.period.query | kept)}"


@cache
def _address(name: str) -> str:
    """Worked out once: a page of numbers asks for hundreds."""
    return reverse(name)


def forwardings(actor: Actor, asked: Part, today: date) -> ForwardingQuerySet:
    """The rows asked for, newest first: what one condition counts is what it shows."""
    found = Forwarding.objects.visible_to(actor).sent_within(*asked.period.bounds)
    if asked.to:
        found = found.filter(to_city__region_code=asked.to)
    if asked.sender:
        found = found.filter(from_city__region_code=asked.sender)
    return found.filter(BY_NAME[asked.what].where(today)).order_by("-forwarded_at", "-pk")


@dataclass(frozen=True)
class Counted:
    """The numbers of one city (None: of all together), by the name of their column."""

    city: Organisation | None
    numbers: dict[str, int]


type Counts = dict[tuple[UUID, UUID], dict[str, int]]


def counts(actor: Actor, period: Period, today: date) -> Counts:
    """The numbers by the city that forwarded and the one that received: one query for the tables of both."""
    start, end = period.bounds
    if rights.reads_all(actor):
        rows = _counts_of_all(start=start, end=end, today=today)
    else:
        rows = list(_counts(Forwarding.objects.visible_to(actor), start, end, today))
    return {(row.pop("from_city"), row.pop("to_city")): _plain(row) for row in rows}


def _counts(rows: ForwardingQuerySet, start: datetime, end: datetime, today: date) -> Any:
    numbers = _numbers(tuple(BY_NAME.values()), today)
    return rows.sent_within(start, end).order_by().values("from_city", "to_city").annotate(**numbers)


_counts_of_all: Compiled[Any] = Compiled(
    lambda start, end, today: _counts(Forwarding.objects.all(), start, end, today),
    start=Forwarding._meta.get_field("forwarded_at"),
    end=Forwarding._meta.get_field("forwarded_at"),
    today=Clock._meta.get_field("due_on"),
)


def counted(found: Counts, *, side: str, columns: tuple[Column, ...]) -> list[Counted]:
    """The numbers by the city on one side (`to_city`, `from_city`), and their sum."""
    place = ("from_city", "to_city").index(side)
    held: dict[UUID, Counter[str]] = defaultdict(Counter)
    for pair, numbers in found.items():
        held[pair[place]].update(numbers)
    cities = sorted((tree().by_pk[key] for key in held), key=lambda city: (city.position, city.path))
    rows = [Counted(city, {column.name: held[city.pk][column.name] for column in columns}) for city in cities]
    total = {column.name: sum(row.numbers[column.name] for row in rows) for column in columns}
    return [*rows, Counted(None, total)]


def figures(*, period: Period, actor: Actor, today: date) -> list[Figure]:
    """The numbers of a span of days over all the cities whose rows the actor reads, each with its address."""
    columns = (*OF_RECEIVER, *OF_SENDER[1:])
    seen = Forwarding.objects.visible_to(actor).sent_within(*period.bounds).order_by()
    total = _plain(seen.aggregate(**_numbers(columns, today)))
    group = _("Forwarded between cities")
    return [
        Figure(
            f"forwarded.{column.name}",
            column.label,
            total[column.name],
            Part(period, column.name).url(),
            group,
        )
        for column in columns
    ]


def _numbers(columns: tuple[Column, ...], today: date) -> dict[str, Count]:
    return {f"n_{column.name}": Count("pk", filter=column.where(today) or None) for column in columns}


def _plain(row: dict[str, int]) -> dict[str, int]:
    return {name.removeprefix("n_"): number for name, number in row.items()}


@dataclass(frozen=True)
class Kind:
    """One number about cases: those of which `moment` (a field) lies in the span, if they fit `where`.

    `day` heads that moment in the list.
    """

    key: str
    label: Promise | str
    day: Promise | str
    moment: str
    where: Q = field(default_factory=Q)


def _agreed(key: str, label: Promise | str, kind: Agreement.Kind) -> Kind:
    return Kind(key, label, _("Agreed on"), "agreement__reached_at", Q(agreement__kind=kind))


KINDS = (
    Kind("received", _("Complaints received"), _("Received on"), "submitted_at"),
    _agreed("settled", _("Settled between the two sides"), Agreement.Kind.SETTLEMENT),
    _agreed("mediated", _("Mediation agreements"), Agreement.Kind.MEDIATION),
    Kind(
        "confirmed",
        _("Done, confirmed by the consumer"),
        _("Confirmed on"),
        "ended_at",
        Q(result=Case.Result.FULFILLED),
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def rows(kind: Kind, period: Period, actor: Actor) -> CaseQuerySet:
    """The cases behind a number, newest first, each with the moment `on`; rows to list, not files to open."""
    start, end = period.bounds
    within = {f"{kind.moment}__gte": start, f"{kind.moment}__lt": end}
    found = Case.objects.listed_to(actor).filter(kind.where, **within)
    return found.annotate(on=F(kind.moment)).order_by(f"-{kind.moment}", "-pk")


def figures_between(since: date, until: date) -> list[Figure]:
    """The alliance's numbers from one day to another, both included: complaints, forwarding, agreement, outcome.

    Each address shows exactly the rows behind its number to whoever reads the rows of all cities.
    """
    period, program = Period(since, until), Actor.system("report")
    numbers = [_figure(kind, period, rows(kind, period, program).order_by().count()) for kind in KINDS]
    return [numbers[0], *_of_forwarding(period, program), *numbers[1:]]


def _of_forwarding(period: Period, program: Actor) -> list[Figure]:
    sent = Forwarding.objects.visible_to(program).sent_within(*period.bounds).order_by()
    labels = {
        FORWARDED: _("Forwarded between cities"),
        TAKEN_IN_TIME: _("Forwarded and taken in time"),
    }
    return [
        Figure(
            f"cases.forwarded.{column.name}",
            label,
            sent.filter(column.where(period.until)).count(),
            Part(period, column.name).url(),
            pgettext_lazy("report", "Complaints"),
        )
        for column, label in labels.items()
    ]


def _figure(kind: Kind, period: Period, number: int) -> Figure:
    url = f"{reverse('desk-figure', args=[kind.key])}?{urlencode(period.query)}"
    return Figure(f"cases.{kind.key}", kind.label, number, url, pgettext_lazy("report", "Complaints"))
