"""What time does by itself: when the time to cure is over, somebody has to go again."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db import transaction

from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision.actions.moving import lock, moving
from huaihai.supervision.models import Finding
from huaihai.supervision.sweeping.actions.tracking import begin_recheck, end_of, held, step
from huaihai.supervision.sweeping.lives import FINDING

Act = Callable[[], None]
PROGRAM = Actor.system("fall-due")
CURING = tuple(FINDING.verbs["fall due"])


def due_acts(at: datetime) -> Iterator[Act]:
    """For `huaihai fall-due`: findings whose time to cure is over."""
    for finding in _over(at):
        yield partial(_fall_due, finding, at)


def _over(at: datetime) -> Iterator[Finding]:
    rows = Finding.objects.filter(stage__in=CURING, clock__name="cure", clock__due_on__lt=local_day(at))
    return rows.select_related("project").order_by("found_at", "pk").iterator()


def _fall_due(finding: Finding, at: datetime) -> None:
    with transaction.atomic():
        lock(finding.project_id)
        row = held(finding, None)
        if row.stage not in CURING or row.clock is None or row.clock.due_on >= local_day(at):
            return  # somebody was quicker
        over = end_of(row.clock)
        with moving(row.project, "follow up", noted="recheck due", by=PROGRAM, at=at) as move:
            step(row, "fall due", at=at)
            begin_recheck(row, at=over)
            move.facts |= {"finding": str(row.pk), "item": row.item}
