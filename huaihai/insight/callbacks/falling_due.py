"""What time does: the draw of the quarter that has become complete, and the end of rounds (`huaihai fall-due`)."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import partial

from django.db.models import Exists, OuterRef, Q

from huaihai.insight.callbacks import framing
from huaihai.insight.callbacks.actions import closing, drawing
from huaihai.insight.callbacks.quarters import latest_complete
from huaihai.insight.models import Call, CallRound
from huaihai.kit.clock import ZONE, local_day

Act = Callable[[], object]


def due_acts(at: datetime) -> Iterator[Act]:
    """Only the last complete quarter is drawn: nobody is called about what is a year ago."""
    today = local_day(at)
    quarter = latest_complete(today)
    if not CallRound.objects.filter(quarter=str(quarter)).exists() and framing.is_any(quarter):
        yield partial(drawing.draw, quarter, at=at)
    # what was written down today can still be taken back
    is_open = Call.objects.filter(
        Q(state=Call.State.OPEN) | Q(last_tried_at__gte=datetime.combine(today, time.min, ZONE)),
        round=OuterRef("pk"),
    )
    over = CallRound.objects.filter(Q(due_on__lt=today) | ~Exists(is_open), closed_at=None)
    for held in over.order_by("quarter"):
        yield partial(closing.close, held, at=at)
