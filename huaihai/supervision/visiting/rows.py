"""Questions to what is stored: the plan that counts, the sample, the visits that count, who codes."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huaihai.supervision.models import (
    Project,
    ProjectRole,
    SampledPlace,
    Visit,
    VisitAssignment,
    VisitCode,
    VisitRuling,
)
from huaihai.supervision.visiting.plan import NoPlan, Plan, parse

VISITOR, CODER = "visitor", "coder"


def plan_of(project: Project) -> Plan:
    """The registered plan; before registration the one in work, or an empty one where that cannot be read."""
    if project.registered:
        return parse(project.registered.plan)
    return draft_of(project)


def draft_of(project: Project) -> Plan:
    """The plan in work, or an empty one where it cannot be read."""
    try:
        return parse(project.plan)
    except NoPlan:
        return parse({})


def sample(project: Project) -> QuerySet[SampledPlace]:
    """The places that are in the sample now, with their city and name."""
    rows = SampledPlace.objects.filter(draw__project=project, drop=None)
    return rows.select_related("draw__city", "place__business").order_by("draw__city__position", "rank")


def counted(project: Project) -> list[Visit]:
    """The visits that count: in places of the sample, first of their assignment unless a ruling says otherwise."""
    rows = Visit.objects.filter(assignment__sampled__draw__project=project, assignment__sampled__drop=None)
    held = list(rows.select_related("assignment__sampled__draw__city").order_by("at", "pk"))
    ruled = rulings(visit.pk for visit in held)
    return [visit for visit in held if ruled.get(visit.pk, counts_by_itself(visit))]


def rulings(visits: Iterable[UUID]) -> dict[UUID, bool]:
    """The newest ruling of each visit that has one."""
    rows = VisitRuling.objects.filter(visit__in=list(visits)).order_by("at", "pk")
    return dict(rows.values_list("visit_id", "counts"))


def short_places(project: Project, plan: Plan) -> int:
    """How many places of the sample have fewer visits than planned."""
    visited = Count(
        "assignments__visits",
        filter=Q(assignments__visits__twin_of=None, assignments__ended_at=None),
        distinct=True,
    )
    return sample(project).annotate(visited=visited).filter(visited__lt=plan.visits_per_place).count()


def assignments(project: Project) -> QuerySet[VisitAssignment]:
    """All that stand in this project."""
    return VisitAssignment.objects.standing().filter(sampled__draw__project=project)


def coders(project: Project) -> QuerySet[ProjectRole]:
    """Who codes."""
    return ProjectRole.objects.filter(project=project, role=CODER, until=None)


def visitors(project: Project) -> QuerySet[ProjectRole]:
    """Who may be sent to places."""
    rows = ProjectRole.objects.filter(project=project, role=VISITOR, until=None)
    return rows.select_related("account", "body").order_by("body__position", "pk")


def codes(project: Project) -> dict[tuple[UUID, str], dict[UUID, str]]:
    """What was coded, corrections in place: (visit, item) → coder → code."""
    found: dict[tuple[UUID, str], dict[UUID, str]] = {}
    rows = VisitCode.objects.filter(
        visit__assignment__sampled__draw__project=project, replaced_by=None
    ).values_list("visit_id", "item", "coder_id", "code")
    for visit, item, coder, code in rows:
        found.setdefault((visit, item), {})[coder] = code
    return found


def counts_by_itself(visit: Visit) -> bool:
    """Whether it counts as long as nobody rules on it: the first of an assignment that was not taken back."""
    return visit.twin_of_id is None and visit.assignment.ended_at is None
