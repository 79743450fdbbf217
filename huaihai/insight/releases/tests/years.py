"""A made-up year as it is published, release after release, without a database."""

from dataclasses import dataclass, field
from datetime import date

from huaihai.insight.disclosure.jobs import protect_and_audit
from huaihai.insight.releases import planning
from huaihai.insight.releases.cells import Counts, Key
from huaihai.insight.releases.planning import Due
from huaihai.insight.releases.tables import CALLS, MONEY, TABLES, complete

DAYS = (
    date(2026, 2, 2),
    date(2026, 4, 2),
    date(2026, 7, 2),
    date(2026, 10, 2),
    date(2027, 1, 2),
    date(2027, 4, 2),
)


@dataclass
class Year:
    """What stands after each release: the last is all of it."""

    cells: dict[Key, int | None] = field(default_factory=dict)
    rungs: dict[Due, str] = field(default_factory=dict)
    after: list[dict[Key, int | None]] = field(default_factory=list)


def publish(counts: Counts, *, days: tuple[date, ...] = DAYS) -> Year:
    """Release on each of these days what is complete by then."""
    made = Year()
    for on in days:
        due = [
            (table.name, period)
            for table in TABLES
            for period in complete(table.grain, since=date(2026, 1, 1), on=on, is_late=table.is_late)
            if period < "2027"
            and (table.name, period) not in made.rungs
            and table.measures not in {(MONEY,), CALLS}
        ]
        added = planning.plan(due, counts, standing=made.cells, rungs=made.rungs, solve=protect_and_audit)
        made.cells.update(added.values)
        made.rungs.update(added.rungs)
        made.after.append(dict(made.cells))
    return made
