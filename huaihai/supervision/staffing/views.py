"""Parts and minutes of a project, for the staff."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.models import Project, ProjectRole
from huaihai.supervision.office.shell import MENU_KEY, project_or_404
from huaihai.supervision.procedures import UNITS
from huaihai.supervision.staffing import noting, shown
from huaihai.supervision.staffing.actions import may_staff


@require_safe
@readers
def staffing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who plays which part, and who is missing."""
    project, actor = project_or_404(request, pk), actor_of(request)
    parts = shown.parts(project)
    may = own_body(request) is not None and powers.takes_part(actor, project, on=clock.today())
    context = {
        "project": project,
        "parts": [(part, [_row(request, project, row) for row in part.rows]) for part in parts],
        "may": may and project.stage != "dropped",
    }
    return render(request, "supervision/staffing/parts.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What each step costs in staff minutes, estimated and noted; of one body with `?body=`."""
    project = project_or_404(request, pk)
    lines = shown.lines_of(project)
    bodies = shown.bodies(project, lines)
    chosen = next((one for one in bodies if one.code == request.GET.get("body")), None)
    steps = shown.steps(project, lines, chosen.body.key if chosen else "")
    now, actor = clock.now(), actor_of(request)
    context: dict[str, Any] = {
        "project": project,
        "unit": UNITS[project.kind],
        "steps": steps,
        "estimated": sum(step.estimated for step in steps),
        "noted": sum(step.noted or 0 for step in steps),
        "bodies": [(one, noting.may_note(actor, project, one.body, at=now)) for one in bodies],
        "chosen": chosen,
        "is_shared_out": any(one.share for one in bodies),
    }
    context["hours"] = -(-context["estimated"] // shown.HOUR)
    return render(request, "supervision/staffing/minutes.html", frame(request, MENU_KEY) | context)


def own_body(request: HttpRequest) -> Organisation | None:
    """The body the reader works for; None for who only reads."""
    actor = actor_of(request)
    return actor.organisation if powers.works(actor) else None


def role_or_404(request: HttpRequest, pk: UUID, row: int) -> tuple[Project, ProjectRole]:
    """A part that is not over, with its project. Raises Http404."""
    project = project_or_404(request, pk)
    rows = project.roles.select_related("body", "account", "pool_request", "project", "declaration")
    found = rows.filter(pk=row, until=None).first() if row < 2**63 else None
    if found is None:
        raise Http404
    return project, found


def who(row: ProjectRole) -> str:
    """The person, or what the pool's entry is shown as."""
    if row.account is not None:
        return row.account.shown_name
    return _("from the pool")


def _row(request: HttpRequest, project: Project, row: ProjectRole) -> dict[str, Any]:
    actor = actor_of(request)
    is_own = actor.account_id is not None and actor.account_id == row.account_id
    declaration = getattr(row, "declaration", None)
    return {
        "row": row,
        "who": who(row),
        "is_declared": declaration is not None,
        "may_declare": is_own and declaration is None,
        "may_end": is_own or may_staff(actor, project, row.body, at=clock.now()),
    }
