"""The public counts: complaints received, in progress and settled, straight from the files.

Totals over all members, so that nobody can be found in them. Each is read from an index, in five queries
however many cases there are.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.db.models import Min

from huaihai.cases.models import Agreement, Case
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

KEPT_FOR_SECONDS = 60


@dataclass(frozen=True)
class Counts:
    """`since` is the day of the first complaint (None before it), `until` the day of the count."""

    received: int  # complaints sent or written down; drafts are left out
    in_progress: int  # of these, the ones that are not final
    settled: int  # those in which consumer and business agreed: an offer accepted, or a mediation agreement
    cities: int  # members that take part
    since: date | None
    until: date


def public_counts(*, at: datetime) -> Counts:
    """The counts up to now, at most a minute old."""
    day = at.astimezone(ZONE).date()
    key = f"insight:counts:{day.isoformat()}"
    held = cache.get(key)
    if held is not None:
        return Counts(**held)
    counted = count(until=day)
    if counted.received:  # the first complaint of all is seen at once
        cache.set(key, asdict(counted), KEPT_FOR_SECONDS)
    return counted


def count(*, until: date) -> Counts:
    """The counts as they stand in the database."""
    cases = Case.objects.visible_to(Actor.system("counts")).order_by()
    received = cases.filter(submitted_at__isnull=False)
    first = received.aggregate(first=Min("submitted_at"))["first"]
    return Counts(
        received=received.count(),
        in_progress=cases.open().count(),
        settled=Agreement.objects.count(),
        cities=Organisation.objects.cities().count(),
        since=first.astimezone(ZONE).date() if first else None,
        until=until,
    )
