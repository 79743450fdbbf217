"""The list on the desk: which cases, grouped by stage, searched, in which order, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import CharField, DateField, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business
from huaihai.cases import business_figures, life, unmasking
from huaihai.cases.desk import verbs
from huaihai.cases.handling.people import Person
from huaihai.cases.models import Case, Complainant
from huaihai.cases.rights import READING
from huaihai.cases.search import finding
from huaihai.kit import local_words, spoken
from huaihai.kit.compiled import Compiled, padded
from huaihai.kit.paging import PER_PAGE
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.members.models.organisation import tree
from huaihai.record.models import Clock


@dataclass(frozen=True)
class Group:
    """Stages that stand under one heading, and what an officer usually does with such a case."""

    name: str
    label: Promise | str
    stages: tuple[str, ...]


GROUPS = (
    Group("checking", _("To be checked"), ("received", "supplementing")),
    Group("taking", _("To be taken"), ("forwarded",)),
    Group("deciding", _("To be decided"), ("deciding", "clarifying")),
    Group("inviting", _("To be served"), ("inviting",)),
    Group("negotiating", _("Negotiating"), ("negotiating",)),
    Group("mediating", _("In mediation"), ("mediating", "paused")),
    Group("fulfilling", _("Watching fulfilment"), ("fulfilling", "breached")),
)
ENDED = Group(
    "ended", _("Ended"), tuple(n for n, s in life.STAGES.items() if s.is_final and n != "abandoned")
)
BY_NAME = {group.name: group for group in (*GROUPS, ENDED)}

NEXT: dict[str, tuple[Promise | str, str]] = {  # what the list offers as next step, and the page it opens
    "received": (_("Check"), ""),
    "supplementing": (_("Waiting for the consumer"), ""),
    "forwarded": (_("Take"), "take"),
    "deciding": (_("Decide"), ""),
    "clarifying": (_("Waiting for the consumer"), ""),
    "inviting": (_("Record the service"), "serve"),
    "negotiating": (_("See how it goes"), ""),
    "mediating": (_("Write minutes"), "hold_session"),
    "paused": (_("Can it go on?"), "resume"),
    "fulfilling": (_("Check whether it was done"), "confirm"),
    "breached": (_("Follow it up"), "call_back"),
}


type Rows = QuerySet[Any, Any]

LONGEST = 80


def matching(rows: Any, words: str) -> Rows:
    """Of these cases, which somebody may see (`visible_to`, `listed_to`), those that the words mean."""
    found: Rows = finding.find(rows, words, by=rows.seen_by)
    return found


OWN, BELOW, AWAY = "own", "below", "away"
FROM_ELSEWHERE, TODAY, OVERDUE, TOGETHER = "from-elsewhere", "today", "overdue", "together"
NOT_ENTERED, DUE_THERE = "not-entered", "due-there"
NO_DAY = date.max  # stands last where nothing runs
LAST_FIRST = ("-ended_at", "pk")


class CaseKey(Func):
    """`case:` and the id with its dashes, as the record names a case; SQLite keeps ids without dashes."""

    output_field = CharField()
    room = "case"
    template = "'case:' || CAST(%(expressions)s AS varchar)"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        column, params = compiler.compile(self.get_source_expressions()[0])
        cut = " || '-' || ".join(
            f"substr({column}, {start}, {n})" for start, n in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        )
        return f"'{self.room}:' || {cut}", params * 5


class AccountKey(CaseKey):
    """The same of an account, as the record names who acts."""

    room = "account"
    template = "'account:' || CAST(%(expressions)s AS varchar)"


def cases(actor: Actor) -> Rows:
    """The cases that the actor reads: what is due first comes first, stopped clocks last."""
    is_reader = actor.organisation is not None and bool(actor.roles & set(READING))
    seen = Case.objects.visible_to(actor) if is_reader else Case.objects.none()
    rows = seen.exclude(stage__in=("draft", "abandoned"))
    found: Rows = (
        rows.as_list().annotate(due_on=_DUE_ON, sum_fen=_SUM).order_by("due_on", "stage_since", "pk")
    )
    return found


def _due_on() -> Choice:
    """The next last day; of an ended case none is looked for, since no clock of it runs."""
    due = Clock.objects.running().filter(subject=CaseKey(OuterRef("pk")), paused_on=None).order_by("due_on")
    none = Value(NO_DAY, DateField())
    next_one = Coalesce(Subquery(due.values("due_on")[:1], output_field=DateField()), none)
    return Choice(When(ended_at__isnull=False, then=none), default=next_one)


_DUE_ON, _SUM = _due_on(), Coalesce("asked_fen", "price_fen")


def ended(rows: Rows) -> Rows:
    """Of these, among which none was abandoned, the ended ones, the last first. No clock of theirs runs."""
    without_day = rows.annotate(due_on=Value(NO_DAY, DateField()))
    found: Rows = without_day.filter(ended_at__isnull=False).order_by(*LAST_FIRST)
    return found


def received(span: Q, rows: Rows) -> Rows:
    """Of these cases those that were received in this time. Ended ones stand in an order that no index has: for one, a
    planner would look through all that ended since.
    """
    found: Rows = rows.filter(span)
    if found.query.order_by == LAST_FIRST:
        found = found.annotate(last_at=Coalesce("ended_at", "submitted_at")).order_by("-last_at", "pk")
    return found


def count_seen(actor: Actor, *, of: Iterable[Business]) -> int:
    """How many cases of these businesses the actor may see, without those in which they say that another one is
    meant; the register of businesses asks."""
    return Case.objects.visible_to(actor).filter(business__in=of).exclude(business_figures.denied()).count()


def address(case_id: UUID, step: str = "") -> str:
    """The page of a case, or of one step of it; put together once, since a list asks for hundreds."""
    return _address(step).replace(_NIL, str(case_id))


@cache
def _address(step: str) -> str:
    return reverse("desk-step", args=[_NIL, step]) if step else reverse("desk-case", args=[_NIL])


_NIL = str(UUID(int=0))


class Listed(NamedTuple):
    """What stands in a row about its case, and nothing else of it: no story is opened."""

    pk: UUID
    number: str
    title: str
    stage: str
    version: int
    home_id: UUID
    responsible_id: UUID
    handler_id: UUID | None
    submitted_at: datetime | None
    ended_at: datetime | None
    due_on: date
    sum_fen: int | None
    business: str | None
    consumer: str  # the family name alone

    @property
    def is_final(self) -> bool:
        return life.STAGES[self.stage].is_final


_READ = (*Listed._fields[:-2], "business__name", "complainant__pk", "complainant__name")
_NAME: Any = Complainant._meta.get_field("name")


def listed(keys: Sequence[UUID]) -> list[Listed]:
    """The cases with these keys, in their order, in one query; that of a page is compiled once."""
    rows = _page_of(keys=padded(keys, PER_PAGE)) if len(keys) <= PER_PAGE else _rows_of(keys)
    found = {
        row[0]: Listed._make((*row, unmasking.name_masked(_NAME.read_alone(sealed, of=key) or "")))
        for *row, key, sealed in rows
    }
    return [found[key] for key in keys if key in found]


def _rows_of(keys: Sequence[UUID]) -> Rows:
    return Case.objects.filter(pk__in=keys).annotate(due_on=_DUE_ON, sum_fen=_SUM).values_list(*_READ)


_page_of: Compiled[Any] = Compiled(_rows_of, keys=Case._meta.pk)


@dataclass
class Row:
    """One line of the list, for whoever reads it from `node`."""

    case: Listed
    today: date
    node: Organisation
    handler: Person | None = None
    may_act: bool = False
    days_there: Sequence[
        tuple[date, str]
    ] = ()  # by when other platforms want an answer, where the list is of these
    enter_at: str = ""  # the page from which it is entered elsewhere, where the list is of these

    @property
    def pk(self) -> UUID:
        return self.case.pk

    @property
    def version(self) -> int:
        return self.case.version

    @property
    def due_on(self) -> date | None:
        return None if self.case.due_on == NO_DAY else self.case.due_on

    @cached_property
    def tag(self) -> str:
        """When it is due, in a word or two."""
        if self.case.is_final:
            return spoken.day(self.case.ended_at, today=self.today) if self.case.ended_at else ""
        due_on = self.due_on
        if due_on is None:
            return gettext("Clock stopped")
        late = (self.today - due_on).days
        if late > 0:
            return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
        return gettext("Today") if late == 0 else spoken.day(due_on, today=self.today)

    @property
    def tone(self) -> str:
        if self.case.is_final:
            return "calm"
        due_on = self.due_on
        if due_on is None:
            return ""
        return "late" if due_on < self.today else "warn" if due_on == self.today else ""

    @property
    def stage(self) -> Promise | str:
        return life.STAGES[self.case.stage].desk

    @property
    def home(self) -> Organisation:
        """The body where the consumer filed."""
        found: Organisation = tree().by_pk[self.case.home_id]
        return found

    @property
    def origin(self) -> list[str]:
        """The city it came from, if that is another one."""
        home, city = self.home, "/".join(self.node.path.split("/")[:2]) + "/"
        if home.path.startswith(city):
            return []
        return [pgettext("beside a title", "from %(city)s") % {"city": city_name(home)}]

    @property
    def sum(self) -> str:
        """What is asked for, else the price."""
        return "" if self.case.sum_fen is None else spoken.figures(self.case.sum_fen)

    @property
    def may_take(self) -> bool:
        """Whether the reader may take it in hand."""
        return self.may_act and not self.case.is_final and self.case.responsible_id == self.node.pk

    @property
    def next_label(self) -> Promise | str:
        return NEXT[self.case.stage][0] if self.case.stage in NEXT else ""

    @property
    def next_url(self) -> str:
        if not tree().by_pk[self.case.responsible_id].path.startswith(self.node.path):
            return ""
        verb = NEXT.get(self.case.stage, ("", ""))[1]
        page = verbs.BY_VERB.get(verb)
        return address(self.case.pk, page.noun if page else "")

    @property
    def is_waiting(self) -> bool:
        """Whether somebody else has to move first."""
        return self.case.stage in ("supplementing", "clarifying")

    @property
    def holder(self) -> str:
        """The body below that has the case, if it is not this one."""
        if self.case.responsible_id == self.node.pk:
            return ""
        return local_words.in_script(tree().by_pk[self.case.responsible_id].short_name)


def city_name(body: Organisation) -> str:
    """The body's city as people say it, in the reader's language."""
    return local_words.place(body.place_name) if body.place_name else local_words.in_script(body.short_name)
