"""How the alliance decides: its own door, rules in force on a day, what is still to come, the history of one rule."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.governance import membership, rules, secretariat
from huaihai.governance.models import Resolution, RuleRow
from huaihai.governance.motions import counting
from huaihai.governance.resolutions import facts, pages
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way
from huaihai.law import limits
from huaihai.members import directory
from huaihai.members.models import AdoptedClock

NEWEST = 5
DOORS: tuple[tuple[str, Promise | str, Promise | str], ...] = (
    (
        "resolutions",
        gettext_lazy("Register of resolutions"),
        gettext_lazy("Everything that was decided, with each body's vote."),
    ),
    (
        "rules",
        gettext_lazy("Rules in force"),
        gettext_lazy("What counts on which day, and which resolution set it."),
    ),
    (
        "check-file",
        gettext_lazy("Check a file"),
        gettext_lazy("Is a file about a resolution genuine and complete?"),
    ),
    (
        "alliance-agreement",
        gettext_lazy("The agreement"),
        gettext_lazy("Its versions, who signed, and the members."),
    ),
    (
        "alliance-nine",
        gettext_lazy("Nine in one"),
        gettext_lazy("What the bodies promised each other, and who answers for it."),
    ),
    (
        "alliance-reports",
        gettext_lazy("Plans and reports"),
        gettext_lazy("What is planned for the year, and what came of it."),
    ),
)


@dataclass(frozen=True)
class Door:
    """A link to a page about the alliance."""

    url: str
    title: Promise | str
    text: Promise | str


@dataclass(frozen=True)
class Deciding:
    """How a vote counts today, in numbers of bodies."""

    members: int
    quorum: rules.InForce
    quorum_of_members: int
    ordinary: rules.InForce
    weighty: rules.InForce
    weighty_of_members: int
    written_days: rules.InForce

    @property
    def is_all_decided(self) -> bool:
        """Whether each of these rules was decided, and none is only a working default."""
        return not any(
            rule.is_default for rule in (self.quorum, self.ordinary, self.weighty, self.written_days)
        )


@require_safe
@guards.same_for_all
def overview(request: HttpRequest) -> HttpResponse:
    """The page about how the alliance decides."""
    today = clock.today()
    newest = pages.found("", "")[:NEWEST]
    context = {
        "term": secretariat.term_on(today),
        "next_turn": next(iter(secretariat.turns_after(today)), None),
        "deciding": _deciding(today),
        "newest": [(row, facts.state_of(row, today)) for row in newest],
        "doors": [door for name, title, text in DOORS if (door := _door(name, title, text))],
        "today": today,
    }
    return render(request, "governance/public/decisions/alliance.html", context)


def _deciding(day: date) -> Deciding:
    members = len(membership.members_on(day))
    held = {rule.name: rule for rule in rules.all_in_force(on=day)}
    quorum, ordinary, weighty, written = (
        held[rule.name]
        for rule in (rules.QUORUM, rules.ORDINARY_MAJORITY, rules.WEIGHTY_MAJORITY, rules.WRITTEN_VOTE_DAYS)
    )
    terms = counting.Terms.from_json(
        {"quorum": quorum.value, "majority": weighty.value, "weight": counting.WEIGHTY}
    )
    return Deciding(
        members,
        quorum,
        terms.quorum_of(members),
        ordinary,
        weighty,
        terms.majority_of(members, members),
        written,
    )


def _door(name: str, title: Promise | str, text: Promise | str) -> Door | None:
    return Door(url, title, text) if (url := way(name)) else None


MOST_TO_COME = 50
FIRST, LAST = date(1990, 1, 1), date(2199, 12, 31)
OF_RESOLUTION = "resolution:"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
ADOPTABLE = [name for name, limit in limits.BY_NAME.items() if limit.adopted_by_body]


@dataclass(frozen=True)
class Origin:
    """Where a value comes from: a resolution with its page, or a source in words."""

    resolution: str
    url: str
    source: str
    mark: str


@dataclass(frozen=True)
class RuleValue:
    """One rule with its value on the day; `since` is None for a working default."""

    name: str
    title: str
    explained: Promise | str
    value: str
    since: date | None
    origin: Origin | None


@dataclass(frozen=True)
class ClockValue:
    """One adopted time limit on the day."""

    words: str
    term: str
    body: str
    since: date
    origin: Origin


@require_safe
@guards.same_for_all
def rules_on(request: HttpRequest) -> HttpResponse:
    """All rules on a chosen day; without one, today."""
    today = clock.today()
    typed = request.GET.get("on", "").strip()
    chosen = _day(typed)
    day = chosen or today
    clocks = page_of(_clocks_on(day), request.GET.get("page"))
    context = {
        "day": day,
        "is_today": day == today,
        "typed": typed[:40],
        "is_wrong": bool(typed) and chosen is None,
        "rules": [_of(rule) for rule in rules.all_in_force(on=day)],
        "page": clocks,
        "clocks": [_clock(row) for row in clocks.rows],
        "to_come": [_row(row) for row in list(rules.still_to_come(after=day))[:MOST_TO_COME]],
        "clocks_to_come": [_clock(row) for row in _clocks_after(day)],
    }
    return render(request, "governance/public/decisions/rules.html", context)


@require_safe
@guards.same_for_all
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Every value that this rule has had and will have, the newest first."""
    if not rules.known_name(name):
        raise Http404
    rows = RuleRow.objects.filter(name=name).select_related("resolution").order_by("-in_force_from", "-pk")
    page = page_of(rows, request.GET.get("page"))
    known = rules.RULES.get(name)
    if known is None and not page.rows:
        raise Http404
    first = rows.last() if known is not None else None
    context = {
        "name": name,
        "title": _title(name, page.rows[0].title if page.rows else ""),
        "explained": known.explained if known else "",
        "now": _of(rules.in_force(known, on=clock.today())) if known else None,
        "page": page,
        "values": [_row(row) for row in page.rows],
        "default": _valued(name, known.default) if known else "",
        "default_until": first.in_force_from if first else None,
        "today": clock.today(),
    }
    return render(request, "governance/public/decisions/rule.html", context)


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed) if DAY.fullmatch(typed) else None
    except ValueError:
        return None
    return day if day is not None and FIRST <= day <= LAST else None


def _of(held: rules.InForce) -> RuleValue:
    known = rules.RULES.get(held.name)
    origin = None if held.is_default else _origin(held.resolution, held.source, held.mark)
    return RuleValue(
        held.name,
        _title(held.name, held.title),
        known.explained if known else "",
        _valued(held.name, held.value),
        held.since,
        origin,
    )


def _row(row: RuleRow) -> RuleValue:
    return RuleValue(
        row.name,
        _title(row.name, row.title),
        "",
        _valued(row.name, row.value),
        row.in_force_from,
        _origin(row.resolution, row.source, row.mark),
    )


def _title(name: str, title: str) -> str:
    known = rules.RULES.get(name)
    if known is not None:
        return str(known.label)
    family = rules.FAMILIES[name.partition(".")[0]]
    return _("%(family)s: %(title)s") % {"family": family.label, "title": local_words.in_script(title)}


def _valued(name: str, value: str) -> str:
    known = rules.RULES.get(name)
    return f"{value} {known.unit}" if known and known.unit else value


def _origin(resolution: Resolution | None, source: str, mark: Any) -> Origin:
    if resolution is not None:
        return Origin(resolution.number, reverse("resolution", args=[resolution.number]), "", "")
    return Origin("", "", local_words.in_script(source), str(mark))


def _clocks_on(day: date) -> QuerySet[AdoptedClock]:
    """The newest value of each body and limit that has begun by the day, those of all bodies first."""
    begun = AdoptedClock.objects.begun(day)
    newer = begun.filter(
        organisation=OuterRef("organisation"),
        limit=OuterRef("limit"),
        in_force_from__gt=OuterRef("in_force_from"),
    )
    return (
        begun.filter(~Exists(newer), limit__in=ADOPTABLE)
        .select_related("organisation")
        .order_by("organisation__path", "limit")
    )


def _clocks_after(day: date) -> QuerySet[AdoptedClock]:
    rows = AdoptedClock.objects.filter(in_force_from__gt=day, limit__in=ADOPTABLE)
    return rows.select_related("organisation").order_by("in_force_from", "pk")[:MOST_TO_COME]


def _clock(row: AdoptedClock) -> ClockValue:
    limit = limits.BY_NAME[row.limit].as_adopted(
        row.number, row.unit, source=row.source, since=row.in_force_from, sureness=row.mark
    )
    body = row.organisation
    is_root = body.key == directory.ROOT_KEY
    return ClockValue(
        local_words.said(limit),
        local_words.either(zh=limit.term_zh, en=limit.term_en),
        _("all bodies") if is_root else local_words.in_script(body.short_name),
        row.in_force_from,
        _clock_origin(row),
    )


def _clock_origin(row: AdoptedClock) -> Origin:
    number = row.decided_by.removeprefix(OF_RESOLUTION)
    if row.decided_by.startswith(OF_RESOLUTION) and pages.NUMBER.fullmatch(number):
        return Origin(number, reverse("resolution", args=[number]), "", "")
    return Origin("", "", local_words.in_script(row.source), row.mark)
