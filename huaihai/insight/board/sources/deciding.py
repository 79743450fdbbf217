"""One mechanism: votes that had their quorum, and hand-overs that both sides signed."""

from django.db.models import Count as CountOf
from django.db.models import Q

from huaihai.governance.models import Count, HandOver
from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.months import Span


def with_quorum(span: Span) -> Measured:
    """Rounds of votes counted in the month, and how many had their quorum."""
    start, end = span.bounds
    rows = Count.objects.filter(counted_at__gte=start, counted_at__lt=end)
    return _measured(rows.aggregate(of=CountOf("pk"), part=CountOf("pk", filter=Q(has_quorum=True))))


def complete_hand_overs(span: Span) -> Measured:
    """Hand-overs whose agreed day came in the month, and how many lists both sides have signed by now."""
    rows = (
        HandOver.objects.filter(on__gte=span.month, on__lte=span.over_until)
        .exclude(stage="called_off")
        .order_by()
    )
    signed = Q(stage="signed")
    return _measured(rows.aggregate(of=CountOf("pk"), part=CountOf("pk", filter=signed)))


def _measured(row: dict[str, int]) -> Measured:
    return Measured(row["part"], row["of"])
