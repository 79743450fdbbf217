"""What time does: a text that nobody finished is erased (named in `reactions.DUE`)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from huaihai.desk.lives import Moved, NotPossible
from huaihai.insight.models import Narrative
from huaihai.insight.narratives.actions.moving import moving
from huaihai.insight.narratives.lives import WRITTEN
from huaihai.members.actors import Actor

UNTOUCHED = timedelta(days=60)
PROGRAM = Actor.system("narratives")


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """One act for each text that its consumer has not touched for 60 days."""
    rows = Narrative.objects.filter(stage__in=WRITTEN, touched_at__lte=at - UNTOUCHED)
    for row in rows.order_by("touched_at", "pk"):
        yield partial(forget, row, at=at)


def forget(narrative: Narrative, *, at: datetime) -> None:
    """Erase it, unless somebody was quicker."""
    try:
        with moving(narrative, "forget", by=PROGRAM, at=at, seen=narrative.version):
            pass
    except (Moved, NotPossible):
        return
