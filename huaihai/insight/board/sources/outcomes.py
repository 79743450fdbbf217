"""One aim: what consumers confirmed, and how many of the year's targets that meets."""

from django.db.models import Count, Q, Sum

from huaihai.cases.models import Agreement, Case
from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.months import Span
from huaihai.insight.board.sources.routing import ended_in
from huaihai.insight.outcomes import OF_STAGE, Outcome
from huaihai.kit.clock import local_day
from huaihai.law.limits import MEDIATE

CONFIRMED = Q(stage="closed", result=Case.Result.FULFILLED)
NOT_SOLVED = tuple(stage for stage, outcome in OF_STAGE.items() if outcome == Outcome.NOT_SOLVED)


def confirmed(span: Span) -> Measured:
    """Of the cases that ended here, those of which the consumer said that it was done.

    Unknown ones stay in the whole; withdrawn ones and those that went elsewhere do not.
    """
    rows = ended_in(span).filter(Q(stage="closed") | Q(stage__in=NOT_SOLVED))
    found = rows.aggregate(of=Count("pk"), part=Count("pk", filter=CONFIRMED))
    return Measured(found["part"], found["of"])


def recovered(span: Span) -> Measured:
    """What consumers confirmed to have got back, in fen, and from how many cases."""
    rows = ended_in(span).filter(CONFIRMED, settled_fen__gt=0)
    found = rows.aggregate(of=Count("pk"), part=Sum("settled_fen"))
    return Measured(found["part"] or 0, found["of"])


def days_saved(span: Span) -> Measured:
    """For the agreements reached in the month: the days that mediation may take, less those from receipt to agreement.

    An agreement that took longer counts against the sum.
    """
    start, end = span.bounds
    rows = Agreement.objects.filter(
        reached_at__gte=start, reached_at__lt=end, case__submitted_at__isnull=False
    )
    taken = [
        (local_day(reached) - local_day(received)).days
        for received, reached in rows.order_by().values_list("case__submitted_at", "reached_at").iterator()
        if received is not None
    ]
    return Measured(sum(MEDIATE.number - days for days in taken), len(taken))
