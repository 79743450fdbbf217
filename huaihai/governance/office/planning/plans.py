"""Plans: the list, one plan, and the sheet to print."""

from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.governance import standing
from huaihai.governance.actions import planning
from huaihai.governance.lives import DUTY
from huaihai.governance.models import Plan, PlanItem
from huaihai.governance.office.charter.forms import body_words
from huaihai.governance.office.planning.forms import job_words
from huaihai.governance.plan_lives import PLAN
from huaihai.kit import clock, local_words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

MENU_KEY = "plans"
LINES = 50  # on a page
FILTERS: dict[str, Promise | str] = {
    "": pgettext_lazy("plan lines", "All"),
    "open": pgettext_lazy("plan lines", "Open"),
    "late": pgettext_lazy("plan lines", "Late"),
    "done": pgettext_lazy("plan lines", "Done"),
    "unclear": pgettext_lazy("plan lines", "Without body or day"),
}
TONES = {"draft": "calm", "proposed": "warn", "adopted": "ok", "superseded": "calm"}


@require_safe
@readers
def plans(request: HttpRequest) -> HttpResponse:
    """All plans, the newest year first."""
    rows = (
        Plan.objects.visible_to(actor_of(request))
        .select_related("resolution")
        .annotate(lines=Count("items"), done=Count("items", filter=Q(items__done_on__isnull=False)))
    )
    page = page_of(rows, request.GET.get("page"))
    context = {
        **frame(request, MENU_KEY),
        "page": page,
        "rows": [(row, TONES[row.stage]) for row in page.rows],
    }
    return render(request, "governance/office/planning/plans.html", context)


@require_safe
@readers
def plan(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """One plan: its lines, and what can be done now."""
    actor, today = actor_of(request), clock.today()
    found = plan_or_404(request, plan_id)
    asked = request.GET.get("only", "")
    only = asked if asked in FILTERS else ""
    page = page_of(_only(found, only), request.GET.get("page"), per_page=LINES)
    is_office = standing.is_office(actor, on=today)
    context = {
        **frame(request, MENU_KEY),
        "plan": found,
        "tone": TONES[found.stage],
        "page": page,
        "rows": [row_of(item, found, actor, is_office=is_office) for item in page.rows],
        "only": only,
        "filters": FILTERS.items(),
        "verbs": {verb.replace(" ", "_"): is_office and PLAN.can(verb, found.stage) for verb in PLAN.verbs},
        "motion": planning.motion_about(found) if found.stage == "proposed" else None,
    }
    return render(request, "governance/office/planning/plan.html", context)


@require_safe
@readers
def plan_print(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """All lines on one sheet."""
    found = plan_or_404(request, plan_id)
    items = found.items.select_related("owner", "duty")
    context = {"plan": found, "rows": [row_of(item, found, None) for item in items]}
    return render(request, "governance/office/planning/plan_print.html", context)


def plan_or_404(request: HttpRequest, plan_id: UUID) -> Plan:
    """The plan, if this reader may see it."""
    rows = Plan.objects.visible_to(actor_of(request)).select_related("resolution")
    return get_object_or_404(rows, pk=plan_id)


def item_or_404(request: HttpRequest, item_id: UUID) -> PlanItem:
    """The line, if this reader may see it."""
    rows = PlanItem.objects.visible_to(actor_of(request)).select_related("plan", "owner")
    return get_object_or_404(rows, pk=item_id)


def _only(found: Plan, only: str) -> Any:
    rows = found.items.select_related("owner", "duty").order_by("position", "pk")
    today = clock.today()
    late = Q(due_on__lt=today, done_on=None) | Q(done_on__gt=F("due_on"))
    wanted = {
        "open": Q(done_on=None),
        "done": Q(done_on__isnull=False),
        "late": late,
        "unclear": Q(owner=None) | Q(due_on=None),
    }
    return rows.filter(wanted[only]) if only else rows


def row_of(item: PlanItem, found: Plan, actor: Actor | None, *, is_office: bool = False) -> dict[str, Any]:
    """A line as it is shown; without an actor nothing can be done with it."""
    speaks = actor is not None and item.owner is not None and standing.speaks_for(actor, item.owner)
    state, tone = _state(item, found)
    return {
        "item": item,
        "text": local_words.in_script(item.text),
        "job": job_words().get(item.job, item.job),
        "owner": body_words(item.owner) if item.owner else "",
        "state": state,
        "tone": tone,
        "may_note": found.stage == "adopted" and (is_office or speaks),
        "duty": str(DUTY.stages[item.duty.stage]) if item.duty and actor else "",
        "origin": item.get_origin_display() if found.stage == "draft" else "",
    }


def _state(item: PlanItem, found: Plan) -> tuple[str, str]:
    """In words, and the tone of its tag; a draft has no late lines."""
    is_late = found.stage == "adopted" and item.is_late(clock.today())
    if item.done_on is not None:
        words = pgettext("plan line", "done late") if is_late else pgettext("plan line", "done")
        return words, "ok"
    return (pgettext("plan line", "late"), "late") if is_late else (pgettext("plan line", "open"), "calm")
