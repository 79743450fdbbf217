"""The project's page for staff: its plan, how far each city is, what can be done next."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.desk.frame import actor_of
from huaihai.kit import clock
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.lives import PROJECT
from huaihai.supervision.models import Draw, Project, SampledPlace, Visit, VisitAssignment, VisitCode
from huaihai.supervision.office.shell import shell
from huaihai.supervision.visiting import rows, sampling
from huaihai.supervision.visiting.plan import Plan
from huaihai.supervision.visiting.planning.pages import may_write


@dataclass(frozen=True)
class CityStanding:
    """How far one city is. `may_see_to` whether the reader may give its visits out."""

    body: Organisation
    frame: int | None
    places: int
    given: int
    made: int
    wanted: int
    may_see_to: bool


def page(request: HttpRequest, project: Project) -> HttpResponse:
    """The page."""
    plan, actor = rows.plan_of(project), actor_of(request)
    writes = may_write(request, project)
    standings = cities(request, project, plan)
    context: dict[str, Any] = shell(request, project) | {
        "plan": plan,
        "may_write": writes,
        "fitting": fitting(project, plan) if writes else [],
        "is_collecting": PROJECT.can("observe", project.stage),
        "standings": standings,
        "undrawn": any(one.frame is None for one in standings),
        "mine": VisitAssignment.objects.visible_to(actor)
        .open()
        .filter(sampled__draw__project=project)
        .count(),
        "is_coder": powers.holds(actor, project, rows.CODER),
        "has_visits": Visit.objects.filter(assignment__sampled__draw__project=project).exists(),
        "coding": _coding(project, plan),
    }
    return render(request, "supervision/visiting/project.html", context)


def fitting(project: Project, plan: Plan) -> list[tuple[Organisation, int]]:
    """How many places of the register the plan means in each city as it is written now. One query a city."""
    parts = project.cities.select_related("body")
    return [(part.body, sampling.frame_of(plan, part.body).count()) for part in parts]


def cities(request: HttpRequest, project: Project, plan: Plan) -> list[CityStanding]:
    """Each city's draw, places, visits given out and made; three queries however many."""
    actor = actor_of(request)
    leads, own = powers.leads(actor, project, on=clock.today()), powers.city_of(actor, project)
    drawn = dict(Draw.objects.filter(project=project).values_list("city_id", "frame_size"))
    counts: dict[UUID, dict[str, Any]] = {
        row["draw__city"]: dict(row)
        for row in SampledPlace.objects.filter(draw__project=project, drop=None)
        .values("draw__city")
        .annotate(
            places=Count("pk", distinct=True),
            given=Count("assignments", filter=Q(assignments__ended_at=None), distinct=True),
            made=Count(
                "assignments",
                filter=Q(assignments__ended_at=None, assignments__visits__isnull=False),
                distinct=True,
            ),
        )
        .order_by()
    }
    return [
        _standing(part.body, drawn, counts, plan, leads or (own is not None and own.body_id == part.body_id))
        for part in project.cities.select_related("body")
    ]


def _standing(
    body: Organisation,
    drawn: dict[UUID, int],
    counts: dict[UUID, dict[str, Any]],
    plan: Plan,
    may_see_to: bool,
) -> CityStanding:
    held = counts.get(body.pk, {"places": 0, "given": 0, "made": 0})
    return CityStanding(
        body,
        drawn.get(body.pk),
        held["places"],
        held["given"],
        held["made"],
        held["places"] * plan.visits_per_place,
        may_see_to,
    )


def _coding(project: Project, plan: Plan) -> dict[str, int] | None:
    """How many codes there are, and who codes; None where nothing is coded."""
    if not plan.coded or not PROJECT.can("observe", project.stage):
        return None
    codes = VisitCode.objects.filter(visit__assignment__sampled__draw__project=project, replaced_by=None)
    return {"codes": codes.count(), "coders": rows.coders(project).count()}
