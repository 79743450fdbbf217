"""One voice: how long one text takes to reach the readers of every city, and what was asked to be corrected."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Min

from huaihai.businesses.models import Correction
from huaihai.education.models import Delivery, Edition, Interest
from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.months import Span

SECONDS = 60


def minutes_first_to_last(span: Span) -> Measured:
    """Texts that went out in the month to readers of two cities or more, and the minutes from first to last, added.

    The cities' pages show a text in the same moment; what takes time is the message to those who asked for one city's
    news. Of each city its first reader counts; digests, which wait for their hour, do not.
    """
    start, end = span.bounds
    rows = (
        Delivery.objects.filter(
            edition__in=Edition.objects.filter(stage="out", out_at__gte=start, out_at__lt=end).order_by(),
            state=Delivery.State.SENT,
            notice=Delivery.Notice.OUT,
            in_digest=False,
            subscription__interests__what=Interest.CITY,
        )
        .order_by()
        .values_list("edition", "subscription__interests__value")
        .annotate(first=Min("ended_at"))
    )
    told: dict[object, list[datetime]] = defaultdict(list)
    for edition, _city, first in rows:
        told[edition].append(first)
    spans = [max(firsts) - min(firsts) for firsts in told.values() if len(firsts) > 1]
    return Measured(sum(int(one.total_seconds()) // SECONDS for one in spans), len(spans))


def corrections(span: Span) -> Measured:
    """Requests to correct a published fact, asked in the month."""
    start, end = span.bounds
    asked = Correction.objects.filter(asked_at__gte=start, asked_at__lt=end).count()
    return Measured(asked, asked)
