"""Which time limit an organisation works under on a day."""

from collections.abc import Sequence
from datetime import date

from huaihai.law.limits import BY_NAME, Limit
from huaihai.members.models import AdoptedClock, Organisation


def limit_for(organisation: Organisation, limit: Limit, on: date) -> Limit:
    """The limit that this organisation goes by on this day.

    Its own adopted value, else that of the nearest body above, else `limit` itself. What the law fixes
    (`adopted_by_body` is False) no body can change.
    """
    return limits_for(organisation, [limit], on)[0]


def limits_for(organisation: Organisation, limits: Sequence[Limit], on: date) -> list[Limit]:
    """The limits that this organisation goes by on this day, in the order asked for, in one query."""
    rows = AdoptedClock.objects.filter(
        organisation__path__in=organisation.paths_above_and_own(),
        limit__in=[limit.name for limit in limits if limit.adopted_by_body],
        in_force_from__lte=on,
    ).order_by("organisation__path", "in_force_from")
    nearest = {row.limit: row for row in rows}  # the longest path comes last, with its newest value
    return [_adopted(limit, nearest[limit.name]) if limit.name in nearest else limit for limit in limits]


def is_adoptable(name: str) -> bool:
    """Whether a body may set its own value for the limit of this name."""
    return name in BY_NAME and BY_NAME[name].adopted_by_body


def _adopted(limit: Limit, row: AdoptedClock) -> Limit:
    return limit.as_adopted(
        row.number, row.unit, source=row.source, since=row.in_force_from, sureness=row.mark
    )
