"""Whose city acts, a finding's next stage, the clock that runs for it, and what time does by itself."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day, local_moment
from huaihai.law.limits import RECHECK
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.models import Organisation
from huaihai.record import clocks
from huaihai.record.models import Clock
from huaihai.supervision import powers
from huaihai.supervision.models import Finding, Project
from huaihai.supervision.moving import lock, moving
from huaihai.supervision.sweeping.life import FINDING, LIVING
from huaihai.supervision.sweeping.plan import LIMITS, Plan, parse

ENDED = frozenset(FINDING.stages) - LIVING


def own_city(by: Actor, project: Project) -> Organisation:
    """The city for which the actor works in this project. Raises NotAllowed."""
    part = powers.city_of(by, project)
    if part is None:
        raise NotAllowed(_("Only staff of a city that takes part can do that."))
    return part.body


def require_own(by: Actor, findings: Sequence[Finding]) -> Organisation:
    """The actor's city, where all these findings lie. Raises NotAllowed, Unfit."""
    if not findings:
        raise Unfit("findings", _("Please tick at least one finding."))
    city = own_city(by, findings[0].project)
    if any(finding.city_id != city.pk for finding in findings):
        raise NotAllowed(_("Only the city where it was found can do that."))
    return city


def plan_of(project: Project) -> Plan:
    """The registered plan. Raises NotPossible."""
    if project.registered is None:
        raise NotPossible(_("The plan is not registered yet."))
    return parse(project.registered.plan)


def fresh(findings: Iterable[Finding]) -> list[Finding]:
    """The rows as they are now; the caller holds the project's lock."""
    keys = [finding.pk for finding in findings]
    rows = Finding.objects.filter(pk__in=keys).select_related(
        "project__registered", "city", "clock", "business"
    )
    return list(rows.order_by("found_at", "item", "pk"))


def as_it_is(finding: Finding, seen: int | None) -> Finding:
    """One row as it is now. Raises Moved where the page showed an older one."""
    (row,) = fresh([finding])
    if seen is not None and row.version != seen:
        raise Moved(row)
    return row


def step(finding: Finding, verb: str, *, at: datetime) -> None:
    """Lead it on and store it; one that has ended has no clock. Raises NotPossible."""
    finding.stage = FINDING.after(verb, finding.stage)
    finding.version += 1
    if finding.stage in ENDED:
        stop(finding, verb, at=at)
        finding.ended_at = at
    finding.save()


def begin_cure(finding: Finding, *, at: datetime, until: date | None = None) -> None:
    """Its time to cure runs from now: as the plan says, or until the day that was promised."""
    project = finding.project
    source = f"{project.number} · {project.registered.plan_hash[:12] if project.registered else ''}"
    limit = plan_of(project).cure_limit(finding.severity, source=source, since=local_day(at))
    if limit is LIMITS[finding.severity]:
        limit = limit_for(finding.city, limit, local_day(at))
    _begin(finding, clocks.Start("cure", limit, until), at=at)


def begin_recheck(finding: Finding, *, at: datetime) -> None:
    """From now on somebody has to go again, within the city's own time."""
    limit = limit_for(finding.city, RECHECK, local_day(at))
    _begin(finding, clocks.Start("recheck", limit), at=at)


def stop(finding: Finding, verb: str, *, at: datetime) -> None:
    """End the clock that runs, if one does; the caller saves the row."""
    if finding.clock is not None and finding.clock.ended_at is None:
        clocks.end([finding.clock], at=at, by=verb)
    finding.clock = None


def end_of(clock: Clock) -> datetime:
    """The last moment of a clock's last day, from which the next one counts."""
    return local_moment(clock.due_on, time(23, 59))


def _begin(finding: Finding, asked: clocks.Start, *, at: datetime) -> None:
    stop(finding, asked.name, at=at)
    (finding.clock,) = clocks.start(
        subject=finding.record_key, owner=finding.city.record_key, at=at, starts=[asked]
    )
    finding.save(update_fields=["clock"])


Act = Callable[[], None]
PROGRAM = Actor.system("fall-due")
CURING = tuple(FINDING.verbs["fall due"])


def due_acts(at: datetime) -> Iterator[Act]:
    """For `huaihai record fall-due`: one act a city and sweep, however many findings fall due there on a day."""
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
