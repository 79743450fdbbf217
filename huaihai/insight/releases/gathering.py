"""What a release of this day adds: cells of periods that are complete and not published yet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Min

from huaihai import alliance
from huaihai.insight import apart
from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.models import Cell, MonthCount, PublishedTable
from huaihai.insight.releases import calls, counted, funds, planning
from huaihai.insight.releases.cells import Key
from huaihai.insight.releases.counted import Counts
from huaihai.insight.releases.periods import complete
from huaihai.insight.releases.planning import Due
from huaihai.insight.releases.tables import CALLS, MONEY, NONE, TABLES

JOB = "huaihai.insight.disclosure.jobs:protect_and_audit"


@dataclass
class Added:
    """New cells (None: withheld), new tables with their rungs, and what the audit found, by year."""

    values: dict[Key, int | None] = field(default_factory=dict)
    counted: dict[Key, int] = field(default_factory=dict)  # under withheld cells
    rungs: dict[Due, str] = field(default_factory=dict)
    audit: dict[str, Any] = field(default_factory=dict)


def due(on: date) -> list[Due]:
    """Tables of complete periods that no release has yet."""
    since = MonthCount.objects.aggregate(first=Min("month"))["first"]
    if since is None:
        return []
    done = set(PublishedTable.objects.values_list("table", "period"))
    return [
        (table.name, period)
        for table in TABLES
        for period in complete(table.grain, since=since, on=on, is_late=table.is_late)
        if (table.name, period) not in done and (table.measures != CALLS or calls.counts(period))
    ]


def gather(wanted: Iterable[Due]) -> Added:
    """Their cells, protected year by year beside everything that stands."""
    by_year: dict[int, list[Due]] = defaultdict(list)
    for one in wanted:
        by_year[int(one[1][:4])].append(one)
    added = Added()
    for year, mine in sorted(by_year.items()):
        _add_year(added, year, mine)
    return added


def counts_of(year: int) -> Counts:
    """The rollups of a year, for the alliance's cities and counties."""
    cities = alliance.load().cities
    return counted.read(
        year,
        [city.code for city in cities],
        {city.code: [one.code for one in city.counties] for city in cities},
    )


def standing_of(year: int) -> dict[Key, int | None]:
    """Every cell of this year that stands."""
    rows = Cell.objects.filter(end__isnull=True, period__startswith=str(year)).order_by()
    return {Key(*row[:5]): row[5] for row in rows.values_list(*Key._fields, "value")}


def rungs_of(year: int) -> dict[Due, str]:
    """At which rung each table of this year was published."""
    rows = PublishedTable.objects.filter(period__startswith=str(year))
    return {(table, period): rung for table, period, rung in rows.values_list("table", "period", "rung")}


def _add_year(added: Added, year: int, mine: list[Due]) -> None:
    counts, standing = counts_of(year), standing_of(year)
    counted_cells = {name: value for name, value in standing.items() if name.measure not in {MONEY, *CALLS}}
    made = planning.plan(mine, counts, standing=counted_cells, rungs=rungs_of(year), solve=_solve)
    added.values |= made.values
    added.counted |= made.counted
    added.rungs |= made.rungs
    added.audit[str(year)] = made.audit
    known = {**standing, **made.values}
    for name, period in mine:
        if name.startswith("money-"):
            _keep(added, (name, period), funds.cells(period, counts, known))
            known |= added.values
        elif name == "calls-quarter":
            unknown = known.get(Key(Axis.ALL, period, WHOLE, WHOLE, "unknown"))
            _keep(added, (name, period), calls.cells(period, unknown))


def _keep(added: Added, one: Due, found: Mapping[Key, int | None]) -> None:
    added.values |= found
    added.rungs[one] = ("all" if one[0] == "calls-quarter" else "city") if found else NONE


def _solve(given: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = apart.run(JOB, given)
    return answer
