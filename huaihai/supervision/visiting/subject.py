"""What is particular to visits: see `supervision.kinds`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.desk.papers.document import Document
from huaihai.supervision.models import Draw, Project
from huaihai.supervision.visiting import lacks, rows
from huaihai.supervision.visiting.coding.progress import uncoded
from huaihai.supervision.visiting.planning import office
from huaihai.supervision.visiting.publishing import building, page, reporting
from huaihai.supervision.visiting.retold import misfits

__all__ = ["build", "hindrances", "misfits", "office_page", "problems", "public_page", "report"]


def problems(plan: Mapping[str, Any]) -> Sequence[str]:
    """What the plan lacks before it can be registered."""
    return lacks.problems(plan)


def hindrances(project: Project, verb: str, *, at: datetime) -> Sequence[str]:
    """Why it cannot start, end or be released yet."""
    if verb == "start":
        return [] if project.cities.exists() else [_("No city takes part yet.")]
    if verb == "finish":
        return _before_end(project)
    if verb == "release":
        return _before_release(project)
    return []


def build(project: Project, *, at: datetime) -> dict[str, Any]:
    """The file to release."""
    return building.build(project, rows.plan_of(project))


def report(file: Mapping[str, Any]) -> Document:
    """The released file as a report."""
    return reporting.report(file)


def office_page(request: HttpRequest, project: Project) -> HttpResponse:
    """The project's page for staff."""
    return office.page(request, project)


def public_page(request: HttpRequest, project: Project, file: Mapping[str, Any]) -> HttpResponse:
    """The public page of what came out."""
    return page.page(request, project, file)


def _before_end(project: Project) -> list[str]:
    if not Draw.objects.filter(project=project).exists():
        return [_("The places are not drawn yet.")]
    short = rows.short_places(project, rows.plan_of(project))
    if not short:
        return []
    said = ngettext(
        "%(n)s place has fewer visits than planned. Visit it, or drop it with a reason.",
        "%(n)s places have fewer visits than planned. Visit them, or drop them with a reason.",
        short,
    )
    return [said % {"n": short}]


def _before_release(project: Project) -> list[str]:
    plan = rows.plan_of(project)
    found = [] if rows.counted(project) else [_("No visit counts yet.")]
    if plan.coded and (left := uncoded(project, plan)):
        said = ngettext(
            "%(n)s answer is not coded by two people yet.",
            "%(n)s answers are not coded by two people yet.",
            left,
        )
        found.append(said % {"n": left})
    return found
