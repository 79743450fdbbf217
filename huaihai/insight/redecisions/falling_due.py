"""What time does: a round ends on its last day, or once nobody owes a sheet (`huaihai fall-due`)."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db.models import Exists, OuterRef, Q

from huaihai.insight.models import RedecisionRound, RedecisionSeat
from huaihai.insight.redecisions.actions import closing
from huaihai.kit.clock import local_day

Act = Callable[[], object]


def due_acts(at: datetime) -> Iterator[Act]:
    """The draw is the secretariat's; only the end comes by itself."""
    owing = RedecisionSeat.objects.filter(file__round=OuterRef("pk"), state=RedecisionSeat.State.OPEN)
    over = RedecisionRound.objects.filter(Q(due_on__lt=local_day(at)) | ~Exists(owing), closed_at=None)
    for held in over.order_by("year"):
        yield partial(closing.close, held, at=at)
