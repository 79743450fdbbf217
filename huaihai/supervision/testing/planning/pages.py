"""The plan on the office's pages: what it says, what it lacks, and where each part is changed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.grading.shape import KEY
from huaihai.supervision.lives import PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.office.shell import MENU_KEY, project_or_404
from huaihai.supervision.testing.planning import shown
from huaihai.supervision.testing.planning.checking import Lack, lacks
from huaihai.supervision.testing.planning.fresh import in_work
from huaihai.supervision.testing.planning.reading import rows_of
from huaihai.supervision.testing.rows import page_of_rows

MOST_SHOWN = 40  # of what is lacking


@require_safe
@readers
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan in work with its check list."""
    found = test_or_404(request, pk)
    held = in_work(found)
    lacking = lacks(found.plan)
    context = (
        frame(request, MENU_KEY)
        | _in_words(held)
        | {
            "project": found,
            "may_write": may_write(request, found),
            "lacking": [(lack.sentence, _mended_at(found, lack)) for lack in lacking[:MOST_SHOWN]],
            "more": max(0, len(lacking) - MOST_SHOWN),
            "page": page_of_rows(shown.products(held), request.GET.get("page")),
            "is_registered": found.registered is not None and found.registered.plan == found.plan,
        }
    )
    return render(request, "supervision/testing/planning/plan.html", context)


@require_safe
@readers
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan as a sheet to print and sign: the registered one, or the one in work if there is none."""
    found = test_or_404(request, pk)
    version = found.registered
    held = version.plan if version is not None else in_work(found)
    context = _in_words(held) | {
        "project": found,
        "version": version,
        "products": shown.products(held),
        "is_paper": True,
    }
    return render(request, "supervision/testing/planning/print.html", context)


def test_or_404(request: HttpRequest, pk: UUID) -> Project:
    """A comparative test that the reader may see. Raises Http404."""
    found = project_or_404(request, pk)
    if found.kind != Project.Kind.TEST:
        raise Http404
    return found


def may_write(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may change the plan now."""
    is_leader = powers.leads(actor_of(request), project, on=clock.today())
    return is_leader and PROJECT.can("write plan", project.stage)


def plan_url(project: Project) -> str:
    """The address of the plan's page."""
    return reverse("office-test-plan", args=[project.pk])


def _in_words(held: dict[str, Any]) -> dict[str, Any]:
    return shown.rules(held) | {"facts": shown.facts(held), "counting": shown.counting(held)}


def _mended_at(project: Project, lack: Lack) -> str:
    """Where what is lacking is mended; its list where the row has no page."""
    if lack.part in ("basics", "counting", "grades"):
        return reverse(f"office-test-plan-{lack.part}", args=[project.pk])
    row = next((row for row in rows_of(project.plan, lack.part) if row.get("key") == lack.key), None)
    if row is not None and KEY.fullmatch(lack.key):
        return reverse("office-test-plan-row", args=[project.pk, lack.part, lack.key])
    if _can_be_begun(project, lack):
        return reverse("office-test-plan-row-new", args=[project.pk, lack.part])
    return f"#{lack.part}"


def _can_be_begun(project: Project, lack: Lack) -> bool:
    """Whether the list is empty and its first row can be written; an item needs a group."""
    is_empty = not lack.key and not rows_of(project.plan, lack.part)
    return is_empty and (lack.part != "items" or bool(rows_of(project.plan, "groups")))
