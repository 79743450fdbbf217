"""Which businesses a holder is compared with: same city, same trade, as many complaints before, never a mark.

Whoever was ever admitted stays in, removed or not: to leave out those that went wrong would make every programme work.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from huaihai.brands.effect.comparing import MatchedSet, Span
from huaihai.brands.models import Entry
from huaihai.businesses.models import Business
from huaihai.cases.business_figures import every_case
from huaihai.desk.lots import lot
from huaihai.kit.clock import local_day
from huaihai.record.models import Event

BEFORE = timedelta(days=365)
SHORTEST = timedelta(days=90)  # a shorter time since the mark says nothing
MOST = 3  # others a set
CITY = 4  # digits of a region code that name the city

type Cases = Mapping[UUID, Sequence[tuple[date, str]]]  # by business: day of receipt and trade


@dataclass
class Matched:
    """The sets, and how many holders there were at all."""

    holders: int = 0
    sets: list[MatchedSet] = field(default_factory=list)


@dataclass(frozen=True)
class _Holder:
    business: UUID
    city: str
    since: date


def matched(*, until: date, seed: int) -> Matched:
    """The sets of all that were first admitted long enough before `until` (the last day watched).

    Who of several is taken is told by the seed and the business's id, so the draw can be made again. One query a city
    for its businesses, one for its cases.
    """
    found = Matched()
    by_city: dict[str, list[_Holder]] = defaultdict(list)
    ever = _first_days()
    for holder in _holders(ever, until):
        by_city[holder.city].append(holder)
    for city in sorted(by_city):
        found.holders += len(by_city[city])
        cases = _cases_of(city)
        free = _never_marked(city, frozenset(ever))
        for holder in sorted(by_city[city], key=lambda one: (one.since, one.business.bytes)):
            others = _like(holder, free, cases, seed)
            for other in others:
                del free[other]
            if others:
                found.sets.append(_set(holder, others, cases, until))
    return found


def _first_days() -> dict[UUID, date]:
    """When each business was first admitted, from the record."""
    told = Event.objects.filter(verb="brand_admit").order_by("at").values_list("subject", "at")
    days = {UUID(subject.removeprefix("brand:")): local_day(at) for subject, at in reversed(told)}
    businesses = Entry.objects.filter(pk__in=list(days)).values_list("pk", "business")
    found: dict[UUID, date] = {}
    for entry, business in businesses:
        found[business] = min(found.get(business, date.max), days[entry])
    return found


def _holders(ever: Mapping[UUID, date], until: date) -> Iterator[_Holder]:
    known = Business.objects.filter(pk__in=list(ever)).values_list("pk", "registered_at")
    for business, region in known:
        if region and ever[business] + SHORTEST <= until:
            yield _Holder(business, region[:CITY], ever[business])


def _never_marked(city: str, ever: frozenset[UUID]) -> dict[UUID, date]:
    """Since when each other business of this city is known."""
    rows = Business.objects.standing().filter(registered_at__startswith=city, is_gone=False)
    told = rows.exclude(kind=Business.Kind.GROUP).values_list("pk", "created_at")
    return {key: local_day(at) for key, at in told.iterator() if key not in ever}


def _cases_of(city: str) -> Cases:
    """Day and trade of all cases that count about businesses of this city."""
    rows = every_case().filter(business__registered_at__startswith=city)
    found: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    for business, at, trade in rows.values_list("business", "submitted_at", "category").iterator():
        if at is not None:
            found[business].append((local_day(at), trade))
    return found


def _like(holder: _Holder, free: Mapping[UUID, date], cases: Cases, seed: int) -> list[UUID]:
    """Up to three others, the nearest first: known by then, same main trade, half to twice the complaints before."""
    before, trade = _year_before(holder.business, holder.since, cases)
    near: list[tuple[int, str, UUID]] = []
    for other, known_since in free.items():
        theirs, their_trade = _year_before(other, holder.since, cases)
        if known_since < holder.since and their_trade == trade and _is_near(before, theirs):
            near.append((abs(before - theirs), lot(str(seed), str(other)), other))
    return [other for _far, _drawn, other in sorted(near)[:MOST]]


def _year_before(business: UUID, since: date, cases: Cases) -> tuple[int, str]:
    """How many, and the trade of most of them ("" of none)."""
    trades = [trade for day, trade in cases.get(business, ()) if since - BEFORE <= day < since]
    return len(trades), min(trades, key=lambda one: (-trades.count(one), one), default="")


def _is_near(mine: int, theirs: int) -> bool:
    return (mine + 1) <= 2 * (theirs + 1) and (theirs + 1) <= 2 * (mine + 1)


def _set(holder: _Holder, others: Sequence[UUID], cases: Cases, until: date) -> MatchedSet:
    def span(business: UUID) -> Span:
        days = [day for day, _trade in cases.get(business, ())]
        return Span(
            before=sum(holder.since - BEFORE <= day < holder.since for day in days),
            after=sum(holder.since <= day <= until for day in days),
        )

    return MatchedSet(span(holder.business), tuple(map(span, others)), days=(until - holder.since).days + 1)
