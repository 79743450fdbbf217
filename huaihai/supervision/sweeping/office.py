"""The page of a sweep for the staff: what the reader's city has to do now, the plan, the board."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit import clock
from huaihai.members.models import Organisation
from huaihai.supervision.models import Finding, Project
from huaihai.supervision.office.shell import shell
from huaihai.supervision.sweeping.board.totals import board
from huaihai.supervision.sweeping.lives import CHECKABLE, LIVING
from huaihai.supervision.sweeping.pages import city_of, plan_of
from huaihai.supervision.sweeping.plan import parse
from huaihai.supervision.sweeping.planning.pages import may_write

TASKS = (
    ("untold", _("Findings from which nothing has followed yet")),
    ("due", pgettext_lazy("findings", "Re-checks that are due")),
    ("uncured", _("Not cured: what follows has to be decided")),
)


def office_page(request: HttpRequest, project: Project) -> HttpResponse:
    """For `supervision.kinds`."""
    city = city_of(request, project)
    is_open = may_write(request, project)
    context = shell(request, project) | {
        "plan": parse(project.plan) if is_open else plan_of(project),
        "may_write": is_open,
        "city": city,
        "board": board(project) if project.registered else None,
        "tasks": _tasks(project, city) if city else [],
        "may_check": city is not None and project.stage == "running",
    }
    return render(request, "supervision/sweeping/office.html", context)


def _tasks(project: Project, city: Organisation) -> list[dict[str, Any]]:
    """What waits for a city, counted in one query."""
    late = Q(clock__name="recheck", clock__due_on__lt=clock.today(), stage__in=CHECKABLE)
    counts = Finding.objects.filter(project=project, city=city, stage__in=LIVING).aggregate(
        untold=Count("pk", filter=Q(stage="open")),
        due=Count("pk", filter=Q(stage__in=CHECKABLE)),
        uncured=Count("pk", filter=Q(stage="uncured")),
        late=Count("pk", filter=late),
    )
    return [
        {"show": key, "label": label, "n": counts[key], "late": counts["late"] if key == "due" else 0}
        for key, label in TASKS
    ]
