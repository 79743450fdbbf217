"""The list on the desk: which cases, grouped by stage, searched, in which order, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, DateField, F, Func, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business
from huaihai.cases import business_figures, life
from huaihai.cases.desk import verbs
from huaihai.cases.models import Case
from huaihai.cases.search import finding
from huaihai.cases.situation import READING
from huaihai.kit import local_words, spoken
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
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
FROM_ELSEWHERE, TODAY, OVERDUE = "from-elsewhere", "today", "overdue"
SCOPES: dict[str, Promise | str] = {
    OWN: _("Mine"),
    BELOW: _("My body and below"),
    AWAY: _("Forwarded to others"),
}
FILTERS: dict[str, Promise | str] = {
    FROM_ELSEWHERE: _("From other cities"),
    TODAY: _("Due today"),
    OVERDUE: _("Overdue"),
}


class CaseKey(Func):
    """`case:` and the id with its dashes, as the record names a case; SQLite keeps ids without dashes."""

    output_field = CharField()
    template = "'case:' || CAST(%(expressions)s AS varchar)"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        column, params = compiler.compile(self.get_source_expressions()[0])
        cut = " || '-' || ".join(
            f"substr({column}, {start}, {n})" for start, n in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        )
        return f"'case:' || {cut}", params * 5


@dataclass(frozen=True)
class Filters:
    """What the reader asked the list for; nonsense is as if nothing was asked."""

    scope: str
    only: str
    group: str
    words: str

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        def one_of(name: str, known: Any, default: str = "") -> str:
            value = query.get(name, "")
            return value if value in known else default

        words = query.get("q", "").replace("\x00", "").strip()[:LONGEST]
        return cls(one_of("scope", SCOPES, OWN), one_of("only", FILTERS), one_of("stage", BY_NAME), words)

    def url(self, **changed: str) -> str:
        """The address of the list with something changed; the page number is dropped."""
        asked = {"scope": self.scope, "only": self.only, "stage": self.group, "q": self.words} | changed
        kept = {
            name: value for name, value in asked.items() if value and not (name == "scope" and value == OWN)
        }
        return reverse("desk") + (f"?{urlencode(kept)}" if kept else "")


def cases(actor: Actor, asked: Filters, today: date) -> Rows:
    """The cases asked for: what is due first comes first, stopped clocks last."""
    node = actor.organisation
    if node is None or not actor.roles & set(READING):
        return Case.objects.none()
    rows: Rows = Case.objects.visible_to(actor).exclude(stage__in=("draft", "abandoned"))
    due = Clock.objects.running().filter(subject=CaseKey(OuterRef("pk")), paused_on=None).order_by("due_on")
    rows = rows.annotate(due_on=Subquery(due.values("due_on")[:1], output_field=DateField()))
    rows = matching(rows, asked.words) if asked.words else _in_scope(rows, asked, node)
    stages = BY_NAME[asked.group].stages if asked.group else (() if asked.words else life.OPEN)
    if stages:
        rows = rows.filter(stage__in=stages)
    rows = _only(rows, asked.only, node, today)
    order = ("-ended_at",) if asked.group == ENDED.name else (F("due_on").asc(nulls_last=True), "stage_since")
    return (
        rows.select_related("home", "lead", "responsible", "business").defer("story").order_by(*order, "pk")
    )


def _in_scope(rows: Rows, asked: Filters, node: Organisation) -> Rows:
    if asked.scope == OWN:
        return rows.filter(responsible=node)
    if asked.scope == BELOW:
        return rows.filter(responsible__path__under=node.path)
    return rows.filter(home__path__under=node.path).exclude(responsible__path__under=node.path)


def _only(rows: Rows, only: str, node: Organisation, today: date) -> Rows:
    if only == TODAY:
        return rows.filter(due_on=today)
    if only == OVERDUE:
        return rows.filter(due_on__lt=today)
    if only == FROM_ELSEWHERE:
        city = "/".join(node.path.split("/")[:2]) + "/"
        return rows.exclude(Q(home__path__under=city))
    return rows


def due_now(actor: Actor, today: date) -> int:
    """How many of the body's own cases are due today or late."""
    node = actor.organisation
    if node is None or not actor.roles & set(READING):
        return 0
    late = Clock.objects.running().filter(owner=node.record_key, paused_on=None, due_on__lte=today)
    return late.filter(subject__startswith="case:").values("subject").distinct().count()


def count_seen(actor: Actor, *, of: Iterable[Business]) -> int:
    """How many cases of these businesses the actor may see, without those in which they say that another one is
    meant; the register of businesses asks."""
    return Case.objects.visible_to(actor).filter(business__in=of).exclude(business_figures.denied()).count()


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    case: Any
    today: date
    node: Organisation

    @cached_property
    def tag(self) -> str:
        """When it is due, in a word or two."""
        if self.case.is_final:
            return spoken.day(self.case.ended_at, today=self.today) if self.case.ended_at else ""
        due_on = self.case.due_on
        if self.case.stage == "paused" or due_on is None:
            return gettext("Clock stopped")
        late = (self.today - due_on).days
        if late > 0:
            return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
        return gettext("Today") if late == 0 else spoken.day(due_on, today=self.today)

    @property
    def look_again_on(self) -> date | None:
        """For a stopped clock: until when somebody looks again."""
        found: date | None = self.case.due_on if self.case.stage == "paused" else None
        return found

    @property
    def tone(self) -> str:
        if self.case.is_final:
            return "calm"
        due_on = self.case.due_on
        if self.case.stage == "paused" or due_on is None:
            return ""
        return "late" if due_on < self.today else "warn" if due_on == self.today else ""

    @property
    def stage(self) -> Promise | str:
        return life.STAGES[self.case.stage].desk

    @property
    def origin(self) -> str:
        """本地, or the city it came from; for what was forwarded, the city that has it."""
        home, holder = self.case.home, self.case.responsible
        city = "/".join(self.node.path.split("/")[:2]) + "/"
        if not home.path.startswith(city):
            return gettext("from %(city)s") % {"city": city_name(home)}
        if holder is not None and not holder.path.startswith(city):
            return gettext("with %(city)s") % {"city": city_name(holder)}
        if self.case.origin == Case.Origin.ENTRUSTED:
            return gettext("entrusted")
        return gettext("local")

    @property
    def next_label(self) -> Promise | str:
        return NEXT[self.case.stage][0] if self.case.stage in NEXT else ""

    @property
    def next_url(self) -> str:
        if not self.case.responsible.path.startswith(self.node.path):
            return ""
        verb = NEXT.get(self.case.stage, ("", ""))[1]
        page = verbs.BY_VERB.get(verb)
        if page:
            return reverse("desk-step", args=[self.case.pk, page.noun])
        return reverse("desk-case", args=[self.case.pk])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody else has to move first."""
        return self.case.stage in ("supplementing", "clarifying")

    @property
    def holder(self) -> str:
        """The body below that has the case, if it is not this one."""
        holder = self.case.responsible
        return local_words.in_script(holder.short_name) if holder and holder.pk != self.node.pk else ""


def city_name(body: Organisation) -> str:
    """The body's city as people say it, in the reader's language."""
    return local_words.place(body.place_name) if body.place_name else local_words.in_script(body.short_name)
