"""The public counts: complaints received, in progress and settled, as the files say.

Totals over all members, so that nobody can be found in them. What stood in the files before yesterday is counted by
night (`keep`), what came in since each time: five queries, and no more work than two days make.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, QuerySet

from huaihai.cases.models import Agreement, Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.insight.models import Tally
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.computed import cache
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
    day = local_day(at)
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
    received, settled = _received(cases), Agreement.objects.order_by()
    held = Tally.objects.first()
    if held is not None:
        received, settled = received.filter(submitted_at__gte=held.before), _since(held.before)
    told = received.aggregate(first=Min("submitted_at"), n=Count("pk"))
    first = (held.first_at if held else None) or told["first"]
    return Counts(
        received=told["n"] + (held.received if held else 0),
        in_progress=cases.open().count(),
        settled=settled.count() + (held.settled if held else 0),
        cities=Organisation.objects.cities().count(),
        since=local_day(first) if first else None,
        until=until,
    )


def keep(*, at: datetime) -> None:
    """Count what stood in the files before yesterday: whatever is still being written lies after it."""
    before = local_moment(local_day(at) - timedelta(days=1))
    received = _received(Case.objects.visible_to(Actor.system("counts")).order_by())
    told = received.filter(submitted_at__lt=before).aggregate(first=Min("submitted_at"), n=Count("pk"))
    counted = {
        "before": before,
        "first_at": told["first"],
        "received": told["n"],
        "settled": Agreement.objects.filter(reached_at__lt=before).count(),
    }
    Tally.objects.update_or_create(pk=1, defaults=counted)


def _received(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.filter(submitted_at__isnull=False)


def _since(moment: datetime) -> "QuerySet[Agreement, Agreement]":
    """Agreements since then; with their kinds, for which there is an index with the moment."""
    return Agreement.objects.filter(kind__in=Agreement.Kind.values, reached_at__gte=moment).order_by()
