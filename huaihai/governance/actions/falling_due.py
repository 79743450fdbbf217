"""What the passing of time does here: a written vote whose hour is over is counted. Idempotent."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from huaihai.desk.lives import DeskError
from huaihai.governance.actions import voting
from huaihai.governance.models import Motion
from huaihai.members.actors import Actor

Act = Callable[[], None]


def due_acts(at: datetime) -> Iterator[Act]:
    """Written votes that ended before `at`, as acts to be done one by one; each counts as of its own hour."""
    ended = Motion.objects.filter(stage="voting", voting_closes_at__lt=at).order_by("voting_closes_at")
    for pk in ended.values_list("pk", flat=True):
        yield partial(_close, pk, at)


def _close(pk: UUID, at: datetime) -> None:
    try:
        voting.close(Motion.objects.get(pk=pk), by=Actor.system("fall-due"), at=at)
    except DeskError:
        if Motion.objects.get(pk=pk).stage == "voting":
            raise  # a vote that cannot be counted must not be passed over in silence
