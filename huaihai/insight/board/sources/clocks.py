"""One step for all: whether the bodies took their steps within their time."""

from django.db.models import Count, F, Q

from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.months import Span
from huaihai.record.models import Clock

# The clocks that bodies answer for. Those of consumers and businesses are not theirs; time to settle is to be used.
OURS = ("forward", "take", "decide", "serve", "mediate", "check_back", "remedy")
NOT_A_STEP = ("withdraw", "recall")  # the consumer ended it, or the home body took it back
ON_TIME = Q(due_at=None, ended_at__date__lte=F("due_on")) | Q(due_at__isnull=False, ended_at__lte=F("due_at"))
LATE = Q(due_at=None, ended_at__date__gt=F("due_on")) | Q(due_at__isnull=False, ended_at__gt=F("due_at"))


def steps_on_time(span: Span) -> Measured:
    """Steps that became clear in the month: taken in time, or their last day went by without them.

    So each is counted in one month only, and a step that nobody ever takes is not forgotten. Paused clocks wait.
    """
    start, end = span.bounds
    clocks = Clock.objects.filter(subject__startswith="case:", name__in=OURS).exclude(ended_by__in=NOT_A_STEP)
    taken = Q(ended_at__gte=start, ended_at__lt=end) & ON_TIME
    missed = Q(due_on__gte=span.month, due_on__lte=span.over_until) & (
        Q(ended_at=None, paused_on=None) | LATE
    )
    found = clocks.filter(taken | missed).aggregate(
        part=Count("pk", filter=taken), missed=Count("pk", filter=missed)
    )
    return Measured(found["part"], found["part"] + found["missed"])
