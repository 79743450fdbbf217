"""One position, one platform: whether a case found its door at once, and how often the doors lie in two cities."""

from django.db.models import Count, Exists, F, OuterRef, Q

from huaihai.cases.models import Case, Forwarding
from huaihai.cases.models.case import CaseQuerySet
from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.months import Span

NEVER_FILED = ("draft", "abandoned")
CAME_BACK = Q(take_clock__ended_by__in=("send_back", "recall")) | Q(decide_clock__ended_by="send_back")


def ended_in(span: Span) -> CaseQuerySet:
    """The cases that ended in the month, whichever way."""
    start, end = span.bounds
    return (
        Case.objects.filter(ended_at__gte=start, ended_at__lt=end).exclude(stage__in=NEVER_FILED).order_by()
    )


def right_door_first(span: Span) -> Measured:
    """Of the cases that ended, those that went to no other place after they were first taken or forwarded.

    Moved have those that came back or were called back, were forwarded twice, or were referred to another authority
    by the body that had taken them.
    """
    of_case = Forwarding.objects.filter(case=OuterRef("pk"))
    rows = ended_in(span).annotate(ways=Count("forwardings"), came_back=Exists(of_case.filter(CAME_BACK)))
    moved = Q(came_back=True) | Q(ways__gt=1) | Q(stage="referred", lead__isnull=False)
    found = rows.aggregate(of=Count("pk"), moved=Count("pk", filter=moved))
    return Measured(found["of"] - found["moved"], found["of"])


def filed_away(span: Span) -> Measured:
    """Of the cases received whose leading city is known, those filed in another city than it."""
    start, end = span.bounds
    rows = Case.objects.filter(submitted_at__gte=start, submitted_at__lt=end, lead__isnull=False).order_by()
    found = rows.aggregate(of=Count("pk"), part=Count("pk", filter=~Q(lead=F("home"))))
    return Measured(found["part"], found["of"])
