"""The list of cases: whose they are, how it is narrowed and ordered, its columns."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from huaihai.cases import life, rights
from huaihai.cases.bridge import entering
from huaihai.cases.desk import lists
from huaihai.cases.desk.lists import (
    AWAY,
    BELOW,
    DUE_THERE,
    ENDED,
    FROM_ELSEWHERE,
    NOT_ENTERED,
    OVERDUE,
    OWN,
    TODAY,
    TOGETHER,
    Row,
)
from huaihai.cases.handling import people
from huaihai.cases.handling.bulk import BULK
from huaihai.cases.handling.people import Person
from huaihai.cases.models import Case, TogetherCase
from huaihai.cases.rights import CASEWORK, READING
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import Choice, Chosen, List, Options, Search, by
from huaihai.desk.lives import Words
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.kit import clock, guards, local_words, spoken
from huaihai.kit.clock import local_moment
from huaihai.kit.country import gettext, pgettext, pgettext_lazy
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.keyset import KeyedPage
from huaihai.kit.paging import COUNT_TO, counted
from huaihai.law import kinds
from huaihai.law.errors import LawError
from huaihai.members.directory import body_with
from huaihai.record import clocks

type Rows = QuerySet[Any, Any]
type Narrow = Callable[[Any], Rows]

MINE, NOBODYS = "mine", "nobody"
SCOPES: dict[str, tuple[Promise | str, Promise | str]] = {  # the chip, and the heading of the list
    MINE: (pgettext_lazy("cases", "Mine"), _("My cases")),
    NOBODYS: (pgettext_lazy("cases", "Nobody's"), _("Cases that nobody has in hand")),
    OWN: (pgettext_lazy("cases", "My body"), _("Cases of my body")),
    BELOW: (_("My body and below"), _("Cases of my body and below")),
    AWAY: (_("Forwarded to others"), _("Cases forwarded to others")),
}
FILTERS: dict[str, Promise | str] = {
    TODAY: _("Due today"),
    OVERDUE: _("Overdue"),
    FROM_ELSEWHERE: _("From other cities"),
}
MONTHS = 13


@dataclass(frozen=True)
class Hands:
    """The open cases of the reader's own body by who has them in hand; counting stops at a thousand."""

    people: list[Person]
    by_handler: Counter[Any]
    me: Any

    @property
    def is_more(self) -> bool:
        return self.by_handler.total() > COUNT_TO

    def number(self, scope: str) -> int:
        """How many there are of one scope."""
        known = {one.account.pk for one in self.people}
        own = {self.me} | {
            one.account.pk for one in self.people if one.away and one.away.stands_in_id == self.me
        }
        wanted = {MINE: own & known, NOBODYS: set(self.by_handler) - known}.get(scope, set(self.by_handler))
        return sum(self.by_handler[key] for key in wanted)

    def count(self, number: int) -> str:
        """A number as it stands behind a name."""
        return f"{COUNT_TO:,}+" if number > COUNT_TO else str(number) if number else ""


def rows(request: HttpRequest) -> Rows:
    """All that the reader may see, what is due first."""
    return lists.cases(actor_of(request))


def _hands(request: HttpRequest) -> Hands:
    """Asked once a page."""
    kept: Hands | None = getattr(request, "hands", None)
    if kept is None:
        actor, node = actor_of(request), actor_of(request).organisation
        is_reader = bool(actor.roles & set(READING)) and rights.own_city(actor)
        body = node if is_reader else None  # whoever reads sees the cases of its own
        found = people.people_of(body, on=clock.today()) if body else []
        kept = Hands(found, people.hands_in(body) if body else Counter(), actor.account_id)
        request.hands = kept  # type: ignore[attr-defined]
    return kept


def _scopes(request: HttpRequest) -> Options:
    actor, node, hands = actor_of(request), actor_of(request).organisation, _hands(request)
    if node is None:
        return {}
    today, is_searched = clock.today(), bool(request.GET.get("q", "").strip())
    how: dict[str, Q | Narrow] = {
        MINE: lambda rows: rows.filter(people.mine(actor, on=today)),
        NOBODYS: lambda rows: rows.filter(people.nobodys(on=today), responsible=node),
        OWN: Q(responsible=node),
        BELOW: Q(responsible__in=node.keys_within),
        AWAY: Q(home__in=node.keys_within) & ~Q(responsible__in=node.keys_within),
    }
    if not actor.roles & set(CASEWORK):
        del how[MINE]
    counts = {scope: hands.count(hands.number(scope)) for scope in (MINE, NOBODYS, OWN)}
    return {
        scope: (f"{SCOPES[scope][0]} {counts.get(scope, '')}".rstrip(), Q() if is_searched else narrow)
        for scope, narrow in how.items()
    }


def _scope(request: HttpRequest, known: Options) -> str:
    """What was asked for; else one's own cases, or those of the body where one has none or asks for a part of them."""
    asked = request.GET.get("scope", "")
    if request.GET.get("handler") and asked not in (BELOW, AWAY):
        return OWN
    if asked in known:
        return asked
    is_part = any(
        request.GET.get(name)
        for name in ("stage", "only", "elsewhere", "origin", "category", "together", "month")
    )
    return MINE if MINE in known and not is_part and _hands(request).number(MINE) else OWN


def _only(request: HttpRequest) -> Options:
    node, today = actor_of(request).organisation, clock.today()
    city = "/".join(node.path.split("/")[:2]) + "/" if node else "-/"
    how = {
        TODAY: Q(due_on=today),
        OVERDUE: Q(due_on__lt=today),
        FROM_ELSEWHERE: ~Q(home__path__under=city),
    }
    return {"": (_("All"), Q()), **{name: (FILTERS[name], found) for name, found in how.items()}}


def _elsewhere(_request: HttpRequest) -> Options:
    """By what other platforms have of them."""
    found: Options = {"": (gettext("All"), Q())}
    if entering.required():
        words = gettext("Not yet in %(platforms)s") % {"platforms": entering.names()}
        found = {**found, NOT_ENTERED: (words, entering.not_entered())}
    return {**found, DUE_THERE: (gettext("Another platform waits"), entering.due_there)}


def _stages(request: HttpRequest) -> Options:
    is_searched = bool(request.GET.get("q", "").strip())
    groups: Options = {group.name: (group.label, Q(stage__in=group.stages)) for group in lists.GROUPS}
    every = Q() if is_searched else Q(stage__in=life.OPEN)
    return {"": (_("All that are open"), every), **groups, ENDED.name: (ENDED.label, lists.ended)}


def _together(_request: HttpRequest) -> Options:
    living = TogetherCase.objects.living().filter(case=OuterRef("pk"))
    return {"": (_("All"), Q()), TOGETHER: (pgettext("cases", "Together"), Q(Exists(living)))}


def _handlers(request: HttpRequest) -> Options:
    hands = _hands(request)
    if not hands.people:
        return {}
    found: Options = {
        str(one.account.pk): (
            f"{one.words(clock.today())} {hands.count(hands.by_handler[one.account.pk])}".rstrip(),
            Q(handler=one.account),
        )
        for one in hands.people
    }
    return {"": (pgettext("of a case", "anybody"), Q()), **found}


def _categories(_request: HttpRequest) -> Options:
    named = [(kind.code, local_words.said(kind)) for kind in (*kinds.GOODS, *kinds.SERVICES, *kinds.OTHER)]
    return by("category", named, gettext("All"))


def _months(_request: HttpRequest) -> Options:
    """The last months in which cases were received."""
    found: dict[str, tuple[Words, Q | Narrow]] = {"": (gettext("All"), Q())}
    first = clock.today().replace(day=1)
    until = (first + timedelta(days=31)).replace(day=1)
    for _month in range(MONTHS):
        span = Q(
            submitted_at__gte=local_moment(first, time.min), submitted_at__lt=local_moment(until, time.min)
        )
        found[f"{first:%Y-%m}"] = (f"{first:%Y-%m}", partial(lists.received, span))
        first, until = (first - timedelta(days=1)).replace(day=1), first
    return found


def prepared(request: HttpRequest, keys: Sequence[UUID]) -> list[Row]:
    """The cases with these keys as rows, with who has them in hand."""
    actor, today, node = actor_of(request), clock.today(), actor_of(request).organisation
    if node is None:
        return []
    cases, own = lists.listed(keys), _own_people(request)
    others = [case for case in cases if case.handler_id and case.responsible_id != node.pk]
    found = people.handlers_of(others, on=today) if others else {}
    may_act, there = bool(actor.roles & set(CASEWORK)), request.GET.get("elsewhere")
    days = entering.days_there(keys) if there == DUE_THERE and keys else {}
    return [
        Row(
            case,
            today,
            node,
            own.get(case.handler_id) if case.responsible_id == node.pk else found.get(case.pk),
            may_act,
            days.get(case.pk, ()),
            entering.address(case.pk) if there == NOT_ENTERED and may_act and _is_here(case, node) else "",
        )
        for case in cases
    ]


def _is_here(case: Any, node: Any) -> bool:
    """Whether this body, or one below it, has the case: another one's is not for it to enter."""
    held = case.responsible_id
    return bool(entering.required()) and held is not None and body_with(held).is_within(node)


def _own_people(request: HttpRequest) -> dict[UUID | None, Person]:
    return {one.account.pk: one for one in _hands(request).people}


def _due(row: Row) -> Cell:
    """In one narrow column: the day of another year in figures. Where another platform waits, its day."""
    if row.days_there:
        due_on = row.days_there[0][0]
        tone = "late" if due_on < row.today else "warn" if due_on == row.today else ""
        words = spoken.day(due_on, today=row.today)
        return Cell("", tags=[Tag(words, tone)]) if tone else Cell(words)
    if row.due_on and not row.tone and row.due_on.year != row.today.year:
        return Cell(f"{row.due_on:%Y-%m-%d}")
    return Cell("", tags=[Tag(row.tag, row.tone)]) if row.tone or not row.due_on else Cell(row.tag)


def _title(row: Row) -> Cell:
    title = row.case.title or gettext("No title")
    return Cell(
        title,
        lists.address(row.case.pk),
        lines=[*row.origin, *(name for _day, name in row.days_there)],
        aloud=row.case.number,
    )


def _hand(row: Row) -> Cell:
    if row.handler is None and row.may_take:
        url = lists.address(row.case.pk, "in-hand")
        return Cell(gettext("I take it"), url, press=True, seen=row.case.version, aloud=row.case.title)
    name = row.handler.account.shown_name if row.handler else ""
    lines = [gettext("away")] if row.handler and row.handler.away else []
    return Cell(" · ".join(filter(None, (row.holder, name))) or None, lines=lines)


def _next(row: Row) -> Cell:
    if row.enter_at:
        return Cell(gettext("Copy it out"), row.enter_at, aloud=row.case.title)
    url = row.next_url if row.may_act and not row.is_waiting else ""
    return Cell(row.next_label, url, aloud=row.case.title if url else "")


COLUMNS: tuple[Column[Row], ...] = (
    Column(_("Due"), _due, sort=("due_on",), width=3),
    Column(_("Case"), _title, names_row=True, width=5),
    Column(_("Consumer"), lambda row: row.case.consumer, width=1),
    Column(
        _("Business"),
        lambda row: row.case.business,
        sort=("business__name",),
        width=4,
    ),
    Column(_("Stage"), lambda row: row.stage, width=3),
    Column(_("In hand of"), _hand, sort=("handler__username",), width=2),
    Column(_("Sum ({currency})"), lambda row: row.sum, is_number=True, sort=("sum_fen",), width=2),
    Column(_("Next step"), _next, width=3),
    Column(_("File number"), lambda row: row.case.number, in_file_only=True),
    Column(_("Last day"), lambda row: row.due_on, in_file_only=True),
    Column(_("Received"), lambda row: row.case.submitted_at, in_file_only=True),
    Column(
        _("Where the consumer filed"),
        lambda row: local_words.in_script(row.home.short_name),
        in_file_only=True,
    ),
)


def _is_fixed(chosen: Mapping[str, Chosen]) -> bool:
    """All that ever ended, without a month: no index puts so many in another order."""
    return chosen["stage"].value == ENDED.name and not chosen["month"].value


def _more(request: HttpRequest, chosen: Mapping[str, Chosen], page: KeyedPage, found: Rows) -> dict[str, Any]:
    actor, today = actor_of(request), clock.today()
    words, may_read = request.GET.get("q", "").strip(), bool(actor.roles & set(READING))
    only, ended = chosen["only"].value or chosen["elsewhere"].value, chosen["stage"].value == ENDED.name
    is_counted = may_read and not (words or only or ended)
    return {
        "heading": _heading(request, chosen) if may_read else pgettext("list", "Cases"),
        "due": _due_number(page, found, today, is_first=not request.GET.get("sort")) if is_counted else None,
        "behind": getattr(found, "unsearched", 0),
        "may_act": bool(actor.roles & set(CASEWORK)),
        "may_read": may_read,
        "rest_on": _next_rest_day(today),
    }


def _due_number(page: KeyedPage, found: Rows, today: date, *, is_first: bool) -> int:
    """How many are due, up to a thousand and one; those that are stand first in the usual order."""
    if page.first and is_first:
        return bisect_right(page.first, today, key=itemgetter(0))
    return counted(found.filter(due_on__lte=today))


def _heading(request: HttpRequest, chosen: Mapping[str, Chosen]) -> str:
    """Whose cases stand below, and by what they are narrowed."""
    if words := SEARCH.words_in(request.GET):
        return gettext("Found for “%(words)s”") % {"words": SEARCH.shown(words)}
    parts = [SCOPES[chosen["scope"].value][1]]
    for name in ("stage", "only", "elsewhere", "handler", "origin", "category", "together", "month"):
        if chosen[name].value and name == "handler":
            parts += [
                one.account.shown_name
                for one in _hands(request).people
                if str(one.account.pk) == chosen[name].value
            ]
        elif chosen[name].value:
            parts.append(chosen[name].words)
    return " · ".join(str(part) for part in parts)


def _next_rest_day(today: date) -> date | None:
    days, day = clocks.calendar(), today
    try:
        for _step in range(14):
            day += clocks.ONE_DAY
            if days.is_rest_day(day):
                return day
    except LawError:
        return None
    return None


SEARCH = Search(lists.matching, _("Search the cases"), _("Number, phone, business, words"))
CASES = List[Row](
    pgettext_lazy("list", "Cases"),
    rows=rows,
    columns=COLUMNS,
    choices=(
        Choice("scope", _("Which cases"), _scopes, value=_scope),
        Choice("only", _("Only"), _only),
        Choice("stage", _("Stage"), _stages, as_menu=True),
        Choice("elsewhere", _("Other platforms"), _elsewhere, as_menu=True),
        Choice("handler", _("In hand of"), _handlers, as_menu=True),
        Choice("origin", _("How it came"), by("origin", Case.Origin.choices, _("All")), as_menu=True),
        Choice("category", _("Category"), _categories, as_menu=True),
        Choice("together", pgettext_lazy("cases", "Together"), _together, as_menu=True),
        Choice("month", _("Received in"), _months, as_menu=True),
    ),
    search=SEARCH,
    prepared=prepared,
    empty=_("Nothing is waiting here."),
    file="cases",
    by_key=True,
    bulk=BULK,
    one_line=True,
    is_fixed=_is_fixed,
    more=_more,
    frame=lambda _request, _current: {"desk_name": gettext("Desk")},
    template="cases/desk/today.html",
    guard=guards.staff(),
)
