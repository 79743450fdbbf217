"""What the passing of time does to requests: one that nobody answered in its time lapses. Idempotent."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from huaihai.governance.actions.pools.moving import moving
from huaihai.governance.errors import GovernanceError
from huaihai.governance.models import PoolBooking, PoolRequest
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

Act = Callable[[], None]


def due_acts(at: datetime) -> Iterator[Act]:
    """Requests without an answer whose last suitable day is over by `at`, as acts to be done one by one."""
    for request in PoolRequest.objects.lapsing(local_day(at)).order_by("until_on", "pk"):
        yield partial(_lapse, request, at)


def _lapse(request: PoolRequest, at: datetime) -> None:
    try:
        with moving(request, "lapse", by=Actor.system("fall-due"), at=at) as move:
            PoolBooking.objects.filter(request=move.request).delete()
    except GovernanceError:  # somebody answered since the list was read
        return
