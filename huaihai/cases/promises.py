"""Reading promises: what a business has still to do, what is overdue, what waits for the consumer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from huaihai.cases import lifecycle
from huaihai.cases.models import Promise
from huaihai.cases.models.promise import PromiseQuerySet

SOON = timedelta(days=7)
NOBODY = Q(claimed_at=None, breached_at=None)


@dataclass(frozen=True)
class Standing:
    """How many promises of open cases stand how on a day."""

    soon: int
    overdue: int
    claimed: int
    broken: int


def of_business(business_ids: Iterable[UUID]) -> PromiseQuerySet:
    """The promises of these businesses in cases that are watched still and that they may see."""
    watched = tuple(lifecycle.VERBS["claim_part"].moves)
    rows = Promise.objects.watched().filter(case__business__in=list(business_ids), case__stage__in=watched)
    return rows.exclude(case__invited_at=None)


def to_do(business_ids: Iterable[UUID], *, today: date) -> PromiseQuerySet:
    """Those that are overdue or near, and of which nobody has said anything, the earliest first, with their cases."""
    rows = of_business(business_ids).filter(NOBODY, due_on__lte=today + SOON)
    return rows.select_related("case").defer("proof").order_by("due_on", "case__number", "number")


def standing_of(business_ids: Iterable[UUID], *, today: date) -> Standing:
    """The counts, in one query."""
    near = NOBODY & Q(due_on__lte=today + SOON)
    told = of_business(business_ids).aggregate(
        soon=Count("pk", filter=near & Q(due_on__gte=today)),
        overdue=Count("pk", filter=NOBODY & Q(due_on__lt=today)),
        claimed=Count("pk", filter=Q(claimed_at__isnull=False, breached_at=None)),
        broken=Count("pk", filter=Q(breached_at__isnull=False)),
    )
    return Standing(**told)
