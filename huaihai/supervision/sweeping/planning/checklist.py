"""The checklist as a page: to read, to change, to print and take along."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.governance.office.frame import frame, readers
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.sweeping.pages import plan_of, sweep_or_404
from huaihai.supervision.sweeping.plan import parse
from huaihai.supervision.sweeping.plan_problems import problems
from huaihai.supervision.sweeping.planning.pages import may_write


@require_safe
@readers
def checklist(request: HttpRequest, project: UUID) -> HttpResponse:
    """Every item with its rule; while the plan can be written, each with its buttons."""
    found = sweep_or_404(request, project)
    is_open = may_write(request, found)
    plan = parse(found.plan) if is_open else plan_of(found)
    context = {
        "project": found,
        "plan": plan,
        "may_write": is_open,
        "lacks": problems(found.plan) if is_open else [],
    }
    return render(request, "supervision/sweeping/checklist.html", frame(request, MENU_KEY) | context)
