"""What a release of this day changes: cells of complete periods that are new, and standing ones to correct.

What the rollups say today of numbers that are public already, and which of it can be told.
A correction tells the difference, which is a number about people too: of one case that was moved, say. So what hangs
together is corrected together, and only where every number of it (withheld ones too) changed by at least the threshold.
The rest waits, and the office sees it. Only what was received is corrected: what became of cases is told once, as it
stood 90 days later.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance.standing import is_office
from huaihai.insight import apart
from huaihai.insight.axes import WHOLE, Axis
from huaihai.insight.disclosure.rules import THRESHOLD, is_small
from huaihai.insight.models import Cell, CorrectionOrder, MonthCount, PublishedTable, WithheldCount
from huaihai.insight.releases import cells, planning
from huaihai.insight.releases.cells import Counts, Key, table_cells
from huaihai.insight.releases.planning import Due, system
from huaihai.insight.releases.tables import BY_NAME, CALLS, MONEY, NONE, RECEIVED, TABLES, complete
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor
from huaihai.record import events

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
        if (table.name, period) not in done and (table.measures != CALLS or cells.call_counts(period))
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
    return cells.read(
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
            _keep(added, (name, period), cells.money_cells(period, counts, known))
            known |= added.values
        elif name == "calls-quarter":
            unknown = known.get(Key(Axis.ALL, period, WHOLE, WHOLE, "unknown"))
            _keep(added, (name, period), cells.call_cells(period, unknown))


def _keep(added: Added, one: Due, found: Mapping[Key, int | None]) -> None:
    added.values |= found
    added.rungs[one] = ("all" if one[0] == "calls-quarter" else "city") if found else NONE


def _solve(given: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = apart.run(JOB, given)
    return answer


AUDIT = "huaihai.insight.disclosure.jobs:audit_only"
LONGEST = 300  # characters of a reason


@dataclass(frozen=True)
class Difference:
    """A cell that stands, what it says, and what is counted today.

    `hangs_on` names what is corrected together; `is_safe`: all of that may be told.
    """

    name: Key
    before: int
    after: int
    is_withheld: bool
    hangs_on: str = ""
    is_safe: bool = False

    @property
    def by(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class Corrected:
    """A number that is changed, for a reason, by somebody. One that `is_withheld` changes where nobody sees it."""

    name: Key
    before: int
    after: int
    reason: str
    by: str
    is_withheld: bool = False


def order(reason: str, *, by: Actor, at: datetime) -> CorrectionOrder:
    """Have the next release correct what can be told. Raises NotAllowed, Unfit, NotPossible."""
    if not is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat corrects published numbers."))
    said = storable(reason).strip()[:LONGEST]
    if not said:
        raise Unfit("reason", _("Please say why the numbers change: everybody reads it."))
    with transaction.atomic():
        if CorrectionOrder.objects.filter(done_at=None).exists():
            raise NotPossible(_("A correction is ordered already; it is carried out tonight."))
        made = CorrectionOrder.objects.create(reason=said, by=by.key, at=at)
        facts = {"reason": said}
        events.write(subject="insight:releases", verb="insight_correction", by=by.key, at=at, facts=facts)
    return made


def years() -> list[int]:
    """The years of which anything is published, the newest first."""
    found = PublishedTable.objects.order_by().values_list("period", flat=True).distinct()
    return sorted({int(period[:4]) for period in found}, reverse=True)


def differences(year: int) -> list[Difference]:
    """Every number of this year that is published or withheld and would come out differently today."""
    standing, counts = standing_of(year), counts_of(year)
    hidden = _withheld(year)
    found = []
    for (table, period), rung in rungs_of(year).items():
        if BY_NAME[table].is_late or RECEIVED not in BY_NAME[table].measures:
            continue
        for name, after in table_cells(BY_NAME[table], period, rung, counts):
            before = standing.get(name)
            before = hidden.get(name) if before is None else before
            if before is not None and before != after:
                found.append(Difference(name, before, after, is_withheld=standing[name] is None))
    return _judged(found)


def corrected(orders: Sequence[CorrectionOrder], *, on: date) -> list[Corrected]:
    """What these orders change: all that is safe, and still is when the audit has looked at it.

    What is withheld goes with it: the next correction is judged by what it changes on top of this one.
    """
    first = orders[0]
    found: list[Corrected] = []
    for year in years():
        safe = [one for one in differences(year) if one.is_safe]
        if any(not one.is_withheld for one in safe) and _passes(year):
            found += [
                Corrected(one.name, one.before, one.after, first.reason, first.by, one.is_withheld)
                for one in safe
            ]
    return found


def _withheld(year: int) -> dict[Key, int]:
    rows = WithheldCount.objects.filter(cell__end__isnull=True, cell__period__startswith=str(year)).order_by()
    names = [f"cell__{name}" for name in Key._fields]
    return {Key(*row[:5]): row[5] for row in rows.values_list(*names, "counted")}


def _judged(found: Sequence[Difference]) -> list[Difference]:
    """Axes meet in the totals of a city alone: where none of these changed, each axis stands by itself."""
    touches_totals = any(one.name.axis == Axis.ALL for one in found)
    hangs = [replace(one, hangs_on="all" if touches_totals else one.name.axis) for one in found]
    unsafe = {one.hangs_on for one in hangs if not _may_be_told(one)}
    return [replace(one, is_safe=one.hangs_on not in unsafe) for one in hangs]


def _may_be_told(one: Difference) -> bool:
    is_large = abs(one.by) >= THRESHOLD
    return is_large and (one.is_withheld or not is_small(one.after, least=one.name.least))


def _passes(year: int) -> bool:
    """Whether no withheld number of the year is known too well when today's counts are public."""
    counts, standing, rungs = counts_of(year), standing_of(year), rungs_of(year)
    named: Collection[Key] = standing.keys()
    given, _names = system(
        planning.linked(counts, set(named), rungs), standing=standing, fresh={}, price=planning.price
    )
    return not apart.run(AUDIT, given)["narrow"]
