"""What time does by itself: when the time to cure is over, somebody has to go again. Of a sweep that was dropped no
clock runs on."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision.actions.moving import lock, moving
from huaihai.supervision.models import Finding
from huaihai.supervision.sweeping.actions.tracking import begin_recheck, end_of, fresh, step, stop
from huaihai.supervision.sweeping.lives import FINDING

Act = Callable[[], None]
PROGRAM = Actor.system("fall-due")
CURING = tuple(FINDING.verbs["fall due"])


def due_acts(at: datetime) -> Iterator[Act]:
    """For `huaihai fall-due`: one act a city and sweep, however many findings fall due there on a day."""
    for project, city in _over(at).order_by("project", "city").values_list("project", "city").distinct():
        yield partial(_fall_due, project, city, at)
    for project in _dropped().order_by("project").values_list("project", flat=True).distinct():
        yield partial(_let_rest, project, at)


def _over(at: datetime) -> QuerySet[Finding]:
    """Findings whose time to cure is over."""
    rows = Finding.objects.filter(stage__in=CURING, clock__name="cure", clock__due_on__lt=local_day(at))
    return rows.exclude(project__stage="dropped")


def _dropped() -> QuerySet[Finding]:
    """Findings of sweeps that were dropped whose clock still runs."""
    return Finding.objects.filter(project__stage="dropped", clock__isnull=False)


def _let_rest(project: UUID, at: datetime) -> None:
    with transaction.atomic():
        lock(project)
        for row in fresh(_dropped().filter(project=project)):
            stop(row, "drop", at=at)
            row.save(update_fields=["clock"])


def _fall_due(project: UUID, city: UUID, at: datetime) -> None:
    with transaction.atomic():
        held = lock(project)
        rows = fresh(_over(at).filter(project=project, city=city))
        if not rows:
            return  # somebody was quicker
        with moving(held, "follow up", noted="recheck due", by=PROGRAM, at=at) as move:
            for row in rows:
                assert row.clock is not None  # noqa: S101 # asked for by its day
                over = end_of(row.clock)
                step(row, "fall due", at=at)
                begin_recheck(row, at=over)
            move.facts |= {"city": rows[0].city.key, "findings": [str(row.pk) for row in rows]}
