"""The project's page for staff, and writing its plan: the whole, its items one by one."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, change_plan, may_write, press_plan, shell
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Draw, Project, SampledPlace, Visit, VisitAssignment, VisitCode
from huaihai.supervision.visiting import facts, sampling
from huaihai.supervision.visiting.field import visits_or_404
from huaihai.supervision.visiting.plan import MOST_ITEMS, Plan, problems
from huaihai.supervision.visiting.plan_forms import ItemForm, PlanForm, item_initial, plan_initial


@asking
@readers
def plan(request: HttpRequest, project: UUID) -> HttpResponse:
    """The plan without its items."""
    found = visits_or_404(request, project)
    return change_plan(
        request,
        found,
        partial(PlanForm, initial=plan_initial(found.plan)),
        lambda form: form.plan(found.plan),
        title=_("Plan of the visits"),
        button=_("Save"),
        done=_("The plan is saved."),
        to=reverse("visit-items", args=[found.pk]),
    )


@require_safe
@readers
def items(request: HttpRequest, project: UUID) -> HttpResponse:
    """The items in their order, and what the plan still lacks."""
    found = visits_or_404(request, project)
    context = {
        "project": found,
        "items": facts.draft_of(found).items,
        "lacks": problems(found.plan),
        "may_write": may_write(request, found),
    }
    return render(request, "supervision/visiting/items.html", frame(request, MENU_KEY) | context)


@asking
@readers
def item(request: HttpRequest, project: UUID, key: str = "") -> HttpResponse:
    """A new item, or one that is there."""
    found = visits_or_404(request, project)
    held = list(found.plan.get("items", []))
    before = next((row for row in held if row["key"] == key), None)
    if key and before is None:
        raise Http404
    initial = item_initial(before) if before else {"type": "yes_no", "level": "nominal"}

    def plan(form: Any) -> dict[str, Any]:
        made = form.item(key or _free_key(held))
        rows = [made if row["key"] == key else row for row in held] if key else [*held, made]
        return {**found.plan, "items": rows[:MOST_ITEMS]}

    return change_plan(
        request,
        found,
        partial(ItemForm, initial=initial),
        plan,
        title=_("Item") if key else _("Add an item"),
        button=_("Save"),
        done=_("The item is saved."),
        to=reverse("visit-items", args=[found.pk]),
        **_at_items(found),
    )


@asking
@readers
def item_away(request: HttpRequest, project: UUID, key: str) -> HttpResponse:
    """Take an item out of the plan in work."""
    found = visits_or_404(request, project)
    rows = [row for row in found.plan.get("items", []) if row["key"] != key]
    return press_plan(
        request,
        found,
        {**found.plan, "items": rows},
        title=_("Take the item out"),
        done=_("The item is out of the plan."),
        **_at_items(found),
    )


@asking
@readers
def item_up(request: HttpRequest, project: UUID, key: str) -> HttpResponse:
    """Move an item one place up."""
    found = visits_or_404(request, project)
    rows = list(found.plan.get("items", []))
    at = next((place for place, row in enumerate(rows) if row["key"] == key), 0)
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return press_plan(
        request, found, {**found.plan, "items": rows}, title=_("Move up"), done="", **_at_items(found)
    )


def _at_items(project: Project) -> dict[str, Any]:
    return {"back": reverse("visit-items", args=[project.pk]), "back_label": _("Items of the visit")}


def _free_key(rows: list[dict[str, Any]]) -> str:
    taken = {row["key"] for row in rows}
    return next(key for number in range(1, len(rows) + 2) if (key := f"i{number:02d}") not in taken)


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
    plan, actor = facts.plan_of(project), actor_of(request)
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
        "is_coder": powers.holds(actor, project, facts.CODER),
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
    return {"codes": codes.count(), "coders": facts.coders(project).count()}
