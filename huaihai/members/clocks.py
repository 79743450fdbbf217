"""Which time limit an organisation works under on a day, and how a decision sets one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.kit.clock import local_day
from huaihai.kit.versions import by_version
from huaihai.law.limits import BY_NAME, Limit, Unit
from huaihai.law.sureness import Sureness
from huaihai.members.actors import Actor
from huaihai.members.errors import NotFit
from huaihai.members.models import AdoptedClock, Organisation
from huaihai.record import events


def limit_for(organisation: Organisation, limit: Limit, on: date) -> Limit:
    """The limit that this organisation goes by on this day.

    Its own adopted value, else that of the nearest body above, else `limit` itself. What the law fixes
    (`adopted_by_body` is False) no body can change.
    """
    return limits_for(organisation, [limit], on)[0]


def limits_for(organisation: Organisation, limits: Sequence[Limit], on: date) -> list[Limit]:
    """The limits that this organisation goes by on this day, in the order asked for."""
    rows = adopted_by_path()
    nearest = {  # the longest path comes last, with its newest value
        row.limit: row
        for path in reversed(organisation.paths_above_and_own())
        for row in rows.get(path, ())
        if row.has_begun(on)
    }
    return [
        _adopted(limit, nearest[limit.name]) if limit.adopted_by_body and limit.name in nearest else limit
        for limit in limits
    ]


@by_version
def adopted_by_path() -> dict[str, list[AdoptedClock]]:
    """Every value that was ever adopted, by the path of its body, the oldest first."""
    found = defaultdict(list)
    for row in AdoptedClock.objects.select_related("organisation").order_by("in_force_from"):
        found[row.organisation.path].append(row)
    return dict(found)


def is_adoptable(name: str) -> bool:
    """Whether a body may set its own value for the limit of this name."""
    return name in BY_NAME and BY_NAME[name].adopted_by_body


def _adopted(limit: Limit, row: AdoptedClock) -> Limit:
    return limit.as_adopted(
        row.number, row.unit, source=row.source, since=row.in_force_from, sureness=row.mark
    )


MOST = 999  # of whichever unit; more is a slip of the hand


def adopt(
    *,
    organisation: Organisation,
    limit: str,
    number: int,
    unit: Unit,
    in_force_from: date,
    source: str,
    mark: Sureness,
    decided_by: str,
    by: Actor,
    at: datetime,
) -> AdoptedClock:
    """From this day on the organisation, and each below it without a value of its own, goes by this limit.

    `decided_by` is the record's key of the decision, such as "resolution:2026-1"; whether that decision was
    rightly taken is asked by whoever calls (`governance`). Raises NotFit, as `check` does.
    """
    if not decided_by or not source.strip():
        raise ValueError("an adopted clock names the decision that set it, and its source")
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        check(
            organisation=organisation,
            limit=limit,
            number=number,
            unit=unit,
            in_force_from=in_force_from,
            on=local_day(at),
        )
        adopted = AdoptedClock.objects.create(
            organisation=organisation,
            limit=limit,
            number=number,
            unit=unit,
            in_force_from=in_force_from,
            source=source,
            mark=mark,
            decided_by=decided_by,
        )
        events.write(
            subject=organisation.record_key,
            verb="clock adopted",
            by=by.key,
            at=at,
            facts={
                "limit": limit,
                "number": number,
                "unit": str(unit),
                "from": in_force_from.isoformat(),
                "source": source,
                "mark": str(mark),
                "decided_by": decided_by,
            },
        )
    return adopted


def check(
    *, organisation: Organisation, limit: str, number: int, unit: Unit, in_force_from: date, on: date
) -> None:
    """Whether this limit could be adopted on the day `on`. Raises NotFit, which names the argument that is wrong."""
    if not is_adoptable(limit):
        raise NotFit("limit", _("The law fixes this time limit, or there is none of this name."))
    if not 1 <= number <= MOST:
        raise NotFit("number", _("Give a whole number from 1 to %(most)s.") % {"most": MOST})
    if unit != BY_NAME[limit].unit:
        # Working days, days and hours are counted by different rules; the law's own way of counting stays.
        raise NotFit("unit", _("This time limit is counted in another unit."))
    if in_force_from < on:
        raise NotFit("in_force_from", _("A time limit cannot begin on a day that has passed."))
    rows = AdoptedClock.objects.filter(organisation=organisation, limit=limit, in_force_from=in_force_from)
    if rows.exists():
        raise NotFit("in_force_from", _("From this day on another value was already decided."))
