"""What is counted of each business, out of cases that ended within some days; and its place among its peers.

A row as it is stored: the measures of which it has cases enough, each with cases, hits, and the share, its interval (in
thousandths) and the band. A group of peers says the same of all its rows together: nothing of anybody else is in it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import batched
from typing import Any, Final
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import Coalesce

from huaihai import alliance
from huaihai.businesses.models import OPERATORS, Business, Enrolment, Place
from huaihai.cases import business_figures
from huaihai.cases.business_figures import Counts
from huaihai.cases.models.case import CaseQuerySet
from huaihai.cases.periods import Period
from huaihai.insight import apart
from huaihai.insight.axes import NOT_STATED, Outcome, outcome_of
from huaihai.insight.indexing.grouping import (
    LEAST_BUSINESSES,
    LEAST_CASES,
    LEAST_TOGETHER,
    Cell,
    Group,
    amounts,
    joined,
)

JOB: Final = "huaihai.insight.indexing.shrinking:job"
TOGETHER: Final = 500  # businesses asked about in one query
ELSEWHERE: Final = "other"  # a business that is in none of the cities
CITY: Final = 4  # digits of a code that name the city


class Measure(StrEnum):
    """What is told of a business, in the order of pages."""

    SOLVED = "solved"
    ANSWERED = "answered"
    KEPT = "kept"


class Band(StrEnum):
    """Where a business stands; better and worse only where the whole interval lies beside the peers' mean."""

    BETTER = "better"
    AMONG = "among"
    WORSE = "worse"


class Size(StrEnum):
    """As declared for the fast channel."""

    SHOP = "shop"
    CHAIN = "chain"
    OPERATOR = "operator"  # of a market, a shopping centre, a scenic area or a platform
    UNKNOWN = "none"


type Tally = tuple[int, int]  # hits, cases


@dataclass
class Counted:
    """One business with what was counted of it."""

    business: UUID
    name: str
    cell: Cell
    tallies: dict[Measure, Tally] = field(default_factory=dict)  # with cases enough alone


@dataclass
class Placed:
    """The rows of an issue, each with the number of its group, and what is told of the groups."""

    rows: list[tuple[Counted, int, dict[str, Any]]]
    groups: list[dict[str, Any]]


def count(since: date, until: date, *, only: Collection[UUID] = ()) -> list[Counted]:
    """Every business that is listed, in the order of their ids; `only`: these alone. A few queries for each five
    hundred businesses, and for each five hundred cases."""
    cases: Any = ended_within(since, until)
    if only:
        cases = cases.filter(standing__in=only)
    solved, trades = _outcomes(cases)
    keys = sorted(key for key, (_hits, of) in solved.items() if of >= LEAST_CASES)
    found: list[Counted] = []
    for some in batched(keys, TOGETHER):
        found += _listed(list(some), cases, solved, trades)
    return found


def ended_within(since: date, until: date) -> CaseQuerySet:
    """The cases that count about businesses and ended within these days; `standing`: the business, after mergers."""
    start, end = Period(since, until).bounds
    counted = business_figures.every_case().filter(ended_at__gte=start, ended_at__lt=end)
    return counted.annotate(standing=Coalesce("business__merged_into_id", "business_id"))


def _outcomes(cases: Any) -> tuple[dict[UUID, Tally], dict[UUID, Counter[str]]]:
    """How many were solved of those of which it is known, and by trade; one query."""
    told = cases.order_by().values_list("standing", "category", "stage", "result").annotate(n=Count("pk"))
    solved: dict[UUID, Tally] = defaultdict(lambda: (0, 0))
    trades: dict[UUID, Counter[str]] = defaultdict(Counter)
    for key, category, stage, result, n in told:
        outcome = outcome_of(stage, result)
        if outcome not in (Outcome.CONFIRMED, Outcome.NOT_SOLVED):
            continue  # what nobody confirmed counts neither way
        hits, of = solved[key]
        solved[key] = hits + (n if outcome == Outcome.CONFIRMED else 0), of + n
        trades[key][category or NOT_STATED] += n
    return solved, trades


def _listed(
    keys: list[UUID],
    cases: Any,
    solved: Mapping[UUID, Tally],
    trades: Mapping[UUID, Counter[str]],
) -> Iterator[Counted]:
    rows = Business.objects.standing().in_no_persons_name().filter(pk__in=keys, is_gone=False)
    businesses = list(rows.order_by("pk"))
    known = [one.pk for one in businesses]
    counts = business_figures.counted_by(
        cases.filter(standing__in=known), lambda row: row["standing"], "standing"
    )
    sizes, cities = _sizes(known), _cities(businesses)
    for one in businesses:
        told = trades[one.pk].most_common()
        trade = min(category for category, n in told if n == told[0][1])
        cell = Cell(trade, cities[one.pk], sizes.get(one.pk, Size.UNKNOWN))
        yield Counted(one.pk, one.name, cell, _enough(solved[one.pk], counts.get(one.pk, Counts())))


def _enough(solved: Tally, counts: Counts) -> dict[Measure, Tally]:
    every = {
        Measure.SOLVED: solved,
        Measure.ANSWERED: (counts.replied_in_time, counts.asked),
        Measure.KEPT: (counts.kept, counts.decided),
    }
    return {measure: tally for measure, tally in every.items() if tally[1] >= LEAST_CASES}


def _sizes(keys: list[UUID]) -> dict[UUID, str]:
    """What each last declared on its way to the fast channel."""
    rows = Enrolment.objects.filter(business__in=keys).exclude(joined_on=None).order_by("joined_on", "pk")
    return {key: _size(kind) for key, kind in rows.values_list("business_id", "as_kind")}


def _size(kind: str) -> str:
    if kind in OPERATORS:
        return Size.OPERATOR
    return kind if kind in (Size.SHOP, Size.CHAIN) else Size.UNKNOWN


def _cities(businesses: Sequence[Business]) -> dict[UUID, str]:
    """Where each is registered, else where its first place is; a city of the alliance, or `ELSEWHERE`."""
    ours = {city.code[:CITY]: city.code for city in alliance.load().cities}
    keys = [one.pk for one in businesses if not one.registered_at]
    places: dict[UUID, str] = {}
    for key, code in Place.objects.filter(business__in=keys).values_list("business_id", "region_code"):
        places.setdefault(key, code)
    return {
        one.pk: ours.get((one.registered_at or places.get(one.pk, ""))[:CITY], ELSEWHERE)
        for one in businesses
    }


def placed(found: Sequence[Counted]) -> Placed:
    """These businesses among their peers, in whatever order they come; who is in no group is left out."""
    rows = sorted(found, key=lambda one: one.business)
    groups = joined(amounts((one.cell, one.tallies[Measure.SOLVED][1]) for one in rows))
    number_of = {cell: number for number, group in enumerate(groups) for cell in group}
    members: list[list[Counted]] = [[] for _group in groups]
    for one in rows:
        if one.cell in number_of:
            members[number_of[one.cell]].append(one)
    compared = among_peers([[one.tallies for one in mine] for mine in members])
    facts = [
        _group_facts(group, len(mine), told.measures)
        for group, mine, told in zip(groups, members, compared, strict=True)
    ]
    return Placed(
        [
            (one, number, measures)
            for number, (mine, told) in enumerate(zip(members, compared, strict=True))
            for one, measures in zip(mine, told.rows, strict=True)
        ],
        facts,
    )


@dataclass
class Compared:
    """The measures of a group of peers, and of each of its rows in the order given."""

    measures: dict[str, Any]
    rows: list[dict[str, Any]]


def among_peers(groups: Sequence[Sequence[Mapping[Measure, Tally]]]) -> list[Compared]:
    """Each group compared within itself, computed apart; a measure of too few businesses or cases is not told."""
    found = [Compared({}, [{} for _one in group]) for group in groups]
    asked = []
    for number, group in enumerate(groups):
        for measure in Measure:
            tallies = [one[measure] for one in group if measure in one]
            if len(tallies) >= LEAST_BUSINESSES and sum(of for _hits, of in tallies) >= LEAST_TOGETHER:
                asked.append((number, measure, tallies))
    answers = apart.run(JOB, [list(map(list, tallies)) for *_which, tallies in asked]) if asked else []
    for (number, measure, tallies), answer in zip(asked, answers, strict=True):
        mean, group = answer["mean"], groups[number]
        found[number].measures[measure.value] = _together(tallies, mean)
        rows = [row for one, row in zip(group, found[number].rows, strict=True) if measure in one]
        for row, tally, place in zip(rows, tallies, answer["placed"], strict=True):
            row[measure.value] = row_facts(tally, place, mean)
    return found


def row_facts(tally: Tally, place: Sequence[int], mean: int) -> dict[str, Any]:
    """A measure of a row, as it is stored and published."""
    share, low, high = place
    found = {"cases": tally[1], "hits": tally[0], "share": share, "low": low, "high": high}
    return {**found, "peers": mean, "band": band(low, high, mean).value}


def band(low: int, high: int, mean: int) -> Band:
    """Better or worse only where the whole interval lies beside the peers' mean."""
    if low > mean:
        return Band.BETTER
    return Band.WORSE if high < mean else Band.AMONG


def _group_facts(group: Group, businesses: int, measures: dict[str, Any]) -> dict[str, Any]:
    """What was joined into it, how many it holds, and what is told of all of them together."""
    return {
        "trades": sorted({cell.trade for cell in group}),
        "cities": sorted({cell.city for cell in group}),
        "sizes": sorted({cell.size for cell in group}),
        "businesses": businesses,
        "measures": measures,
    }


def _together(tallies: Iterable[Tally], mean: int) -> dict[str, int]:
    every = list(tallies)
    return {
        "businesses": len(every),
        "cases": sum(of for _hits, of in every),
        "hits": sum(hits for hits, _of in every),
        "mean": mean,
    }
