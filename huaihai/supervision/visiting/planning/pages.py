"""Writing the plan: the whole, its items one by one."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.actions import planning
from huaihai.supervision.lives import PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.visiting import rows
from huaihai.supervision.visiting.field.views import project_or_404
from huaihai.supervision.visiting.lacks import MOST_ITEMS, problems
from huaihai.supervision.visiting.planning.item_form import ItemForm, item_initial
from huaihai.supervision.visiting.planning.plan_form import PlanForm, plan_initial


@asking
@readers
def plan(request: HttpRequest, project: UUID) -> HttpResponse:
    """The plan without its items."""
    found = project_or_404(request, project)
    return ask(
        request,
        question(request, found, _("Plan of the visits"), _("Save")),
        form=partial(PlanForm, seen=found.version, initial=plan_initial(found.plan)),
        act=lambda form: _write(request, found, form.plan(found.plan), form.version_seen),
        done=_("The plan is saved."),
        to=reverse("visit-items", args=[found.pk]),
    )


@require_safe
@readers
def items(request: HttpRequest, project: UUID) -> HttpResponse:
    """The items in their order, and what the plan still lacks."""
    found = project_or_404(request, project)
    context = {
        "project": found,
        "items": rows.draft_of(found).items,
        "lacks": problems(found.plan),
        "may_write": may_write(request, found),
    }
    return render(request, "supervision/visiting/items.html", frame(request, MENU_KEY) | context)


@asking
@readers
def item(request: HttpRequest, project: UUID, key: str = "") -> HttpResponse:
    """A new item, or one that is there."""
    found = project_or_404(request, project)
    held = list(found.plan.get("items", []))
    before = next((row for row in held if row["key"] == key), None)
    if key and before is None:
        raise Http404
    asked = question(request, found, _("Item") if key else _("Add an item"), _("Save"), inner=True)
    initial = item_initial(before) if before else {"type": "yes_no", "level": "nominal"}

    def act(form: Any) -> Project:
        name = key or _free_key(held)
        made = form.item(name)
        rows = [made if row["key"] == key else row for row in held] if key else [*held, made]
        return _write(request, found, {**found.plan, "items": rows[:MOST_ITEMS]}, form.version_seen)

    return ask(
        request,
        asked,
        form=partial(ItemForm, seen=found.version, initial=initial),
        act=act,
        done=_("The item is saved."),
        to=reverse("visit-items", args=[found.pk]),
    )


@asking
@readers
def item_away(request: HttpRequest, project: UUID, key: str) -> HttpResponse:
    """Take an item out of the plan in work."""
    found = project_or_404(request, project)
    rows = [row for row in found.plan.get("items", []) if row["key"] != key]
    return press(
        request,
        question(request, found, _("Take the item out"), _("Take the item out"), inner=True),
        lambda seen: _write(request, found, {**found.plan, "items": rows}, seen),
        done=_("The item is out of the plan."),
    )


@asking
@readers
def item_up(request: HttpRequest, project: UUID, key: str) -> HttpResponse:
    """Move an item one place up."""
    found = project_or_404(request, project)
    rows = list(found.plan.get("items", []))
    at = next((place for place, row in enumerate(rows) if row["key"] == key), 0)
    if at:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return press(
        request,
        question(request, found, _("Move up"), _("Move up"), inner=True),
        lambda seen: _write(request, found, {**found.plan, "items": rows}, seen),
        done="",
    )


def question(
    request: HttpRequest,
    project: Project,
    title: Promise | str,
    button: Promise | str,
    *,
    lead: Promise | str = "",
    inner: bool = False,
    is_shown: bool | None = None,
) -> Question:
    """A page of this project with one form; `inner`: it leads back to the items."""
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        lead=lead,
        back=reverse("visit-items", args=[project.pk]) if inner else project.office_url,
        back_label=_("Items of the visit") if inner else project.title,
        is_shown=may_write(request, project) if is_shown is None else is_shown,
    )


def may_write(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may change the plan now."""
    is_leader = powers.leads(actor_of(request), project, on=clock.today())
    return is_leader and PROJECT.can("write plan", project.stage)


def _write(request: HttpRequest, project: Project, plan: dict[str, Any], seen: int) -> Project:
    return planning.write_plan(project, plan, seen=seen, by=actor_of(request), at=clock.now())


def _free_key(rows: list[dict[str, Any]]) -> str:
    taken = {row["key"] for row in rows}
    return next(key for number in range(1, len(rows) + 2) if (key := f"i{number:02d}") not in taken)
