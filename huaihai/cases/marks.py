"""Which cases count for or against a business: what public numbers, its profile and later rooms build on."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from huaihai.cases.models import Case
from huaihai.cases.models.case import CaseQuerySet

COUNTS = Q(admitted_at__isnull=False) | Q(agreement__isnull=False)


def admitted_against(business_ids: Iterable[UUID]) -> CaseQuerySet:
    """The cases about these businesses that count: admitted to mediation by the body, or settled.

    A mere complaint does not count: one that the business denied or that was re-attributed to another one, that was
    withdrawn, joined to another file or referred before the body admitted it, and one that was not admitted.
    """
    return Case.objects.filter(COUNTS, business__in=list(business_ids)).exclude(stage="linked")


def denied() -> Q:
    """Cases whose business said that it is not the one meant, as long as nobody has found otherwise: they count for
    nothing in any list by business."""
    return Q(denied_at__isnull=False, admitted_at=None)
