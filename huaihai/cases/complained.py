"""Which businesses a body's complaints are most about (asked by the businesses room through `reactions`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from huaihai.cases import marks
from huaihai.cases.models import Case
from huaihai.members.models import Organisation


def most_complained(body: Organisation, *, since: datetime, but_not: Iterable[Any]) -> QuerySet[Case, Any]:
    """Rows of `standing` (a business's id, after mergers) and `complaints`, most first, to be sliced.

    Counts what was received since that moment and is led by the body or one below it, without the complaints in which
    the business says that another one is meant. `but_not` are ids, or a query for
    them. One query over the index case_lead_submitted.
    """
    led = Organisation.objects.within(body).values("pk")
    found = Case.objects.filter(lead__in=led, submitted_at__gte=since, business__isnull=False)
    found = found.exclude(marks.denied())
    named = found.order_by().annotate(standing=Coalesce("business__merged_into_id", F("business_id")))
    kept = named.filter(business__is_gone=False).exclude(standing__in=but_not)
    return kept.values("standing").annotate(complaints=Count("pk")).order_by("-complaints", "standing")
